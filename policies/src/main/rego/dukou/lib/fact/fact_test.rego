package dukou.lib.fact_test

import data.dukou.lib.fact

test_success_known_facts if {
	document := {"a": {"zero": 0, "no": false, "none": "none", "empty": []}}
	fact.missing(document, {"a.zero", "a.no", "a.none", "a.empty"}) == []
}

test_fail_missing_facts if {
	document := {"a": {"null": null, "unknown": "unknown", "blank": ""}, "b": "text"}
	paths := {"a.null", "a.unknown", "a.blank", "a.absent", "b.under.text", "c.d"}
	fact.missing(document, paths) == sort(paths)
}

test_success_counts if {
	every value in [0, 1, 1000000] {
		fact.is_count(value)
	}
	every value in [-1, "5", true, null] {
		not fact.is_count(value)
	}
}

package dukou.rules.pipl["pipl-6-necessity-minimum_test"]

import data.dukou.testing_test

test_success_approved_fields if {
	found := testing_test.release("R11", {})
	found == testing_test.allowed
}

test_success_at_request if {
	found := testing_test.request("R11", {})
	found == testing_test.allowed
}

test_fail_field_not_approved if {
	found := testing_test.release("R11", {
		"/dataset/fields": ["AGE", "NOTE", "ADDR"],
	})
	found == testing_test.denied({"fields_not_approved": {"fields": ["ADDR", "NOTE"]}})
}

test_fail_column_released_beyond_the_list if {
	found := testing_test.release("R11", {
		"/release/columns": ["AGE", "NOTE"],
	})
	found == testing_test.denied({"fields_not_approved": {"fields": ["NOTE"]}})
}

test_fail_retention_over if {
	found := testing_test.release("R11", {
		"/study/retention_until": "2026-11-20T10:30:00.000+08:00",
	})
	found == testing_test.denied({"retention_over": {"retention_until": "2026-11-20T10:30:00.000+08:00"}})
}

test_fail_no_fields_is_undetermined if {
	found := testing_test.release("R11", {
		"/dataset/fields": [],
		"/release/columns": [],
	})
	found == {"result": "unknown", "reasons": {"undetermined": {}}, "obligations": {}}
}

test_fail_missing_fact_never_allows if {
	paths := [
		"dataset.fields",
		"study.approved_fields",
		"study.retention_until",
		"release.columns",
	]
	testing_test.not_unknown("R11", {}, paths) == set()
}

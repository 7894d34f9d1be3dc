package dukou.rules.pipl["pipl-55-56-pipia_test"]

import data.dukou.testing_test

test_success_approved_before if {
	found := testing_test.release("R21", {})
	found == testing_test.allowed
}

test_success_at_request if {
	found := testing_test.request("R21", {})
	found == testing_test.allowed
}

test_fail_none if {
	found := testing_test.request("R21", {
		"/pipia": {"id": "none"},
	})
	found == testing_test.denied({"none": {}})
}

test_fail_approved_at_the_event if {
	found := testing_test.release("R21", {
		"/pipia/approved_at": "2026-11-20T10:30:00.000+08:00",
	})
	found == testing_test.denied({"not_approved_before": {"approved_at": "2026-11-20T10:30:00.000+08:00"}})
}

test_fail_heads_missing if {
	found := testing_test.release("R21", {
		"/pipia/heads": [1, 2, 4, 5],
	})
	found == testing_test.denied({"heads_missing": {"heads": [3, 6]}})
}

test_fail_outside_scope if {
	found := testing_test.release("R21", {
		"/event/purpose": "long_term_safety",
		"/dataset/categories": ["genomic"],
		"/recipient/id": "other",
		"/study/id": "LC-9",
	})
	found == testing_test.denied({"outside_scope": {"differs": ["categories", "purpose", "recipient", "study"]}})
}

test_fail_missing_fact_never_allows if {
	paths := [
		"pipia",
		"pipia.id",
		"pipia.approved_at",
		"pipia.heads",
		"pipia.scope",
		"pipia.scope.studies",
		"pipia.scope.recipients",
		"pipia.scope.purposes",
		"pipia.scope.categories",
		"study.id",
		"recipient.id",
		"event.purpose",
		"dataset.categories",
	]
	testing_test.not_unknown("R21", {}, paths) == set()
}

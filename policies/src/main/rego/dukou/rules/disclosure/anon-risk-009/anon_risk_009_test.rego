package dukou.rules.disclosure["anon-risk-009_test"]

import data.dukou.testing_test

test_success_eleven if {
	found := testing_test.release("R73", {})
	found == testing_test.allowed
}

test_success_not_at_request if {
	found := testing_test.request("R73", {})
	found == testing_test.not_applicable
}

test_success_aggregate_is_not_its_matter if {
	found := testing_test.release("R73", {
		"/release": {
			"kind": "aggregate",
			"columns": ["AGE"],
			"profile": "cms",
			"min_nonzero_cell": 11,
			"zero_cells": 0,
		},
		"/dataset/identifiability": "aggregate",
	})
	found == testing_test.not_applicable
}

test_fail_ten if {
	found := testing_test.release("R73", {
		"/release/min_class_size": 10,
	})
	found == testing_test.denied({"class_too_small": {"min_class_size": 10, "least": 11}})
}

test_fail_missing_fact_never_allows if {
	paths := ["release", "release.kind", "release.min_class_size"]
	testing_test.not_unknown("R73", {}, paths) == set()
}

package dukou.rules.pipl["pipl-73-anonymisation-claim_test"]

import data.dukou.testing_test

test_success_row_level_is_personal_information if {
	found := testing_test.release("R25", {})
	found == testing_test.allowed
}

test_success_full_claim if {
	found := testing_test.release("R25", {
		"/dataset/identifiability": "anon_claimed",
		"/dataset/anonymisation": {
			"diversity": "l-diversity",
			"intruder_test_no": "IT-1",
			"linkable_source": "none",
			"counsel_approval_no": "C-1",
		},
		"/mechanism": {"type": "anonymised"},
	})
	found == testing_test.allowed
}

test_success_full_claim_at_request if {
	found := testing_test.request("R25", {
		"/dataset/identifiability": "anon_claimed",
		"/dataset/anonymisation": {
			"diversity": "l-diversity",
			"intruder_test_no": "IT-1",
			"linkable_source": "none",
			"counsel_approval_no": "C-1",
		},
		"/mechanism": {"type": "anonymised"},
	})
	found == testing_test.allowed
}

test_fail_source_kept_by_hospital if {
	found := testing_test.release("R25", {
		"/dataset/identifiability": "anon_claimed",
		"/dataset/anonymisation": {
			"diversity": "l-diversity",
			"intruder_test_no": "IT-1",
			"linkable_source": "held",
			"counsel_approval_no": "C-1",
		},
		"/mechanism": {"type": "anonymised"},
	})
	found == testing_test.denied({"claim_not_proven": {"lacking": ["linkable_source"]}})
}

test_fail_class_of_ten if {
	found := testing_test.release("R25", {
		"/dataset/identifiability": "anon_claimed",
		"/dataset/anonymisation": {
			"diversity": "l-diversity",
			"intruder_test_no": "IT-1",
			"linkable_source": "none",
			"counsel_approval_no": "C-1",
		},
		"/mechanism": {"type": "anonymised"},
		"/release/min_class_size": 10,
	})
	found == testing_test.denied({"claim_not_proven": {"lacking": ["class_size"]}})
}

test_fail_no_diversity_no_test if {
	found := testing_test.release("R25", {
		"/dataset/identifiability": "anon_claimed",
		"/dataset/anonymisation": {
			"diversity": "none",
			"intruder_test_no": "none",
			"linkable_source": "none",
			"counsel_approval_no": "C-1",
		},
		"/mechanism": {"type": "anonymised"},
	})
	found == testing_test.denied({"claim_not_proven": {"lacking": ["diversity", "intruder_test"]}})
}

test_fail_without_counsel if {
	found := testing_test.release("R25", {
		"/dataset/identifiability": "anon_claimed",
		"/dataset/anonymisation": {
			"diversity": "l-diversity",
			"intruder_test_no": "IT-1",
			"linkable_source": "none",
			"counsel_approval_no": "none",
		},
		"/mechanism": {"type": "anonymised"},
	})
	found == testing_test.held({"counsel_approval_missing": {}})
}

test_fail_route_without_claim if {
	found := testing_test.release("R25", {
		"/mechanism": {"type": "anonymised"},
	})
	found == testing_test.denied({"route_without_claim": {}})
}

test_fail_missing_fact_never_allows if {
	paths := [
		"dataset.identifiability",
		"mechanism.type",
		"dataset.anonymisation",
		"dataset.anonymisation.diversity",
		"dataset.anonymisation.intruder_test_no",
		"dataset.anonymisation.linkable_source",
		"dataset.anonymisation.counsel_approval_no",
		"release.min_class_size",
	]
	testing_test.not_unknown(
		"R25", {
			"/dataset/identifiability": "anon_claimed",
			"/dataset/anonymisation": {
				"diversity": "l-diversity",
				"intruder_test_no": "IT-1",
				"linkable_source": "none",
				"counsel_approval_no": "C-1",
			},
			"/mechanism": {"type": "anonymised"},
		},
		paths,
	) == set()
}

test_success_claim_switches_off_the_mechanisms_only if {
	numbers := ["R28", "R29", "R30"]
	every number in numbers {
		testing_test.release(number, _claim) == testing_test.not_applicable
	}
	testing_test.release("R16", object.union(_claim, {"/consent/subjects/without_separate_sensitive": 1})).result == "deny"
}

_claim := {
	"/dataset/identifiability": "anon_claimed",
	"/dataset/anonymisation": {
		"diversity": "l-diversity",
		"intruder_test_no": "IT-1",
		"linkable_source": "none",
		"counsel_approval_no": "C-1",
	},
	"/mechanism": {"type": "anonymised"},
}

test_fail_unproven_claim_switches_off_nothing if {
	unproven := object.union(_claim, {"/release/min_class_size": 10})
	testing_test.release("R30", unproven).result == "deny"
}

# Row-level table of classes of 11, its source kept by the hospital - counted on the route of the mechanisms.
test_fail_row_level_without_mechanism if {
	changes := {"/release/min_class_size": 11, "/mechanism": {"type": "none"}}
	testing_test.release("R30", changes).result == "deny"
	testing_test.release("R25", changes) == testing_test.allowed
}

# An aggregate has no exemption until the rule for it (R03) is loaded, whatever its threshold.
test_fail_aggregate_without_mechanism if {
	aggregate := {"kind": "aggregate", "columns": ["AGE"], "profile": "cms", "min_nonzero_cell": 11, "zero_cells": 0}
	changes := {"/release": aggregate, "/dataset/identifiability": "aggregate", "/mechanism": {"type": "none"}}
	testing_test.release("R30", changes).result == "deny"
}

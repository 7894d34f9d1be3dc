package dukou.rules.pipl["pipl-31-minor-under-14_test"]

import data.dukou.testing_test

test_success_no_children if {
	found := testing_test.release("R17", {})
	found == testing_test.allowed
}

test_success_not_at_request if {
	found := testing_test.request("R17", {})
	found == testing_test.not_applicable
}

test_success_guardians_and_rules if {
	found := testing_test.release("R17", {
		"/consent/subjects/under_14": 4,
		"/consent/minor_rules_id": "MIN-2",
	})
	found == testing_test.allowed
}

test_fail_guardian_consent_missing if {
	found := testing_test.release("R17", {
		"/consent/subjects/under_14": 4,
		"/consent/subjects/under_14_without_guardian": 1,
		"/consent/minor_rules_id": "MIN-2",
	})
	found == testing_test.denied({"guardian_consent_missing": {"subjects": 1}})
}

test_fail_no_dedicated_rules if {
	found := testing_test.release("R17", {
		"/consent/subjects/under_14": 4,
	})
	found == testing_test.denied({"dedicated_rules_missing": {}})
}

test_fail_missing_fact_never_allows if {
	paths := [
		"consent.subjects.under_14",
		"consent.subjects.under_14_without_guardian",
		"consent.minor_rules_id",
	]
	testing_test.not_unknown(
		"R17", {
			"/consent/subjects/under_14": 4,
			"/consent/minor_rules_id": "MIN-2",
		},
		paths,
	) == set()
}

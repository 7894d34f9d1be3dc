package dukou.rules.pipl["pipl-39-separate-consent_test"]

import data.dukou.testing_test

test_success_separate_consent if {
	found := testing_test.release("R20", {})
	found == testing_test.allowed
}

test_success_not_at_request if {
	found := testing_test.request("R20", {})
	found == testing_test.not_applicable
}

test_fail_only_participation_consent if {
	found := testing_test.release("R20", {
		"/consent/subjects/without_separate_export": 220,
	})
	found == testing_test.denied({"consent_missing": {"subjects": 220}})
}

test_fail_other_basis_waits_for_counsel if {
	found := testing_test.release("R20", {
		"/consent/subjects/non_consent_basis": 1,
	})
	found == testing_test.held({"basis_not_consent": {"subjects": 1}})
}

test_fail_missing_fact_never_allows if {
	paths := [
		"consent.subjects.without_separate_export",
		"consent.subjects.non_consent_basis",
	]
	testing_test.not_unknown("R20", {}, paths) == set()
}

package dukou.rules.pipl["pipl-29-sensitive-separate-consent_test"]

import data.dukou.testing_test

test_success_separate_consent if {
	found := testing_test.release("R16", {})
	found == testing_test.allowed
}

test_success_not_at_request if {
	found := testing_test.request("R16", {})
	found == testing_test.not_applicable
}

test_fail_bundled_tick_box if {
	found := testing_test.release("R16", {
		"/consent/subjects/without_separate_sensitive": 3,
	})
	found == testing_test.denied({"consent_missing": {"subjects": 3}})
}

test_fail_study_subjects_are_sensitive_whatever_the_columns if {
	found := testing_test.release("R16", {
		"/dataset/sensitive": false,
		"/consent/subjects/without_separate_sensitive": 1,
	})
	found == testing_test.denied({"consent_missing": {"subjects": 1}})
}

test_success_business_contacts if {
	found := testing_test.release("R16", {
		"/dataset/study_subjects": false,
		"/dataset/sensitive": false,
		"/consent/subjects/without_separate_sensitive": 9,
	})
	found == testing_test.allowed
}

test_fail_missing_fact_never_allows if {
	paths := [
		"dataset.study_subjects",
		"dataset.sensitive",
		"consent.subjects.without_separate_sensitive",
	]
	testing_test.not_unknown("R16", {}, paths) == set()
}

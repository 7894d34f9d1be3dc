package dukou.rules.pipl["pipl-15-47-withdrawn-or-expired_test"]

import data.dukou.testing_test

test_success_none_withdrawn if {
	found := testing_test.release("R13", {})
	found == testing_test.allowed
}

test_success_not_at_request if {
	found := testing_test.request("R13", {})
	found == testing_test.not_applicable
}

test_fail_withdrawn if {
	found := testing_test.release("R13", {
		"/consent/subjects/withdrawn_or_expired": 1,
	})
	found == testing_test.denied({"withdrawn_or_expired": {"subjects": 1}})
}

test_fail_person_not_looked_up if {
	found := testing_test.release("R13", {
		"/consent/subjects/checked": 219,
	})
	found == testing_test.denied({"subjects_not_checked": {"checked": 219}})
}

test_success_recall_after_earlier_release if {
	found := testing_test.release("R13", {
		"/consent/subjects/withdrawn_after_release": 2,
	})
	found == testing_test.owed({"recall_notice": ["later", null, {"subjects": 2}]})
}

test_fail_missing_fact_never_allows if {
	paths := [
		"consent.subjects.checked",
		"consent.subjects.withdrawn_or_expired",
		"consent.subjects.withdrawn_after_release",
		"persons.event",
		"consent.subjects",
	]
	testing_test.not_unknown("R13", {}, paths) == set()
}

package dukou.rules.route["o16-7-nonsens-1m_test"]

import data.dukou.testing_test

test_success_999999_with_contract if {
	found := testing_test.release("R28", {
		"/persons/event": 1,
		"/persons/event_sens": 1,
		"/persons/event_nonsens": 1,
		"/persons/ytd_sens_after": 1,
		"/persons/ytd_nonsens_after": 999999,
	})
	found == testing_test.allowed
}

test_success_not_at_request if {
	found := testing_test.request("R28", {})
	found == testing_test.not_applicable
}

test_fail_1000000_with_contract if {
	found := testing_test.release("R28", {
		"/persons/event": 1,
		"/persons/event_sens": 1,
		"/persons/event_nonsens": 1,
		"/persons/ytd_sens_after": 1,
		"/persons/ytd_nonsens_after": 1000000,
	})
	found == testing_test.denied({"assessment_required": {"persons": 1000000, "threshold": 1000000}})
}

test_success_1000000_with_assessment if {
	found := testing_test.release("R28", {
		"/persons/event": 1,
		"/persons/event_sens": 1,
		"/persons/event_nonsens": 1,
		"/persons/ytd_sens_after": 1,
		"/persons/ytd_nonsens_after": 1000000,
		"/mechanism": testing_test.assessment(2000000),
	})
	found == testing_test.allowed
}

test_fail_assessment_of_smaller_scale if {
	found := testing_test.release("R28", {
		"/persons/event": 1,
		"/persons/event_sens": 1,
		"/persons/event_nonsens": 1,
		"/persons/ytd_sens_after": 1,
		"/persons/ytd_nonsens_after": 1000000,
		"/mechanism": testing_test.assessment(999999),
	})
	found == testing_test.denied({"assessment_required": {"persons": 1000000, "threshold": 1000000}})
}

test_success_day_before_order_16 if {
	found := testing_test.release("R28", {
		"/event/time": "2024-03-21T23:59:59.999+08:00",
		"/persons/event": 1,
		"/persons/event_sens": 1,
		"/persons/event_nonsens": 1,
		"/persons/ytd_sens_after": 1,
		"/persons/ytd_nonsens_after": 1000000,
	})
	found == testing_test.not_applicable
}

test_fail_missing_fact_never_allows if {
	paths := [
		"persons.year",
		"persons.opening_balance",
		"persons.event",
		"persons.event_sens",
		"persons.event_nonsens",
		"persons.ytd_sens_after",
		"persons.ytd_nonsens_after",
		"dataset.study_subjects",
		"persons",
	]
	testing_test.not_unknown("R28", {}, paths) == set()
}

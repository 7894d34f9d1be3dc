package dukou.rules.route["o16-7-sens-10k_test"]

import data.dukou.testing_test

test_success_9999_with_contract if {
	found := testing_test.release("R29", {
		"/persons/event": 1,
		"/persons/event_sens": 1,
		"/persons/event_nonsens": 0,
		"/persons/ytd_sens_after": 9999,
		"/persons/ytd_nonsens_after": 0,
	})
	found == testing_test.allowed
}

test_success_not_at_request if {
	found := testing_test.request("R29", {})
	found == testing_test.not_applicable
}

test_fail_10000_with_contract if {
	found := testing_test.release("R29", {
		"/persons/event": 1,
		"/persons/event_sens": 1,
		"/persons/event_nonsens": 0,
		"/persons/ytd_sens_after": 10000,
		"/persons/ytd_nonsens_after": 0,
	})
	found == testing_test.denied({"assessment_required": {"persons": 10000, "threshold": 10000}})
}

test_success_10000_with_assessment if {
	found := testing_test.release("R29", {
		"/persons/event": 1,
		"/persons/event_sens": 1,
		"/persons/event_nonsens": 0,
		"/persons/ytd_sens_after": 10000,
		"/persons/ytd_nonsens_after": 0,
		"/mechanism": testing_test.assessment(12000),
	})
	found == testing_test.allowed
}

test_fail_10000_with_certificate if {
	found := testing_test.release("R29", {
		"/persons/event": 1,
		"/persons/event_sens": 1,
		"/persons/event_nonsens": 0,
		"/persons/ytd_sens_after": 10000,
		"/persons/ytd_nonsens_after": 0,
		"/mechanism": testing_test.certificate,
	})
	found == testing_test.denied({"assessment_required": {"persons": 10000, "threshold": 10000}})
}

test_fail_counters_of_last_year if {
	found := testing_test.release("R29", {
		"/persons/year": 2025,
	})
	found == testing_test.denied({"counts_not_reliable": {}})
}

test_fail_study_subject_not_counted_as_sensitive if {
	found := testing_test.release("R29", {
		"/persons/event": 5,
		"/persons/event_sens": 0,
		"/persons/event_nonsens": 5,
		"/persons/ytd_sens_after": 5,
		"/persons/ytd_nonsens_after": 5,
	})
	found == testing_test.denied({"counts_not_reliable": {}})
}

test_fail_event_larger_than_the_year if {
	found := testing_test.release("R29", {
		"/persons/ytd_sens_after": 219,
	})
	found == testing_test.denied({"counts_not_reliable": {}})
}

test_fail_opening_balance_unknown if {
	found := testing_test.release("R29", {
		"/persons/opening_balance": "unknown",
	})
	found == testing_test.unknown(["persons.opening_balance"])
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
	testing_test.not_unknown("R29", {}, paths) == set()
}

# The counters turn over at 1 January 00:00 in Shanghai, which is 16:00 UTC of the day before.
test_success_and_fail_turn_of_the_year if {
	rows := [
		["2026-12-31T23:59:59.999+08:00", 2026, "allow"],
		["2026-12-31T23:59:59.999+08:00", 2027, "deny"],
		["2027-01-01T00:00:00.000+08:00", 2026, "deny"],
		["2027-01-01T00:00:00.000+08:00", 2027, "allow"],
	]
	wrong := [row |
		some row in rows
		testing_test.release("R29", {"/event/time": row[0], "/persons/year": row[1]}).result != row[2]
	]
	wrong == []
}

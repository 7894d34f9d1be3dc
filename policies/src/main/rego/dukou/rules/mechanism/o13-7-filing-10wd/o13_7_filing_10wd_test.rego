package dukou.rules.mechanism["o13-7-filing-10wd_test"]

import data.dukou.testing_test

test_success_filed if {
	found := testing_test.release("R41", {})
	found == testing_test.allowed
}

test_success_other_mechanism if {
	found := testing_test.release("R41", {
		"/mechanism": testing_test.assessment(1),
	})
	found == testing_test.not_applicable
}

test_success_not_yet_in_force if {
	found := testing_test.release("R41", {
		"/mechanism/filing_status": "not_filed",
		"/mechanism/effective_at": "2026-11-27T00:00:00.000+08:00",
	})
	found == testing_test.allowed
}

test_success_not_filed_on_the_last_day if {
	found := testing_test.release("R41", {
		"/mechanism/filing_status": "not_filed",
		"/mechanism/effective_at": "2026-11-06T00:00:00.000+08:00",
	})
	found == testing_test.owed({"file_contract": ["later", "2026-11-20", {"deadline": "2026-11-20"}]})
}

test_fail_not_filed_on_day_eleven if {
	found := testing_test.release("R41", {
		"/mechanism/filing_status": "not_filed",
		"/mechanism/effective_at": "2026-11-05T00:00:00.000+08:00",
	})
	found == {
		"result": "require_approval",
		"reasons": {"not_filed": {"deadline": "2026-11-19"}},
		"obligations": {"record_breach": ["at_decision", null, {"deadline": "2026-11-19"}]},
	}
}

test_fail_filed_late if {
	found := testing_test.release("R41", {
		"/mechanism/effective_at": "2026-11-02T00:00:00.000+08:00",
		"/mechanism/filed_at": "2026-11-17T00:00:00.000+08:00",
	})
	found == {
		"result": "require_approval",
		"reasons": {"filed_late": {"deadline": "2026-11-16", "filed_at": "2026-11-17T00:00:00.000+08:00"}},
		"obligations": {"record_breach": ["at_decision", null, {"deadline": "2026-11-16"}]},
	}
}

test_success_filing_still_to_come_is_owed if {
	found := testing_test.release("R41", {
		"/mechanism/effective_at": "2026-11-16T00:00:00.000+08:00",
		"/mechanism/filed_at": "2026-11-23T00:00:00.000+08:00",
	})
	found == testing_test.owed({"file_contract": ["later", "2026-11-30", {"deadline": "2026-11-30"}]})
}

test_fail_missing_fact_never_allows if {
	paths := [
		"mechanism.type",
		"mechanism.effective_at",
		"mechanism.filing_status",
		"mechanism.filed_at",
	]
	testing_test.not_unknown("R41", {}, paths) == set()
}

# Friday 30 January 2026: ten working days end on Friday 13 February. Friday 6 February: the make-up
# Saturdays 14 and 28 February count, the nine days of Spring Festival do not.
_filing_windows := [
	["2026-01-30", "2026-02-13", "allow"],
	["2026-01-30", "2026-02-14", "require_approval"],
	["2026-02-06", "2026-02-27", "allow"],
	["2026-02-06", "2026-02-28", "require_approval"],
	["2026-09-11", "2026-09-24", "allow"],
	["2026-09-11", "2026-09-25", "require_approval"],
]

test_success_and_fail_filing_windows if {
	wrong := [row |
		some row in _filing_windows
		changes := {
			"/mechanism/effective_at": sprintf("%sT00:00:00.000+08:00", [row[0]]),
			"/mechanism/filed_at": sprintf("%sT23:59:59.999+08:00", [row[1]]),
		}
		testing_test.release("R41", changes).result != row[2]
	]
	wrong == []
}

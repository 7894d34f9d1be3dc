package dukou.rules.route["o16-5-4-nonsens-exempt_test"]

import data.dukou.testing_test

test_success_300_business_contacts if {
	found := testing_test.release("R31", {
		"/mechanism": {"type": "exempt_small_volume"},
		"/dataset/study_subjects": false,
		"/dataset/sensitive": false,
		"/persons/event": 300,
		"/persons/event_sens": 0,
		"/persons/event_nonsens": 300,
		"/persons/ytd_sens_after": 0,
		"/persons/ytd_nonsens_after": 300,
	})
	found == testing_test.allowed
}

test_success_not_claimed if {
	found := testing_test.release("R31", {})
	found == testing_test.not_applicable
}

test_success_not_at_request if {
	found := testing_test.request("R31", {
		"/mechanism": {"type": "exempt_small_volume"},
	})
	found == testing_test.not_applicable
}

test_success_99999 if {
	found := testing_test.release("R31", {
		"/mechanism": {"type": "exempt_small_volume"},
		"/dataset/study_subjects": false,
		"/dataset/sensitive": false,
		"/persons/event": 300,
		"/persons/event_sens": 0,
		"/persons/event_nonsens": 300,
		"/persons/ytd_sens_after": 0,
		"/persons/ytd_nonsens_after": 99999,
	})
	found == testing_test.allowed
}

test_fail_100000 if {
	found := testing_test.release("R31", {
		"/mechanism": {"type": "exempt_small_volume"},
		"/dataset/study_subjects": false,
		"/dataset/sensitive": false,
		"/persons/event": 300,
		"/persons/event_sens": 0,
		"/persons/event_nonsens": 300,
		"/persons/ytd_sens_after": 0,
		"/persons/ytd_nonsens_after": 100000,
	})
	found == testing_test.denied({"too_many_persons": {"persons": 100000, "limit": 100000}})
}

test_fail_99000_plus_one_sensitive if {
	found := testing_test.release("R31", {
		"/mechanism": {"type": "exempt_small_volume"},
		"/dataset/study_subjects": false,
		"/dataset/sensitive": false,
		"/persons/event": 300,
		"/persons/event_sens": 1,
		"/persons/event_nonsens": 300,
		"/persons/ytd_sens_after": 1,
		"/persons/ytd_nonsens_after": 99000,
	})
	found == testing_test.denied({"sensitive_persons": {"persons": 1}})
}

test_fail_visit_list_without_diagnosis if {
	found := testing_test.release("R31", {
		"/mechanism": {"type": "exempt_small_volume"},
		"/dataset/study_subjects": true,
		"/dataset/sensitive": false,
		"/persons/event": 300,
		"/persons/event_sens": 300,
		"/persons/event_nonsens": 300,
		"/persons/ytd_sens_after": 300,
		"/persons/ytd_nonsens_after": 300,
	})
	found == testing_test.denied({"study_subjects": {}, "sensitive_persons": {"persons": 300}})
}

test_fail_sensitive_dataset if {
	found := testing_test.release("R31", {
		"/mechanism": {"type": "exempt_small_volume"},
		"/dataset/study_subjects": false,
		"/dataset/sensitive": true,
		"/persons/event": 300,
		"/persons/event_sens": 0,
		"/persons/event_nonsens": 300,
		"/persons/ytd_sens_after": 0,
		"/persons/ytd_nonsens_after": 300,
	})
	found == testing_test.denied({"sensitive": {}})
}

test_fail_counters_of_last_year if {
	found := testing_test.release("R31", {
		"/mechanism": {"type": "exempt_small_volume"},
		"/dataset/study_subjects": false,
		"/dataset/sensitive": false,
		"/persons/event": 300,
		"/persons/event_sens": 0,
		"/persons/event_nonsens": 300,
		"/persons/ytd_sens_after": 0,
		"/persons/ytd_nonsens_after": 300,
		"/persons/year": 2025,
	})
	found == testing_test.denied({"counts_not_reliable": {}})
}

test_fail_ciio if {
	found := testing_test.release("R31", {
		"/mechanism": {"type": "exempt_small_volume"},
		"/dataset/study_subjects": false,
		"/dataset/sensitive": false,
		"/persons/event": 300,
		"/persons/event_sens": 0,
		"/persons/event_nonsens": 300,
		"/persons/ytd_sens_after": 0,
		"/persons/ytd_nonsens_after": 300,
		"/exporter/ciio_notified": true,
	})
	found == testing_test.denied({"ciio": {}})
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
		"dataset.sensitive",
		"exporter.ciio_notified",
		"mechanism.type",
	]
	testing_test.not_unknown(
		"R31", {
			"/mechanism": {"type": "exempt_small_volume"},
			"/dataset/study_subjects": false,
			"/dataset/sensitive": false,
			"/persons/event": 300,
			"/persons/event_sens": 0,
			"/persons/event_nonsens": 300,
			"/persons/ytd_sens_after": 0,
			"/persons/ytd_nonsens_after": 300,
		},
		paths,
	) == set()
}

test_success_exemption_switches_off_the_mechanisms_only if {
	earlier := object.union(_small, {"/persons/ytd_sens_after": 12000})
	testing_test.release("R31", earlier) == testing_test.allowed
	testing_test.release("R29", earlier) == testing_test.not_applicable
	testing_test.release("R30", earlier) == testing_test.not_applicable
	testing_test.release("R20", object.union(earlier, {"/consent/subjects/without_separate_export": 1})).result == "deny"
	testing_test.release("R27", object.union(earlier, {"/dataset/important": "yes"})).result == "deny"
}

_small := {
	"/mechanism": {"type": "exempt_small_volume"},
	"/dataset/study_subjects": false,
	"/dataset/sensitive": false,
	"/persons/event": 300,
	"/persons/event_sens": 0,
	"/persons/event_nonsens": 300,
	"/persons/ytd_sens_after": 0,
	"/persons/ytd_nonsens_after": 300,
}

# The event that carries the sensitive person needs a mechanism after all.
test_fail_refused_exemption_leaves_the_mechanism_required if {
	one := object.union(_small, {"/persons/event_sens": 1, "/persons/ytd_sens_after": 1})
	testing_test.release("R30", one).result == "deny"
}

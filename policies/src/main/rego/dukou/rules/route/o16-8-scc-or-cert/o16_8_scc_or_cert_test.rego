package dukou.rules.route["o16-8-scc-or-cert_test"]

import data.dukou.testing_test

test_success_one_sensitive_person_with_contract if {
	found := testing_test.release("R30", {
		"/persons/event": 1,
		"/persons/event_sens": 1,
		"/persons/event_nonsens": 0,
		"/persons/ytd_sens_after": 1,
		"/persons/ytd_nonsens_after": 0,
	})
	found == testing_test.allowed
}

test_success_not_at_request if {
	found := testing_test.request("R30", {})
	found == testing_test.not_applicable
}

test_success_inside_china if {
	found := testing_test.release("R30", {
		"/event/actor_location": "CN",
		"/event/egress_jurisdiction": "CN",
		"/event/transmits_abroad": false,
	})
	found == testing_test.not_applicable
}

test_fail_first_sensitive_person_without_mechanism if {
	found := testing_test.release("R30", {
		"/persons/event": 1,
		"/persons/event_sens": 1,
		"/persons/event_nonsens": 0,
		"/persons/ytd_sens_after": 1,
		"/persons/ytd_nonsens_after": 0,
		"/mechanism": {"type": "none"},
	})
	found == testing_test.denied({"mechanism_required": {"mechanism": "none"}})
}

test_success_no_sensitive_person_99999 if {
	found := testing_test.release("R30", {
		"/dataset/study_subjects": false,
		"/dataset/sensitive": false,
		"/persons/event": 1,
		"/persons/event_sens": 0,
		"/persons/event_nonsens": 1,
		"/persons/ytd_sens_after": 0,
		"/persons/ytd_nonsens_after": 99999,
		"/mechanism": {"type": "none"},
	})
	found == testing_test.allowed
}

test_fail_no_sensitive_person_100000 if {
	found := testing_test.release("R30", {
		"/dataset/study_subjects": false,
		"/dataset/sensitive": false,
		"/persons/event": 1,
		"/persons/event_sens": 0,
		"/persons/event_nonsens": 1,
		"/persons/ytd_sens_after": 0,
		"/persons/ytd_nonsens_after": 100000,
		"/mechanism": {"type": "none"},
	})
	found == testing_test.denied({"mechanism_required": {"mechanism": "none"}})
}

test_success_certificate if {
	found := testing_test.release("R30", {
		"/mechanism": testing_test.certificate,
	})
	found == testing_test.allowed
}

test_success_assessment if {
	found := testing_test.release("R30", {
		"/mechanism": testing_test.assessment(12000),
	})
	found == testing_test.allowed
}

test_fail_certificate_before_order_20 if {
	found := testing_test.release("R30", {
		"/mechanism": testing_test.certificate,
		"/mechanism/effective_at": "2025-12-31T23:59:59.999+08:00",
	})
	found == testing_test.denied({"mechanism_required": {"mechanism": "cert"}})
}

test_fail_certificate_for_important_data if {
	found := testing_test.release("R30", {
		"/mechanism": testing_test.certificate,
		"/dataset/important": "yes",
	})
	found == testing_test.denied({"mechanism_required": {"mechanism": "cert"}})
}

test_fail_ciio_with_contract if {
	found := testing_test.release("R30", {
		"/exporter/ciio_notified": true,
	})
	found == testing_test.denied({"mechanism_required": {"mechanism": "scc"}, "ciio_needs_assessment": {}})
}

test_fail_contract_not_in_force if {
	found := testing_test.release("R30", {
		"/mechanism/effective_at": "2026-11-27T00:00:00.000+08:00",
	})
	found == testing_test.denied({"mechanism_required": {"mechanism": "scc"}})
}

test_fail_contract_suspended if {
	found := testing_test.release("R30", {
		"/mechanism/status": "suspended",
	})
	found == testing_test.denied({"mechanism_required": {"mechanism": "scc"}})
}

test_fail_contract_for_another_study if {
	found := testing_test.release("R30", {
		"/study/id": "LC-9",
	})
	found == testing_test.denied({"mechanism_required": {"mechanism": "scc"}})
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
		"mechanism.type",
		"mechanism.status",
		"mechanism.effective_at",
		"mechanism.expires_at",
		"mechanism.official_form",
		"mechanism.scope",
		"exporter.domestic",
		"exporter.ciio_notified",
	]
	testing_test.not_unknown("R30", {}, paths) == set()
}

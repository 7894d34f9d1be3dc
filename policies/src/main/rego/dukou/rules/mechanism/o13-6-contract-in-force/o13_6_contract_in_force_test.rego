package dukou.rules.mechanism["o13-6-contract-in-force_test"]

import data.dukou.testing_test

test_success_in_force if {
	found := testing_test.release("R40", {})
	found == testing_test.allowed
}

test_success_at_request if {
	found := testing_test.request("R40", {})
	found == testing_test.allowed
}

test_success_effective_at_the_event if {
	found := testing_test.release("R40", {
		"/mechanism/effective_at": "2026-11-20T10:30:00.000+08:00",
	})
	found == testing_test.allowed
}

test_success_other_mechanism if {
	found := testing_test.release("R40", {
		"/mechanism": testing_test.assessment(12000),
	})
	found == testing_test.not_applicable
}

test_success_inside_china if {
	found := testing_test.release("R40", {
		"/event/actor_location": "CN",
		"/event/egress_jurisdiction": "CN",
		"/event/transmits_abroad": false,
	})
	found == testing_test.not_applicable
}

test_fail_no_contract if {
	found := testing_test.request("R40", {
		"/mechanism": {"type": "none"},
	})
	found == testing_test.denied({"no_contract": {}})
}

test_fail_effective_next_week if {
	found := testing_test.release("R40", {
		"/mechanism/effective_at": "2026-11-27T00:00:00.000+08:00",
	})
	found == testing_test.denied({"not_in_force": {"effective_at": "2026-11-27T00:00:00.000+08:00"}})
}

test_fail_expired if {
	found := testing_test.release("R40", {
		"/mechanism/expires_at": "2026-11-20T10:30:00.000+08:00",
	})
	found == testing_test.denied({"expired": {"expires_at": "2026-11-20T10:30:00.000+08:00"}})
}

test_success_term_not_over if {
	found := testing_test.release("R40", {
		"/mechanism/expires_at": "2026-11-20T10:30:00.001+08:00",
	})
	found == testing_test.allowed
}

test_fail_suspended if {
	found := testing_test.release("R40", {
		"/mechanism/status": "suspended",
	})
	found == testing_test.denied({"not_active": {"status": "suspended"}})
}

test_fail_own_form if {
	found := testing_test.release("R40", {
		"/mechanism/official_form": false,
	})
	found == testing_test.denied({"not_official_form": {}})
}

test_fail_contract_with_another_recipient if {
	found := testing_test.release("R40", {
		"/recipient/id": "other",
	})
	found == testing_test.denied({"other_recipient": {}})
}

test_fail_exporter_abroad if {
	found := testing_test.release("R40", {
		"/exporter/domestic": false,
	})
	found == testing_test.denied({"exporter_not_domestic": {}})
}

test_fail_every_reason_is_given if {
	found := testing_test.release("R40", {
		"/mechanism/official_form": false,
		"/mechanism/status": "ended",
		"/exporter/domestic": false,
	})
	found == testing_test.denied({"not_official_form": {}, "not_active": {"status": "ended"}, "exporter_not_domestic": {}})
}

test_success_before_order_13 if {
	found := testing_test.release("R40", {
		"/event/time": "2023-05-31T23:59:59.999+08:00",
	})
	found == testing_test.not_applicable
}

test_fail_missing_fact_never_allows if {
	paths := [
		"mechanism",
		"mechanism.type",
		"mechanism.status",
		"mechanism.official_form",
		"mechanism.effective_at",
		"mechanism.expires_at",
		"mechanism.scope",
		"mechanism.scope.recipients",
		"recipient.id",
		"exporter.domestic",
	]
	testing_test.not_unknown("R40", {}, paths) == set()
}

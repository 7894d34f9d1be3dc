package dukou.rules.sector["ethics-approval_test"]

import data.dukou.testing_test

test_success_valid if {
	found := testing_test.release("R66", {})
	found == testing_test.allowed
}

test_success_at_request if {
	found := testing_test.request("R66", {})
	found == testing_test.allowed
}

test_fail_none if {
	found := testing_test.release("R66", {
		"/study/ethics": {"number": "none"},
	})
	found == testing_test.denied({"none": {}})
}

test_fail_lapsed if {
	found := testing_test.release("R66", {
		"/study/ethics/expires_at": "2026-11-20T10:30:00.000+08:00",
	})
	found == testing_test.denied({"lapsed": {"expires_at": "2026-11-20T10:30:00.000+08:00"}})
}

test_fail_not_yet_valid if {
	found := testing_test.release("R66", {
		"/study/ethics/approved_at": "2026-11-21T00:00:00.000+08:00",
	})
	found == testing_test.denied({"not_yet_valid": {"approved_at": "2026-11-21T00:00:00.000+08:00"}})
}

test_fail_other_protocol if {
	found := testing_test.release("R66", {
		"/study/protocol_version": "4.0",
	})
	found == testing_test.denied({"other_protocol_version": {"approved_version": "3.0"}})
}

test_fail_overseas_not_covered if {
	found := testing_test.release("R66", {
		"/study/ethics/overseas_scope": false,
	})
	found == testing_test.denied({"overseas_not_covered": {}})
}

test_fail_missing_fact_never_allows if {
	paths := [
		"study.ethics",
		"study.ethics.number",
		"study.protocol_version",
		"study.ethics.approved_at",
		"study.ethics.expires_at",
		"study.ethics.protocol_version",
		"study.ethics.overseas_scope",
	]
	testing_test.not_unknown("R66", {}, paths) == set()
}

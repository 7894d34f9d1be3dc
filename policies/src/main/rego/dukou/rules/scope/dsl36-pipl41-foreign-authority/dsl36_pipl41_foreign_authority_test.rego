package dukou.rules.scope["dsl36-pipl41-foreign-authority_test"]

import data.dukou.testing_test

test_success_no_authority if {
	found := testing_test.release("R05", {})
	found == testing_test.allowed
}

test_success_approval_on_file if {
	found := testing_test.release("R05", {
		"/recipient/is_foreign_judicial_le": true,
		"/recipient/authority_approval_no": "MOJ-2026-8",
	})
	found == testing_test.allowed
}

test_fail_court_without_approval if {
	found := testing_test.release("R05", {
		"/recipient/is_foreign_judicial_le": true,
	})
	found == testing_test.denied({"approval_missing": {}})
}

test_fail_inspection_is_law_enforcement if {
	found := testing_test.release("R05", {
		"/event/foreign_inspection": true,
	})
	found == testing_test.denied({"approval_missing": {}})
}

test_fail_drug_regulator_waits_for_counsel if {
	found := testing_test.release("R05", {
		"/recipient/is_foreign_drug_regulator": true,
	})
	found == testing_test.held({"drug_regulator": {}})
}

test_fail_approval_does_not_replace_counsel if {
	found := testing_test.release("R05", {
		"/recipient/is_foreign_judicial_le": true,
		"/recipient/is_foreign_drug_regulator": true,
		"/recipient/authority_approval_no": "MOJ-2026-8",
	})
	found == testing_test.held({"drug_regulator": {}})
}

test_fail_missing_fact_never_allows if {
	paths := [
		"recipient.is_foreign_judicial_le",
		"recipient.is_foreign_drug_regulator",
		"event.foreign_inspection",
	]
	testing_test.not_unknown("R05", {}, paths) == set()
}

test_fail_approval_unknown if {
	found := testing_test.release("R05", {
		"/recipient/is_foreign_judicial_le": true,
		"/recipient/authority_approval_no": "unknown",
	})
	found == testing_test.unknown(["recipient.authority_approval_no"])
}

package dukou.rules.sector["bsl-56-foreign-exporter_test"]

import data.dukou.testing_test

test_success_not_genetic if {
	found := testing_test.release("R55", {
		"/exporter/foreign_control": true,
	})
	found == testing_test.not_applicable
}

test_success_hospital if {
	found := testing_test.release("R55", {
		"/hgr": {"class": "info", "prior_report_receipt": "PR-1", "backup_receipt": "B-1"},
	})
	found == testing_test.allowed
}

test_success_49_99_per_cent if {
	found := testing_test.release("R55", {
		"/hgr": {"class": "info", "prior_report_receipt": "PR-1", "backup_receipt": "B-1"},
		"/exporter/foreign_holding_pct": 49.99,
	})
	found == testing_test.allowed
}

test_fail_50_per_cent if {
	found := testing_test.release("R55", {
		"/hgr": {"class": "info", "prior_report_receipt": "PR-1", "backup_receipt": "B-1"},
		"/exporter/foreign_holding_pct": 50,
	})
	found == testing_test.denied({"foreign_exporter": {}})
}

test_fail_controlled if {
	found := testing_test.release("R55", {
		"/hgr": {"class": "info", "prior_report_receipt": "PR-1", "backup_receipt": "B-1"},
		"/exporter/foreign_control": true,
	})
	found == testing_test.denied({"foreign_exporter": {}})
}

test_fail_class_unknown_and_foreign_waits if {
	found := testing_test.release("R55", {
		"/hgr/class": "unknown",
		"/exporter/foreign_control": true,
	})
	found == testing_test.held({"class_unknown": {}})
}

test_fail_missing_fact_never_allows if {
	paths := ["exporter.foreign_holding_pct", "exporter.foreign_control"]
	testing_test.not_unknown(
		"R55", {
			"/hgr": {"class": "info", "prior_report_receipt": "PR-1", "backup_receipt": "B-1"},
		},
		paths,
	) == set()
}

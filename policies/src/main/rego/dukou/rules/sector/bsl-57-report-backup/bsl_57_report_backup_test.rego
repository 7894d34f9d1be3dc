package dukou.rules.sector["bsl-57-report-backup_test"]

import data.dukou.testing_test

test_success_not_genetic if {
	found := testing_test.release("R56", {})
	found == testing_test.not_applicable
}

test_success_both_receipts if {
	found := testing_test.release("R56", {
		"/hgr": {"class": "info", "prior_report_receipt": "PR-1", "backup_receipt": "B-1"},
	})
	found == testing_test.allowed
}

test_fail_backup_missing if {
	found := testing_test.release("R56", {
		"/hgr": {"class": "info", "prior_report_receipt": "PR-1", "backup_receipt": "none"},
	})
	found == testing_test.denied({"backup_missing": {"authority": "NHC"}})
}

test_fail_report_missing if {
	found := testing_test.release("R56", {
		"/hgr": {"class": "info", "prior_report_receipt": "none", "backup_receipt": "B-1"},
	})
	found == testing_test.denied({"report_missing": {"authority": "NHC"}})
}

test_fail_foreign_controlled_recipient_in_china if {
	found := testing_test.release("R56", {
		"/event/actor_location": "CN",
		"/event/egress_jurisdiction": "CN",
		"/event/transmits_abroad": false,
		"/recipient/country": "CN",
		"/hgr": {"class": "info", "prior_report_receipt": "none", "backup_receipt": "B-1"},
	})
	found == testing_test.denied({"report_missing": {"authority": "NHC"}})
}

test_success_domestic_recipient if {
	found := testing_test.release("R56", {
		"/recipient/country": "CN",
		"/recipient/foreign_controlled": false,
		"/hgr": {"class": "info"},
	})
	found == testing_test.allowed
}

test_fail_authority_until_april_2024 if {
	found := testing_test.release("R56", {
		"/event/time": "2024-04-30T23:59:59.999+08:00",
		"/hgr": {"class": "info", "prior_report_receipt": "none", "backup_receipt": "B-1"},
	})
	found == testing_test.denied({"report_missing": {"authority": "MOST"}})
}

test_fail_authority_from_may_2024 if {
	found := testing_test.release("R56", {
		"/event/time": "2024-05-01T00:00:00.000+08:00",
		"/hgr": {"class": "info", "prior_report_receipt": "none", "backup_receipt": "B-1"},
	})
	found == testing_test.denied({"report_missing": {"authority": "NHC"}})
}

test_fail_missing_fact_never_allows if {
	paths := [
		"hgr.prior_report_receipt",
		"hgr.backup_receipt",
		"recipient.country",
		"recipient.foreign_controlled",
	]
	testing_test.not_unknown(
		"R56", {
			"/hgr": {"class": "info", "prior_report_receipt": "PR-1", "backup_receipt": "B-1"},
		},
		paths,
	) == set()
}

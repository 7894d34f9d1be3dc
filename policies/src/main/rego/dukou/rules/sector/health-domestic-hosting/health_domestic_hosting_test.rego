package dukou.rules.sector["health-domestic-hosting_test"]

import data.dukou.testing_test

test_success_haikou if {
	found := testing_test.release("R62", {})
	found == testing_test.allowed
}

test_success_at_request if {
	found := testing_test.request("R62", {})
	found == testing_test.allowed
}

test_fail_primary_in_ireland if {
	found := testing_test.release("R62", {
		"/dataset/storage_region": "IE",
	})
	found == testing_test.denied({"stored_abroad": {"region": "IE"}})
}

test_fail_backup_in_hong_kong if {
	found := testing_test.release("R62", {
		"/dataset/backup_region": "HK",
	})
	found == testing_test.denied({"backup_abroad": {"region": "HK"}})
}

test_fail_rented_server if {
	found := testing_test.release("R62", {
		"/dataset/rented_overseas_server": true,
	})
	found == testing_test.denied({"rented_server_abroad": {}})
}

test_fail_missing_fact_never_allows if {
	paths := [
		"dataset.storage_region",
		"dataset.backup_region",
		"dataset.rented_overseas_server",
	]
	testing_test.not_unknown("R62", {}, paths) == set()
}

package dukou.rules.scope["pipl-42-43-restricted-recipient_test"]

import data.dukou.testing_test

test_success_not_listed if {
	found := testing_test.release("R06", {})
	found == testing_test.allowed
}

test_success_snapshot_24_hours_old if {
	found := testing_test.release("R06", {
		"/recipient/list_checked_at": "2026-11-19T10:30:00.000+08:00",
	})
	found == testing_test.allowed
}

test_fail_snapshot_older_than_24_hours if {
	found := testing_test.release("R06", {
		"/recipient/list_checked_at": "2026-11-19T10:29:59.999+08:00",
	})
	found == testing_test.held({"list_stale": {"list_checked_at": "2026-11-19T10:29:59.999+08:00"}})
}

test_fail_snapshot_later_than_event if {
	found := testing_test.release("R06", {
		"/recipient/list_checked_at": "2026-11-20T10:30:00.001+08:00",
	})
	found == testing_test.held({"list_stale": {"list_checked_at": "2026-11-20T10:30:00.001+08:00"}})
}

test_fail_listed if {
	found := testing_test.release("R06", {
		"/recipient/restricted_listed": true,
	})
	found == testing_test.denied({"listed": {}})
}

test_fail_missing_fact_never_allows if {
	paths := ["recipient.restricted_listed", "recipient.list_checked_at"]
	testing_test.not_unknown("R06", {}, paths) == set()
}

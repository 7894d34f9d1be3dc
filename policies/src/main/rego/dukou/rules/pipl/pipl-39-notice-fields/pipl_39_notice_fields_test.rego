package dukou.rules.pipl["pipl-39-notice-fields_test"]

import data.dukou.testing_test

test_success_complete_notice if {
	found := testing_test.release("R19", {})
	found == testing_test.allowed
}

test_success_at_request if {
	found := testing_test.request("R19", {})
	found == testing_test.allowed
}

test_success_inside_china if {
	found := testing_test.release("R19", {
		"/event/actor_location": "CN",
		"/event/egress_jurisdiction": "CN",
		"/event/transmits_abroad": false,
	})
	found == testing_test.not_applicable
}

test_fail_items_absent if {
	found := testing_test.release("R19", {
		"/consent/notice/fields": [
			"purpose",
			"method",
			"categories",
			"rights_procedure",
			"recipient_name",
			"recipient_contact",
			"retention",
		],
	})
	found == testing_test.denied({"notice_incomplete": {"items": ["impact", "necessity"]}})
}

test_fail_recipient_renamed_after_merger if {
	found := testing_test.release("R19", {
		"/recipient/name": "Rhein Nord Pharma AG",
	})
	found == testing_test.denied({"recipient_changed": {}})
}

test_fail_missing_fact_never_allows if {
	paths := [
		"consent.notice.fields",
		"consent.notice.recipient_name",
		"recipient.name",
		"consent.notice",
	]
	testing_test.not_unknown("R19", {}, paths) == set()
}

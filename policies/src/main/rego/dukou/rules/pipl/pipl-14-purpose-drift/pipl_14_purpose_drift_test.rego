package dukou.rules.pipl["pipl-14-purpose-drift_test"]

import data.dukou.testing_test

test_success_purpose_in_form if {
	found := testing_test.release("R12", {})
	found == testing_test.allowed
}

test_success_at_request if {
	found := testing_test.request("R12", {})
	found == testing_test.allowed
}

test_fail_insurance_pricing if {
	found := testing_test.release("R12", {
		"/event/purpose": "insurance_pricing",
	})
	found == testing_test.denied({"purpose_not_consented": {"purpose": "insurance_pricing"}})
}

test_fail_category_outside_the_form if {
	found := testing_test.release("R12", {
		"/dataset/categories": ["demographics", "biometric"],
	})
	found == testing_test.denied({"categories_not_consented": {"categories": ["biometric"]}})
}

test_fail_missing_fact_never_allows if {
	paths := [
		"event.purpose",
		"dataset.categories",
		"consent.version",
		"consent.scope.purposes",
		"consent.scope.categories",
	]
	testing_test.not_unknown("R12", {}, paths) == set()
}

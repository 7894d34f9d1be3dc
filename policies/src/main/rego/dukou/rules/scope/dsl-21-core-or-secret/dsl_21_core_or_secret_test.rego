package dukou.rules.scope["dsl-21-core-or-secret_test"]

import data.dukou.testing_test

test_success_classified_and_signed if {
	found := testing_test.release("R07", {})
	found == testing_test.allowed
}

test_fail_core_data if {
	found := testing_test.release("R07", {
		"/dataset/core_or_secret": "yes",
	})
	found == testing_test.denied({"core_or_secret": {}})
}

test_fail_unknown if {
	found := testing_test.release("R07", {
		"/dataset/core_or_secret": "unknown",
	})
	found == testing_test.denied({"classification_unknown": {}})
}

test_fail_unsigned if {
	found := testing_test.release("R07", {
		"/dataset/classification_signed_by": "none",
	})
	found == testing_test.denied({"classification_unsigned": {}})
}

test_fail_missing_fact_never_allows if {
	paths := ["dataset.core_or_secret", "dataset.classification_signed_by"]
	testing_test.not_unknown("R07", {}, paths) == set()
}

package dukou.rules.sector["hgr-classify_test"]

import data.dukou.main
import data.dukou.testing_test

test_success_none if {
	found := testing_test.release("R54", {})
	found == testing_test.allowed
}

test_success_at_request if {
	found := testing_test.request("R54", {})
	found == testing_test.allowed
}

test_fail_information_waits_for_the_rules_not_loaded if {
	found := testing_test.release("R54", {
		"/hgr/class": "info",
	})
	found == testing_test.held({"rules_not_loaded": {"rules": ["R58", "R59", "R60"]}})
}

test_fail_unknown_waits if {
	found := testing_test.release("R54", {
		"/hgr/class": "unknown",
	})
	found == testing_test.held({"class_unknown": {}})
}

test_fail_absent_waits if {
	decision := main.release with input as json.remove(data.base, ["/hgr"])
	{evaluated.result | some evaluated in decision.evaluated; evaluated.rule == "R54"} == {"require_approval"}
}

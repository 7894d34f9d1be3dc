package dukou.rules.route["o16-2-7-important-data_test"]

import data.dukou.main
import data.dukou.testing_test

test_success_not_important if {
	found := testing_test.release("R27", {})
	found == testing_test.allowed
}

test_success_assessed if {
	found := testing_test.release("R27", {
		"/dataset/important": "yes",
		"/mechanism": testing_test.assessment(12000),
	})
	found == testing_test.allowed
}

test_success_assessed_at_request if {
	found := testing_test.request("R27", {
		"/dataset/important": "yes",
		"/mechanism": testing_test.assessment(12000),
	})
	found == testing_test.allowed
}

test_fail_important_with_contract_only if {
	found := testing_test.release("R27", {
		"/dataset/important": "yes",
	})
	found == testing_test.denied({"assessment_required": {}})
}

test_fail_unknown_waits if {
	found := testing_test.release("R27", {
		"/dataset/important": "unknown",
	})
	found == testing_test.held({"not_determined": {}})
}

test_fail_assessment_of_other_recipient if {
	found := testing_test.release("R27", {
		"/dataset/important": "yes",
		"/mechanism": testing_test.assessment(12000),
		"/recipient/id": "other",
	})
	found == testing_test.denied({"assessment_required": {}})
}

test_fail_missing_fact_never_allows if {
	paths := [
		"mechanism.type",
		"mechanism.status",
		"mechanism.effective_at",
		"mechanism.expires_at",
		"mechanism.scope",
		"mechanism.scope.max_persons",
		"study.id",
	]
	testing_test.not_unknown(
		"R27", {
			"/dataset/important": "yes",
			"/mechanism": testing_test.assessment(12000),
		},
		paths,
	) == set()
}

test_fail_absent_waits if {
	decision := main.release with input as json.remove(data.base, ["/dataset/important"])
	decision.outcome == "require_approval"
}

# Valid to the last instant before its term ends.
test_success_and_fail_term_of_the_assessment if {
	days := {"2026-11-20T10:30:00.001+08:00": "allow", "2026-11-20T10:30:00.000+08:00": "deny"}
	wrong := {expires_at |
		some expires_at, result in days
		assessed := {"/mechanism": testing_test.assessment(12000)}
		changes := object.union(assessed, {"/dataset/important": "yes", "/mechanism/expires_at": expires_at})
		testing_test.release("R27", changes).result != result
	}
	wrong == set()
}

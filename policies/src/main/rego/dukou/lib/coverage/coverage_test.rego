package dukou.lib.coverage_test

import data.dukou.lib.coverage

_event := {
	"study": {"id": "s"},
	"recipient": {"id": "r"},
	"event": {"purpose": "p"},
	"dataset": {"categories": ["a", "b"]},
}

_scope := {"studies": ["s", "t"], "recipients": ["r"], "purposes": ["p"], "categories": ["a", "b", "c"]}

test_success_inside if coverage.outside(_event, _scope) == []

test_fail_each_dimension if {
	keys := {"studies": "study", "recipients": "recipient", "purposes": "purpose", "categories": "categories"}
	wrong := {key |
		some key, dimension in keys
		coverage.outside(_event, object.union(_scope, {key: ["other"]})) != [dimension]
	}
	wrong == set()
}

test_fail_no_categories_are_not_covered if {
	coverage.outside(object.union(_event, {"dataset": {"categories": []}}), _scope) == ["categories"]
}

test_fail_no_scope if coverage.outside(_event, {}) == ["categories", "purpose", "recipient", "study"]

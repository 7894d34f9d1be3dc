package dukou.rules.disclosure["sdc-min-cell_test"]

import data.dukou.testing_test

test_success_table_is_not_its_matter if {
	found := testing_test.release("R70", {})
	found == testing_test.not_applicable
}

test_success_not_at_request if {
	found := testing_test.request("R70", {})
	found == testing_test.not_applicable
}

test_success_eleven if {
	found := testing_test.release("R70", {
		"/release": {
			"kind": "aggregate",
			"columns": ["AGE"],
			"profile": "hq_default",
			"min_nonzero_cell": 11,
			"zero_cells": 0,
		},
		"/dataset/identifiability": "aggregate",
	})
	found == testing_test.allowed
}

test_fail_ten if {
	found := testing_test.release("R70", {
		"/release": {
			"kind": "aggregate",
			"columns": ["AGE"],
			"profile": "hq_default",
			"min_nonzero_cell": 10,
			"zero_cells": 0,
		},
		"/dataset/identifiability": "aggregate",
	})
	found == testing_test.denied({"small_cell": {"threshold": 11}})
}

test_fail_internal_profile_waits if {
	found := testing_test.release("R70", {
		"/release": {
			"kind": "aggregate",
			"columns": ["AGE"],
			"profile": "ohdsi",
			"min_nonzero_cell": 5,
			"zero_cells": 0,
		},
		"/dataset/identifiability": "aggregate",
	})
	found == testing_test.held({"profile_needs_review": {"profile": "ohdsi"}})
}

test_fail_every_reason_is_given if {
	found := testing_test.release("R70", {
		"/release": {
			"kind": "aggregate",
			"columns": ["AGE"],
			"profile": "uk_llc",
			"min_nonzero_cell": 9,
			"zero_cells": 1,
		},
		"/dataset/identifiability": "aggregate",
	})
	found == testing_test.denied({"small_cell": {"threshold": 10}, "zero_shown": {"profile": "uk_llc"}})
}

test_fail_missing_fact_never_allows if {
	paths := [
		"release.kind",
		"release.profile",
		"release.min_nonzero_cell",
		"release.zero_cells",
	]
	testing_test.not_unknown(
		"R70", {
			"/release": {
				"kind": "aggregate",
				"columns": ["AGE"],
				"profile": "cms",
				"min_nonzero_cell": 11,
				"zero_cells": 0,
			},
			"/dataset/identifiability": "aggregate",
		},
		paths,
	) == set()
}

# Profile, cell shown, result: a cell of zero is counted apart from the smallest cell above zero.
_cells := [
	["cms", 0, "allow"],
	["cms", 1, "deny"],
	["cms", 10, "deny"],
	["cms", 11, "allow"],
	["uk_llc", 0, "deny"],
	["uk_llc", 9, "deny"],
	["uk_llc", 10, "allow"],
	["hq_default", 0, "deny"],
	["hq_default", 10, "deny"],
	["hq_default", 11, "allow"],
]

test_success_and_fail_cells_by_profile if {
	wrong := [row |
		some row in _cells
		release := {
			"kind": "aggregate",
			"columns": ["AGE"],
			"profile": row[0],
			"min_nonzero_cell": row[1],
			"zero_cells": {true: 1, false: 0}[row[1] == 0],
		}
		testing_test.release("R70", {"/release": release}).result != row[2]
	]
	wrong == []
}

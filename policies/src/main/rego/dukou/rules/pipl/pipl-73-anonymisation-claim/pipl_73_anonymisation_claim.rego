# METADATA
# title: Anonymity has to be proven
# description: >-
#   Row-level output is personal information and is counted, whatever its k. Only a claim of
#   anonymity with all of these leaves the route of the three mechanisms - classes of at least
#   11 subjects, l-diversity or t-closeness, an intruder test, no key or linkable source at any
#   party, and counsel's signed approval.
# related_resources:
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 4
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 73
#   - ref: https://github.com/ImCa0/just-laws
#     description: Cybersecurity Law Art. 44
# custom:
#   id: R25
#   code: pipl-73-anonymisation-claim
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: true
#   effective_from: "2021-11-01"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: false
#   public_values: []
package dukou.rules.pipl["pipl-73-anonymisation-claim"]

import data.dukou.lib.finding

_least_class_size := 11

# METADATA
# description: Rules that are switched off when this one allows.
exempts := {"R28", "R29", "R30"} if {
	_claimed
	input.mechanism.type == "anonymised"
}

# METADATA
# description: Facts that the rule needs in this situation.
required contains "dataset.identifiability"

required contains "mechanism.type"

required contains path if {
	_claimed
	some path in {
		"dataset.anonymisation.diversity",
		"dataset.anonymisation.intruder_test_no",
		"dataset.anonymisation.linkable_source",
		"dataset.anonymisation.counsel_approval_no",
	}
}

required contains "release.min_class_size" if {
	_claimed
	is_object(input.release)
}

# METADATA
# description: What the rule finds.
findings contains finding.allow if {
	input.dataset.identifiability in {"direct", "keycoded", "deid", "aggregate"}
	input.mechanism.type != "anonymised"
}

findings contains finding.deny("route_without_claim", {}) if {
	input.dataset.identifiability != "anon_claimed"
	input.mechanism.type == "anonymised"
}

findings contains finding.deny("claim_not_proven", {"lacking": sort(_lacking)}) if {
	_claimed
	count(_lacking) > 0
}

findings contains finding.hold("counsel_approval_missing", {}) if {
	_claimed
	input.dataset.anonymisation.counsel_approval_no == "none"
}

findings contains finding.allow if {
	_claimed
	count(_lacking) == 0
	input.dataset.anonymisation.counsel_approval_no != "none"
}

_claimed if input.dataset.identifiability == "anon_claimed"

_lacking contains "class_size" if input.release.min_class_size < _least_class_size

_lacking contains "diversity" if not input.dataset.anonymisation.diversity in {"l-diversity", "t-closeness"}

_lacking contains "intruder_test" if input.dataset.anonymisation.intruder_test_no == "none"

_lacking contains "linkable_source" if input.dataset.anonymisation.linkable_source != "none"

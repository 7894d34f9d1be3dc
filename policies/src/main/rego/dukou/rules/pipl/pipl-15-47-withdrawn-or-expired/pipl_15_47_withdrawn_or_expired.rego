# METADATA
# title: No one whose consent has ended
# description: >-
#   No subject whose consent is withdrawn or expired is in what leaves, and every person in it
#   was looked up. Persons who withdrew after an earlier release to the same recipient group
#   give rise to a recall notice, which stays in China until it is sent: those persons are not in
#   what leaves.
# related_resources:
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 15
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 47
# custom:
#   id: R13
#   code: pipl-15-47-withdrawn-or-expired
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2021-11-01"
#   effective_to: null
#   entry_points: [release]
#   export_only: false
#   public_values: []
#   domestic_codes: [recall_notice]
package dukou.rules.pipl["pipl-15-47-withdrawn-or-expired"]

import data.dukou.lib.finding

# METADATA
# description: Facts that the rule needs in this situation.
required := {
	"consent.subjects.checked",
	"consent.subjects.withdrawn_or_expired",
	"consent.subjects.withdrawn_after_release",
	"persons.event",
}

# METADATA
# description: What the rule finds.
findings contains finding.deny("withdrawn_or_expired", {"subjects": input.consent.subjects.withdrawn_or_expired}) if {
	input.consent.subjects.withdrawn_or_expired > 0
}

findings contains finding.deny("subjects_not_checked", {"checked": input.consent.subjects.checked}) if {
	input.consent.subjects.checked < input.persons.event
}

findings contains finding.owe("recall_notice", "later", null, {
	"subjects": input.consent.subjects.withdrawn_after_release,
}) if {
	input.consent.subjects.withdrawn_after_release > 0
}

findings contains finding.allow if {
	input.consent.subjects.withdrawn_or_expired == 0
	input.consent.subjects.withdrawn_after_release == 0
	input.consent.subjects.checked >= input.persons.event
}

# METADATA
# title: What the subjects were told
# description: >-
#   The notice names the overseas recipient as it is called today, and holds every item that the
#   law demands for provision abroad and for sensitive information.
# related_resources:
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 39
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 30
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 17
# custom:
#   id: R19
#   code: pipl-39-notice-fields
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2021-11-01"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: true
#   public_values: [items]
package dukou.rules.pipl["pipl-39-notice-fields"]

import data.dukou.lib.finding

_items := {
	"recipient_name",
	"recipient_contact",
	"purpose",
	"method",
	"categories",
	"rights_procedure",
	"necessity",
	"impact",
	"retention",
}

# METADATA
# description: Facts that the rule needs in this situation.
required := {"consent.notice.fields", "consent.notice.recipient_name", "recipient.name"}

# METADATA
# description: What the rule finds.
findings contains finding.deny("notice_incomplete", {"items": sort(_absent)}) if count(_absent) > 0

findings contains finding.deny("recipient_changed", {}) if {
	input.consent.notice.recipient_name != input.recipient.name
}

findings contains finding.allow if {
	count(_absent) == 0
	input.consent.notice.recipient_name == input.recipient.name
}

_absent := {item | some item in _items; not item in input.consent.notice.fields}

# METADATA
# title: The purpose that was consented to
# description: >-
#   The purpose of the request and every category of the dataset are covered by the form that
#   the subjects signed. A change needs new consent.
# related_resources:
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 14
#   - ref: https://github.com/LawRefBook/Laws
#     description: Network Data Security Regulations Art. 22
# custom:
#   id: R12
#   code: pipl-14-purpose-drift
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2021-11-01"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: false
#   public_values: [purpose]
package dukou.rules.pipl["pipl-14-purpose-drift"]

import data.dukou.lib.finding

# METADATA
# description: Facts that the rule needs in this situation.
required := {
	"event.purpose",
	"dataset.categories",
	"consent.version",
	"consent.scope.purposes",
	"consent.scope.categories",
}

# METADATA
# description: What the rule finds.
findings contains finding.deny("purpose_not_consented", {"purpose": input.event.purpose}) if {
	not input.event.purpose in input.consent.scope.purposes
}

findings contains finding.deny("categories_not_consented", {"categories": sort(_extra)}) if count(_extra) > 0

findings contains finding.allow if {
	input.event.purpose in input.consent.scope.purposes
	count(input.dataset.categories) > 0
	count(_extra) == 0
}

_extra contains category if {
	some category in input.dataset.categories
	not category in input.consent.scope.categories
}

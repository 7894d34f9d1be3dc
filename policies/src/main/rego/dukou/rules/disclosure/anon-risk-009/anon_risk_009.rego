# METADATA
# title: At least 11 subjects in a class
# description: >-
#   Every equivalence class of a row-level release, over the whole protected table, holds at
#   least 11 subjects. The bound is a class size and not a risk of 0.09, because 1/11 is greater
#   than 0.09.
# related_resources:
#   - ref: https://fdocuments.us/document/external-guidance-on-the-implementation-of-policy-0070-external-guidance-on-the.html
#     description: EMA Policy 0070
#   - ref: https://www.canada.ca/en/health-canada/services/drug-health-product-review-approval/profile-public-release-clinical-information-guidance/document.html
#     description: Health Canada PRCI
# custom:
#   id: R73
#   code: anon-risk-009
#   version: 1
#   severity: deny
#   confidence: C
#   loosens: false
#   effective_from: "2021-11-01"
#   effective_to: null
#   entry_points: [release]
#   export_only: false
#   public_values: [least]
package dukou.rules.disclosure["anon-risk-009"]

import data.dukou.lib.finding

_least_class_size := 11

# METADATA
# description: The event is known not to concern this rule.
out_of_scope if input.release.kind == "aggregate"

# METADATA
# description: Facts that the rule needs in this situation.
required := {"release.kind", "release.min_class_size"}

# METADATA
# description: What the rule finds.
findings contains finding.deny("class_too_small", {
	"min_class_size": input.release.min_class_size,
	"least": _least_class_size,
}) if {
	input.release.min_class_size < _least_class_size
}

findings contains finding.allow if {
	input.release.kind == "table"
	input.release.min_class_size >= _least_class_size
}

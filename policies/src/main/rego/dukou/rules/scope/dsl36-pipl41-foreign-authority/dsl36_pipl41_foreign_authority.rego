# METADATA
# title: Foreign authorities need an approval in China
# description: >-
#   Nothing stored in China goes to a foreign judicial or law-enforcement body without the
#   approval of the competent authority. An on-site inspection or a for-cause request counts as
#   such a body. Whatever reaches a foreign drug regulator waits for counsel.
# related_resources:
#   - ref: https://github.com/ImCa0/just-laws
#     description: Data Security Law Art. 36
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 41
# custom:
#   id: R05
#   code: dsl36-pipl41-foreign-authority
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2021-09-01"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: false
#   public_values: []
package dukou.rules.scope["dsl36-pipl41-foreign-authority"]

import data.dukou.lib.finding

# METADATA
# description: Facts that the rule needs in this situation.
required contains "recipient.is_foreign_judicial_le"

required contains "recipient.is_foreign_drug_regulator"

required contains "event.foreign_inspection"

required contains "recipient.authority_approval_no" if _authority

# METADATA
# description: What the rule finds.
findings contains finding.deny("approval_missing", {}) if {
	_authority
	input.recipient.authority_approval_no == "none"
}

findings contains finding.hold("drug_regulator", {}) if input.recipient.is_foreign_drug_regulator == true

findings contains finding.allow if {
	input.recipient.is_foreign_judicial_le == false
	input.event.foreign_inspection == false
	input.recipient.is_foreign_drug_regulator == false
}

findings contains finding.allow if {
	_authority
	input.recipient.authority_approval_no != "none"
}

_authority if input.recipient.is_foreign_judicial_le == true

_authority if input.event.foreign_inspection == true

# METADATA
# title: Separate consent to provision abroad
# description: >-
#   Each subject gave separate consent to this export to this recipient. Where the legal basis
#   is not consent, counsel decides.
# related_resources:
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 39
# custom:
#   id: R20
#   code: pipl-39-separate-consent
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2021-11-01"
#   effective_to: null
#   entry_points: [release]
#   export_only: true
#   public_values: []
package dukou.rules.pipl["pipl-39-separate-consent"]

import data.dukou.lib.finding

# METADATA
# description: Facts that the rule needs in this situation.
required := {"consent.subjects.without_separate_export", "consent.subjects.non_consent_basis"}

# METADATA
# description: What the rule finds.
findings contains finding.deny("consent_missing", {"subjects": input.consent.subjects.without_separate_export}) if {
	input.consent.subjects.without_separate_export > 0
}

findings contains finding.hold("basis_not_consent", {"subjects": input.consent.subjects.non_consent_basis}) if {
	input.consent.subjects.non_consent_basis > 0
}

findings contains finding.allow if {
	input.consent.subjects.without_separate_export == 0
	input.consent.subjects.non_consent_basis == 0
}

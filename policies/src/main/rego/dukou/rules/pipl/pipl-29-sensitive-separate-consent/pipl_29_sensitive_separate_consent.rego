# METADATA
# title: Separate consent to sensitive information
# description: >-
#   Each subject gave separate consent to the processing of sensitive information. Every record
#   about a study subject is sensitive, whatever its columns.
# related_resources:
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 29
#   - ref: https://github.com/LawRefBook/Laws
#     description: Network Data Security Regulations Art. 22
# custom:
#   id: R16
#   code: pipl-29-sensitive-separate-consent
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2021-11-01"
#   effective_to: null
#   entry_points: [release]
#   export_only: false
#   public_values: []
package dukou.rules.pipl["pipl-29-sensitive-separate-consent"]

import data.dukou.lib.finding

# METADATA
# description: Facts that the rule needs in this situation.
required contains "dataset.study_subjects"

required contains "dataset.sensitive"

required contains "consent.subjects.without_separate_sensitive" if _sensitive

# METADATA
# description: What the rule finds.
findings contains finding.deny("consent_missing", {
	"subjects": input.consent.subjects.without_separate_sensitive,
}) if {
	_sensitive
	input.consent.subjects.without_separate_sensitive > 0
}

findings contains finding.allow if {
	_sensitive
	input.consent.subjects.without_separate_sensitive == 0
}

findings contains finding.allow if {
	input.dataset.study_subjects == false
	input.dataset.sensitive == false
}

_sensitive if input.dataset.study_subjects == true

_sensitive if input.dataset.sensitive == true

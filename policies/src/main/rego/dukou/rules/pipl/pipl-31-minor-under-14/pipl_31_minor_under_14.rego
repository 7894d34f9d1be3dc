# METADATA
# title: Children under 14
# description: >-
#   For each subject younger than 14 at the event a guardian gave separate consent, and
#   dedicated rules for children's information exist.
# related_resources:
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 28
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 31
#   - ref: https://mp.weixin.qq.com/s?__biz=MzkyMzAwMDEyNg==&mid=2247534924&idx=2
#     description: Standard contract Art. 2(3)
# custom:
#   id: R17
#   code: pipl-31-minor-under-14
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2021-11-01"
#   effective_to: null
#   entry_points: [release]
#   export_only: false
#   public_values: []
package dukou.rules.pipl["pipl-31-minor-under-14"]

import data.dukou.lib.finding

# METADATA
# description: Facts that the rule needs in this situation.
required contains "consent.subjects.under_14"

required contains "consent.subjects.under_14_without_guardian" if _children

required contains "consent.minor_rules_id" if _children

# METADATA
# description: What the rule finds.
findings contains finding.deny("guardian_consent_missing", {
	"subjects": input.consent.subjects.under_14_without_guardian,
}) if {
	_children
	input.consent.subjects.under_14_without_guardian > 0
}

findings contains finding.deny("dedicated_rules_missing", {}) if {
	_children
	input.consent.minor_rules_id == "none"
}

findings contains finding.allow if input.consent.subjects.under_14 == 0

findings contains finding.allow if {
	_children
	input.consent.subjects.under_14_without_guardian == 0
	input.consent.minor_rules_id != "none"
}

_children if input.consent.subjects.under_14 > 0

# METADATA
# title: Only what the purpose needs
# description: >-
#   Every column that leaves is on the list approved for the purpose, and the retention overseas
#   has an end that has not passed.
# related_resources:
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 6
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 19
#   - ref: http://www.glo.com.cn/Content/2025/04-30/1546311665.html
#     description: CAC questions and answers of April 2025
# custom:
#   id: R11
#   code: pipl-6-necessity-minimum
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2021-11-01"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: false
#   public_values: [retention_until]
package dukou.rules.pipl["pipl-6-necessity-minimum"]

import data.dukou.lib.finding

# METADATA
# description: Facts that the rule needs in this situation.
required contains "dataset.fields"

required contains "study.approved_fields"

required contains "study.retention_until"

required contains "release.columns" if is_object(input.release)

# METADATA
# description: What the rule finds.
findings contains finding.deny("fields_not_approved", {"fields": sort(_extra)}) if count(_extra) > 0

findings contains finding.deny("retention_over", {"retention_until": input.study.retention_until}) if {
	input.study.retention_until <= input.event.time
}

findings contains finding.allow if {
	count(input.dataset.fields) > 0
	count(_extra) == 0
	input.study.retention_until > input.event.time
}

_extra contains field if {
	some field in input.dataset.fields
	not field in input.study.approved_fields
}

_extra contains field if {
	some field in input.release.columns
	not field in input.study.approved_fields
}

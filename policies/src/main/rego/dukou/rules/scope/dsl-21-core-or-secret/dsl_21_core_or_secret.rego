# METADATA
# title: No core data, no state secrets
# description: >-
#   Core data and state secrets never leave by this way. A dataset whose classification is
#   unknown or unsigned is treated as one.
# related_resources:
#   - ref: https://github.com/ImCa0/just-laws
#     description: Data Security Law Art. 21
#   - ref: https://github.com/LawRefBook/Laws
#     description: Network Data Security Regulations Art. 63
# custom:
#   id: R07
#   code: dsl-21-core-or-secret
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2021-09-01"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: false
#   public_values: []
package dukou.rules.scope["dsl-21-core-or-secret"]

import data.dukou.lib.finding

# METADATA
# description: Facts that the rule needs in this situation.
required contains "dataset.classification_signed_by" if input.dataset.core_or_secret == "no"

# METADATA
# description: What the rule finds.
findings contains finding.deny("core_or_secret", {}) if input.dataset.core_or_secret == "yes"

findings contains finding.deny("classification_unknown", {}) if not _classified

findings contains finding.deny("classification_unsigned", {}) if {
	input.dataset.core_or_secret == "no"
	input.dataset.classification_signed_by == "none"
}

findings contains finding.allow if {
	input.dataset.core_or_secret == "no"
	input.dataset.classification_signed_by != "none"
}

_classified if input.dataset.core_or_secret in {"yes", "no"}

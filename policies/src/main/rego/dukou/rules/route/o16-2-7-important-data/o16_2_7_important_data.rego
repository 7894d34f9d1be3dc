# METADATA
# title: Important data
# description: >-
#   Data notified or announced as important leaves only after a security assessment. Whether it
#   is important must have been determined; until then the request waits.
# related_resources:
#   - ref: https://datacompliancechina.com/laws/cross-border-data-flows-provisions/
#     description: CAC Order 16 Art. 2
#   - ref: https://datacompliancechina.com/laws/cross-border-data-flows-provisions/
#     description: CAC Order 16 Art. 7
#   - ref: https://github.com/LawRefBook/Laws
#     description: Network Data Security Regulations Art. 37
# custom:
#   id: R27
#   code: o16-2-7-important-data
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2024-03-22"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: true
#   public_values: []
package dukou.rules.route["o16-2-7-important-data"]

import data.dukou.lib.finding
import data.dukou.lib.mechanism

# METADATA
# description: Facts that the rule needs in this situation.
required contains path if {
	input.dataset.important == "yes"
	some path in mechanism.required(input, {"sa"})
}

# METADATA
# description: What the rule finds.
findings contains finding.deny("assessment_required", {}) if {
	input.dataset.important == "yes"
	not mechanism.in_force(input, {"sa"})
}

findings contains finding.hold("not_determined", {}) if not _determined

findings contains finding.allow if input.dataset.important == "no"

findings contains finding.allow if {
	input.dataset.important == "yes"
	mechanism.in_force(input, {"sa"})
}

_determined if input.dataset.important in {"yes", "no"}

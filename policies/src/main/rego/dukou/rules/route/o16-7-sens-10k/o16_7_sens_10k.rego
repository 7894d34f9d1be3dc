# METADATA
# title: Ten thousand persons with sensitive information
# description: >-
#   From ten thousand persons a year with sensitive information, this event included, a security
#   assessment is needed.
# related_resources:
#   - ref: https://datacompliancechina.com/laws/cross-border-data-flows-provisions/
#     description: CAC Order 16 Art. 7(2)
# custom:
#   id: R29
#   code: o16-7-sens-10k
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2024-03-22"
#   effective_to: null
#   entry_points: [release]
#   export_only: true
#   public_values: [threshold]
package dukou.rules.route["o16-7-sens-10k"]

import data.dukou.lib.finding
import data.dukou.lib.mechanism
import data.dukou.lib.volume

_threshold := 10000

# METADATA
# description: Facts that the rule needs in this situation.
required contains path if some path in volume.required

required contains path if {
	_reached
	some path in mechanism.required(input, {"sa"})
}

# METADATA
# description: What the rule finds.
findings contains finding.deny("counts_not_reliable", {}) if volume.unreliable(input)

findings contains finding.deny("assessment_required", {
	"persons": input.persons.ytd_sens_after,
	"threshold": _threshold,
}) if {
	_reached
	not mechanism.in_force(input, {"sa"})
}

findings contains finding.allow if {
	volume.reliable(input)
	not _reached
}

findings contains finding.allow if {
	volume.reliable(input)
	_reached
	mechanism.in_force(input, {"sa"})
}

_reached if input.persons.ytd_sens_after >= _threshold

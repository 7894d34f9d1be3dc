# METADATA
# title: Standard contract or certification
# description: >-
#   From 100,000 persons a year, or from the first person with sensitive information, a standard
#   contract, a certification or a passed security assessment must be in force for this event.
#   The first two are closed to operators of critical information infrastructure.
# related_resources:
#   - ref: https://datacompliancechina.com/laws/cross-border-data-flows-provisions/
#     description: CAC Order 16 Art. 8
# custom:
#   id: R30
#   code: o16-8-scc-or-cert
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2024-03-22"
#   effective_to: null
#   entry_points: [release]
#   export_only: true
#   public_values: [mechanism]
package dukou.rules.route["o16-8-scc-or-cert"]

import data.dukou.lib.finding
import data.dukou.lib.mechanism
import data.dukou.lib.volume

_accepted := {"sa", "scc", "cert"}

_least_nonsens := 100000

# METADATA
# description: Facts that the rule needs in this situation.
required contains path if some path in volume.required

required contains path if {
	_needed
	some path in mechanism.required(input, _accepted)
}

# METADATA
# description: What the rule finds.
findings contains finding.deny("counts_not_reliable", {}) if volume.unreliable(input)

findings contains finding.deny("mechanism_required", {"mechanism": input.mechanism.type}) if {
	_needed
	not mechanism.in_force(input, _accepted)
}

findings contains finding.deny("ciio_needs_assessment", {}) if {
	_needed
	input.exporter.ciio_notified == true
	input.mechanism.type != "sa"
}

findings contains finding.allow if {
	volume.reliable(input)
	not _needed
}

findings contains finding.allow if {
	volume.reliable(input)
	_needed
	mechanism.in_force(input, _accepted)
}

_needed if input.persons.ytd_nonsens_after >= _least_nonsens

_needed if input.persons.ytd_sens_after >= 1

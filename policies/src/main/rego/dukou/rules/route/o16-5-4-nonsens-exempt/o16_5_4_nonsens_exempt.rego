# METADATA
# title: Small volume without sensitive information
# description: >-
#   An exporter that is no operator of critical information infrastructure needs no mechanism
#   while fewer than 100,000 persons a year are concerned and the event holds no sensitive
#   information. It is never available to records about study subjects.
# related_resources:
#   - ref: http://www.rfnc.com.cn/Item/4459.aspx
#     description: CAC Order 16 Art. 5(1)4
# custom:
#   id: R31
#   code: o16-5-4-nonsens-exempt
#   version: 1
#   severity: deny
#   confidence: B
#   loosens: true
#   effective_from: "2024-03-22"
#   effective_to: null
#   entry_points: [release]
#   export_only: true
#   public_values: [limit]
package dukou.rules.route["o16-5-4-nonsens-exempt"]

import data.dukou.lib.finding
import data.dukou.lib.volume

_limit := 100000

# METADATA
# description: The event is known not to concern this rule.
out_of_scope if input.mechanism.type in {"sa", "scc", "cert", "anonymised", "none"}

# METADATA
# description: Rules that are switched off when this one allows.
exempts := {"R28", "R29", "R30"}

# METADATA
# description: Facts that the rule needs in this situation.
required contains path if some path in volume.required

required contains "dataset.sensitive"

required contains "exporter.ciio_notified"

required contains "mechanism.type"

# METADATA
# description: What the rule finds.
findings contains finding.deny("counts_not_reliable", {}) if volume.unreliable(input)

findings contains finding.deny("study_subjects", {}) if input.dataset.study_subjects == true

findings contains finding.deny("sensitive", {}) if input.dataset.sensitive == true

findings contains finding.deny("sensitive_persons", {
	"persons": input.persons.event_sens,
}) if input.persons.event_sens > 0

findings contains finding.deny("ciio", {}) if input.exporter.ciio_notified == true

findings contains finding.deny("too_many_persons", {"persons": input.persons.ytd_nonsens_after, "limit": _limit}) if {
	input.persons.ytd_nonsens_after >= _limit
}

findings contains finding.allow if {
	volume.reliable(input)
	input.mechanism.type == "exempt_small_volume"
	input.dataset.study_subjects == false
	input.dataset.sensitive == false
	input.persons.event_sens == 0
	input.exporter.ciio_notified == false
	input.persons.ytd_nonsens_after < _limit
}

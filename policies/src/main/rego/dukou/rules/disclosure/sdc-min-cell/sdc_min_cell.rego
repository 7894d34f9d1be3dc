# METADATA
# title: No small cells in aggregates
# description: >-
#   No cell of an aggregate is below the threshold of its disclosure profile, and zeros are
#   shown only where the profile allows them. A profile for internal use waits for a person.
# related_resources:
#   - ref: https://resdac.org/node/1506
#     description: CMS cell size suppression policy
#   - ref: https://guidebook.ukllc.ac.uk/docs/user_guide/sdc
#     description: UK LLC statistical disclosure control
#   - ref: https://github.com/AI-SDC/ACRO
#     description: ACRO defaults
# custom:
#   id: R70
#   code: sdc-min-cell
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2021-11-01"
#   effective_to: null
#   entry_points: [release]
#   export_only: false
#   public_values: [threshold, profile]
package dukou.rules.disclosure["sdc-min-cell"]

import data.dukou.lib.finding

# METADATA
# description: The event is known not to concern this rule.
out_of_scope if input.release.kind == "table"

# METADATA
# description: Facts that the rule needs in this situation.
required := {"release.kind", "release.profile", "release.min_nonzero_cell", "release.zero_cells"}

# METADATA
# description: What the rule finds.
findings contains finding.deny("small_cell", {"threshold": _profile.threshold}) if {
	input.release.min_nonzero_cell > 0
	input.release.min_nonzero_cell < _profile.threshold
}

findings contains finding.deny("zero_shown", {"profile": input.release.profile}) if {
	not _profile.zero_cells_allowed
	input.release.zero_cells > 0
}

findings contains finding.hold("profile_needs_review", {"profile": input.release.profile}) if _profile.review

findings contains finding.allow if {
	_large_enough
	_zeros_as_allowed
	_profile.review == false
}

_large_enough if input.release.min_nonzero_cell == 0

_large_enough if input.release.min_nonzero_cell >= _profile.threshold

_zeros_as_allowed if _profile.zero_cells_allowed

_zeros_as_allowed if input.release.zero_cells == 0

_profile := data.dukou.disclosure.profiles[input.release.profile]

# METADATA
# title: Provision abroad needs a legal route
# description: >-
#   Whoever reads, queries or downloads from abroad what is stored in China is provided with it
#   abroad. An unknown place counts as abroad. Provision abroad needs a declared legal route,
#   and a day that the loaded rules cover: before CAC Order 16 took effect, thresholds applied
#   that are not loaded. Before PIPL took effect no event can be decided, one inside China neither.
# related_resources:
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 38
#   - ref: https://github.com/JH-gh07/ai4law
#     description: Standard contract filing guide, 2nd edition
# custom:
#   id: R01
#   code: scope-outbound-event
#   version: 2
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2021-11-01"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: false
#   public_values: [covered_from]
package dukou.rules.scope["scope-outbound-event"]

import data.dukou.lib.clock
import data.dukou.lib.export
import data.dukou.lib.finding

_covered_from := "2024-03-22"

_routes := {"sa", "scc", "cert", "exempt_small_volume", "anonymised"}

# METADATA
# description: Facts that the rule needs in this situation.
required contains "exporter.id" if export.is_export(input)

required contains "mechanism.type" if export.is_export(input)

# METADATA
# description: What the rule finds.
findings contains finding.allow if not export.is_export(input)

findings contains finding.allow if {
	export.is_export(input)
	input.mechanism.type in _routes
}

findings contains finding.deny("no_route", {}) if {
	export.is_export(input)
	input.mechanism.type == "none"
}

findings contains _not_loaded if {
	export.is_export(input)
	clock.date(input.event.time) < _covered_from
}

# METADATA
# description: What the rule finds on a day before it is in force, when no other rule need say a word.
findings_before_force contains _not_loaded

_not_loaded := finding.deny("rules_of_the_day_not_loaded", {"covered_from": _covered_from})

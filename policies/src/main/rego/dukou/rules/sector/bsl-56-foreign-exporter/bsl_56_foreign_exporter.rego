# METADATA
# title: No genetic information from a foreign party
# description: >-
#   A party that persons overseas set up or control, or hold 50 per cent or more of, must not
#   provide Chinese human genetic resources abroad.
# related_resources:
#   - ref: https://github.com/LawRefBook/Laws
#     description: Biosecurity Law Art. 56
#   - ref: https://github.com/LawRefBook/Laws
#     description: HGR Regulation Art. 7
#   - ref: http://www.jianbiaoku.com/webarbs/book/171848/4860707.shtml
#     description: HGR Implementing Rules Arts. 11-12
# custom:
#   id: R55
#   code: bsl-56-foreign-exporter
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2021-04-15"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: false
#   public_values: []
package dukou.rules.sector["bsl-56-foreign-exporter"]

import data.dukou.lib.finding

_foreign_from_pct := 50

# METADATA
# description: The event is known not to concern this rule.
out_of_scope if input.hgr.class == "none"

# METADATA
# description: Facts that the rule needs in this situation.
required := {"exporter.foreign_holding_pct", "exporter.foreign_control"}

# METADATA
# description: What the rule finds.
findings contains finding.deny("foreign_exporter", {}) if {
	_foreign
	input.hgr.class == "info"
}

findings contains finding.hold("class_unknown", {}) if {
	_foreign
	not input.hgr.class == "info"
}

findings contains finding.allow if {
	input.exporter.foreign_holding_pct < _foreign_from_pct
	input.exporter.foreign_control == false
}

_foreign if input.exporter.foreign_holding_pct >= _foreign_from_pct

_foreign if input.exporter.foreign_control == true

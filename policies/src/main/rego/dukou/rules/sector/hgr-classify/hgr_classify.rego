# METADATA
# title: Human genetic resources are told apart
# description: >-
#   Human genetic resource information takes its own route beside that of personal information.
#   Until all rules of that route are loaded, such information waits for a person; so does a
#   dataset whose class is unknown.
# related_resources:
#   - ref: https://github.com/LawRefBook/Laws
#     description: Biosecurity Law Art. 85(8)
#   - ref: https://github.com/LawRefBook/Laws
#     description: HGR Regulation Art. 2
#   - ref: http://www.jianbiaoku.com/webarbs/book/171848/4860707.shtml
#     description: HGR Implementing Rules Art. 2
# custom:
#   id: R54
#   code: hgr-classify
#   version: 1
#   severity: require_approval
#   confidence: A
#   loosens: false
#   effective_from: "2023-07-01"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: false
#   public_values: [rules]
package dukou.rules.sector["hgr-classify"]

import data.dukou.lib.finding

_rules_not_loaded := ["R58", "R59", "R60"]

# METADATA
# description: Facts that the rule needs in this situation.
required := set()

# METADATA
# description: What the rule finds.
findings contains finding.allow if input.hgr.class == "none"

findings contains finding.hold("rules_not_loaded", {"rules": _rules_not_loaded}) if input.hgr.class == "info"

findings contains finding.hold("class_unknown", {}) if not _classified

_classified if input.hgr.class in {"none", "info"}

# METADATA
# title: Impact assessment first
# description: >-
#   An impact assessment was approved before the event, treats all six heads, and covers this
#   study, recipient, purpose and these categories.
# related_resources:
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 55
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 56
#   - ref: https://mp.weixin.qq.com/s?__biz=MzkyMzAwMDEyNg==&mid=2247534924&idx=2
#     description: CAC Order 13 Art. 5
# custom:
#   id: R21
#   code: pipl-55-56-pipia
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2021-11-01"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: false
#   public_values: [approved_at, heads, differs]
package dukou.rules.pipl["pipl-55-56-pipia"]

import data.dukou.lib.coverage
import data.dukou.lib.finding

_heads := {1, 2, 3, 4, 5, 6}

# METADATA
# description: Facts that the rule needs in this situation.
required contains "pipia.id"

required contains path if {
	_exists
	some path in ({"pipia.approved_at", "pipia.heads"} | coverage.required("pipia.scope"))
}

# METADATA
# description: What the rule finds.
findings contains finding.deny("none", {}) if input.pipia.id == "none"

findings contains finding.deny("not_approved_before", {"approved_at": input.pipia.approved_at}) if {
	_exists
	input.pipia.approved_at >= input.event.time
}

findings contains finding.deny("heads_missing", {"heads": sort(_absent)}) if {
	_exists
	count(_absent) > 0
}

findings contains finding.deny("outside_scope", {"differs": _outside}) if {
	_exists
	count(_outside) > 0
}

findings contains finding.allow if {
	_exists
	input.pipia.approved_at < input.event.time
	count(_absent) == 0
	_outside == []
}

_exists if input.pipia.id != "none"

_absent := {head | some head in _heads; not head in input.pipia.heads}

_outside := coverage.outside(input, input.pipia.scope)

# METADATA
# title: The standard contract is in force
# description: >-
#   Export may begin only after the standard contract has taken effect. It follows the official
#   form, is made with this recipient by an exporter in China, and is neither suspended nor
#   over.
# related_resources:
#   - ref: https://mp.weixin.qq.com/s?__biz=MzkyMzAwMDEyNg==&mid=2247534924&idx=2
#     description: CAC Order 13 Art. 6
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 38
# custom:
#   id: R40
#   code: o13-6-contract-in-force
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2023-06-01"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: true
#   public_values: [effective_at, expires_at, status]
package dukou.rules.mechanism["o13-6-contract-in-force"]

import data.dukou.lib.finding
import data.dukou.lib.mechanism

# METADATA
# description: The event is known not to concern this rule.
out_of_scope if input.mechanism.type in {"sa", "cert", "exempt_small_volume", "anonymised"}

# METADATA
# description: Facts that the rule needs in this situation.
required contains "mechanism.type"

required contains path if {
	_declared
	some path in {
		"mechanism.status",
		"mechanism.official_form",
		"mechanism.effective_at",
		"mechanism.expires_at",
		"mechanism.scope.recipients",
		"recipient.id",
		"exporter.domestic",
	}
}

# METADATA
# description: What the rule finds.
findings contains finding.deny("no_contract", {}) if input.mechanism.type == "none"

findings contains finding.deny("not_in_force", {"effective_at": input.mechanism.effective_at}) if {
	_declared
	input.mechanism.effective_at > input.event.time
}

findings contains finding.deny("expired", {"expires_at": input.mechanism.expires_at}) if {
	_declared
	mechanism.expired(input)
}

findings contains finding.deny("not_active", {"status": input.mechanism.status}) if {
	_declared
	input.mechanism.status != "in_force"
}

findings contains finding.deny("not_official_form", {}) if {
	_declared
	input.mechanism.official_form == false
}

findings contains finding.deny("other_recipient", {}) if {
	_declared
	not input.recipient.id in input.mechanism.scope.recipients
}

findings contains finding.deny("exporter_not_domestic", {}) if {
	_declared
	input.exporter.domestic == false
}

findings contains finding.allow if {
	_declared
	input.mechanism.effective_at <= input.event.time
	not mechanism.expired(input)
	input.mechanism.status == "in_force"
	input.mechanism.official_form == true
	input.recipient.id in input.mechanism.scope.recipients
	input.exporter.domestic == true
}

_declared if input.mechanism.type == "scc"

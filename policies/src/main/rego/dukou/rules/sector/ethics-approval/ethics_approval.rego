# METADATA
# title: Ethics approval
# description: >-
#   An ethics committee approved this version of the protocol, the approval is valid at the
#   event and covers provision overseas.
# related_resources:
#   - ref: urn:cn:nhc:guoweikejiaofa:2023:4
#     description: Ethics Review Measures for Life Science and Medical Research (2023)
#   - ref: https://github.com/LawRefBook/Laws
#     description: HGR Regulation Art. 9
# custom:
#   id: R66
#   code: ethics-approval
#   version: 1
#   severity: deny
#   confidence: B
#   loosens: false
#   effective_from: "2023-02-01"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: false
#   public_values: [approved_at, expires_at, approved_version]
package dukou.rules.sector["ethics-approval"]

import data.dukou.lib.finding

# METADATA
# description: Facts that the rule needs in this situation.
required contains "study.ethics.number"

required contains path if {
	_exists
	some path in {
		"study.protocol_version",
		"study.ethics.approved_at",
		"study.ethics.expires_at",
		"study.ethics.protocol_version",
		"study.ethics.overseas_scope",
	}
}

# METADATA
# description: What the rule finds.
findings contains finding.deny("none", {}) if input.study.ethics.number == "none"

findings contains finding.deny("not_yet_valid", {"approved_at": input.study.ethics.approved_at}) if {
	_exists
	input.study.ethics.approved_at > input.event.time
}

findings contains finding.deny("lapsed", {"expires_at": input.study.ethics.expires_at}) if {
	_exists
	input.study.ethics.expires_at <= input.event.time
}

findings contains finding.deny("other_protocol_version", {
	"approved_version": input.study.ethics.protocol_version,
}) if {
	_exists
	input.study.ethics.protocol_version != input.study.protocol_version
}

findings contains finding.deny("overseas_not_covered", {}) if {
	_exists
	input.study.ethics.overseas_scope == false
}

findings contains finding.allow if {
	_exists
	input.study.ethics.approved_at <= input.event.time
	input.study.ethics.expires_at > input.event.time
	input.study.ethics.protocol_version == input.study.protocol_version
	input.study.ethics.overseas_scope == true
}

_exists if input.study.ethics.number != "none"

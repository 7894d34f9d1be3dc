# METADATA
# title: The contract is filed within ten working days
# description: >-
#   Within ten working days of its effect the standard contract is filed with the provincial
#   CAC. Until then filing is owed by its date; after it the request waits for a person and the
#   breach is recorded.
# related_resources:
#   - ref: https://mp.weixin.qq.com/s?__biz=MzkyMzAwMDEyNg==&mid=2247534924&idx=2
#     description: CAC Order 13 Art. 7
# custom:
#   id: R41
#   code: o13-7-filing-10wd
#   version: 1
#   severity: require_approval
#   confidence: A
#   loosens: false
#   effective_from: "2023-06-01"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: true
#   public_values: [deadline]
package dukou.rules.mechanism["o13-7-filing-10wd"]

import data.dukou.lib.clock
import data.dukou.lib.finding
import data.dukou.lib.working_days

_working_days := 10

# METADATA
# description: The event is known not to concern this rule.
out_of_scope if input.mechanism.type in {"sa", "cert", "exempt_small_volume", "anonymised", "none"}

# METADATA
# description: Facts that the rule needs in this situation.
required contains "mechanism.type"

required contains "mechanism.effective_at"

required contains "mechanism.filing_status"

required contains "mechanism.filed_at" if input.mechanism.filing_status == "filed"

# METADATA
# description: What the rule finds.
findings contains finding.allow if _surely_in_time

# Nothing is owed before the contract takes effect; that it has is asked by another rule.
findings contains finding.allow if input.mechanism.effective_at > input.event.time

findings contains finding.allow if {
	not _surely_in_time
	_filed
	clock.date(input.mechanism.filed_at) <= _deadline
}

findings contains finding.owe("file_contract", "later", _deadline, {"deadline": _deadline}) if {
	not _filed
	clock.date(input.event.time) <= _deadline
}

findings contains finding.hold("filed_late", {"deadline": _deadline, "filed_at": input.mechanism.filed_at}) if {
	not _surely_in_time
	_filed
	clock.date(input.mechanism.filed_at) > _deadline
}

findings contains finding.hold("not_filed", {"deadline": _deadline}) if {
	not _filed
	clock.date(input.event.time) > _deadline
}

findings contains finding.owe("record_breach", "at_decision", null, {"deadline": _deadline}) if {
	not _surely_in_time
	_filed
	clock.date(input.mechanism.filed_at) > _deadline
}

findings contains finding.owe("record_breach", "at_decision", null, {"deadline": _deadline}) if {
	not _filed
	clock.date(input.event.time) > _deadline
}

_filed if {
	input.mechanism.filing_status == "filed"
	input.mechanism.filed_at <= input.event.time
}

# So many working days are never fewer than so many days. This spares the calendar in the usual case.
_surely_in_time if {
	_filed
	clock.date(input.mechanism.filed_at) <= clock.date(clock.plus_days(input.mechanism.effective_at, _working_days))
}

# Undefined before the contract takes effect, and so are the findings that need it.
_deadline := working_days.nth_after(clock.date(input.mechanism.effective_at), _working_days) if {
	input.mechanism.effective_at <= input.event.time
}

# METADATA
# title: Decision
# description: >-
#   Gathers what every rule finds into one decision. Adding a rule edits nothing here. A rule package
#   gives findings (a set made with lib/finding) and required (the paths of the facts that it needs in
#   this situation); it may give out_of_scope (true when the event is known
#   not to concern it), exempts (numbers of the rules that it switches off when it allows) and
#   findings_before_force (what it finds on a day before it is in force; without it nothing, and the rule
#   does not apply). A rule that finds nothing has not allowed; its result is unknown, and unknown
#   denies. A denial always carries a reason. What a rule says about itself
#   in its METADATA is read from data.dukou.catalogue, which the build generates from it: as data it
#   is loaded once, while rego.metadata.chain() would be built anew in every evaluation.
package dukou.main

import data.dukou.lib.clock
import data.dukou.lib.export
import data.dukou.lib.fact

# METADATA
# title: Request
# description: May this be asked at all? The input has no release.
# entrypoint: true
request := _decision("request")

# METADATA
# title: Release
# description: May this protected result leave?
# entrypoint: true
release := _decision("release")

# An exemption switches off the legal mechanisms only; notice, consent and assessment stay.
_exemptible := {"R26", "R28", "R29", "R30"}

_not_applicable := {"result": "not_applicable", "reasons": [], "obligations": []}

_decision(entry_point) := {
	"outcome": _outcome(results),
	"reasons": [reason | some number in numbers; some reason in results[number].reasons],
	"obligations": [owed | some number in numbers; some owed in results[number].obligations],
	"evaluated": [{"rule": number, "result": results[number].result} | some number in numbers],
} if {
	results := _without_exempted(_judgements(entry_point))
	numbers := sort(object.keys(results))
}

default _outcome(_) := "deny"

# R01 always applies; on a day that the loaded rules do not cover it denies. Without it nothing is known.
_outcome(results) := _mildest(kinds) if {
	kinds := {judgement.result | some judgement in results}
	not "deny" in kinds
	not "unknown" in kinds
	results.R01.result == "allow"
}

_mildest(kinds) := "require_approval" if {
	"require_approval" in kinds
} else := "allow_with_obligations" if {
	"oblige" in kinds
} else := "allow"

_without_exempted(judgements) := {number: judgement |
	exempted := _exempted(judgements)
	some number, judged in judgements
	judgement := {true: _not_applicable, false: judged}[number in exempted]
}

_exempted(judgements) := {number |
	some family, id
	about := data.dukou.catalogue[family][id]
	about.loosens
	judgements[about.id].result == "allow"
	some number in data.dukou.rules[family][id].exempts
	number in _exemptible
}

_judgements(entry_point) := {about.id: judgement |
	some family, id
	about := data.dukou.catalogue[family][id]
	judgement := _judgement(entry_point, family, id, about)
}

_judgement(entry_point, family, id, about) := _judged(about, early, []) if {
	entry_point in about.entry_points
	_before_force(about)
	early := data.dukou.rules[family][id].findings_before_force
} else := _not_applicable if {
	_outside(entry_point, family, id, about)
} else := _judged(about, findings, missing) if {
	missing := fact.missing(input, data.dukou.rules[family][id].required)
	findings := data.dukou.rules[family][id].findings
} else := _judged(about, set(), [])

_outside(entry_point, _, _, about) if not entry_point in about.entry_points

_outside(_, _, _, about) if _before_force(about)

_outside(_, _, _, about) if {
	is_string(about.effective_to)
	clock.date(input.event.time) > about.effective_to
}

_outside(_, _, _, about) if {
	about.export_only
	not export.is_export(input)
}

_outside(_, family, id, _) if data.dukou.rules[family][id].out_of_scope

_before_force(about) if clock.date(input.event.time) < about.effective_from

_judged(about, findings, missing) := {
	"result": _result({finding.result | some finding in findings}, missing),
	"reasons": _reasons(about, findings, missing),
	"obligations": [_obligation(about, finding) |
		some finding in findings
		finding.result == "oblige"
	],
}

_result(kinds, missing) := "deny" if {
	"deny" in kinds
} else := "unknown" if {
	count(missing) > 0
} else := "require_approval" if {
	"require_approval" in kinds
} else := "oblige" if {
	"oblige" in kinds
} else := "allow" if {
	"allow" in kinds
} else := "unknown"

_reasons(about, findings, missing) := array.concat(
	[_reason(about, finding.code, finding.values) |
		some finding in findings
		finding.result in {"deny", "require_approval"}
	],
	_doubts(about, findings, missing),
)

_doubts(about, findings, missing) := [_reason(about, "missing_fact", {"facts": missing})] if {
	count(missing) > 0
} else := [_reason(about, "undetermined", {})] if {
	count(findings) == 0
} else := []

_reason(about, code, values) := {
	"rule": about.id,
	"code": concat("/", [about.code, code]),
	"values": values,
	"citations": about.citations,
}

_obligation(about, owed) := {
	"rule": about.id,
	"code": concat("/", [about.code, owed.code]),
	"stage": owed.stage,
	"due": owed.due,
	"values": owed.values,
	"citations": about.citations,
}

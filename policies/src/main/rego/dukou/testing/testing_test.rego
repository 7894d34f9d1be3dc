# METADATA
# title: Testing
# description: >-
#   What tests of rules share. data.base is samples/base.json, one complete input whose release is
#   allowed; a test says how its input differs.
package dukou.testing_test

import data.dukou.main

# METADATA
# description: The base input with the values at the JSON pointers replaced or added.
changed(changes) := json.patch(data.base, [{"op": "add", "path": path, "value": value} |
	some path, value in changes
])

# METADATA
# description: What rule number finds at the entry point release.
release(number, changes) := _found(number, decision) if {
	decision := main.release with input as changed(changes)
}

# METADATA
# description: What rule number finds at the entry point request, where there is no release yet.
request(number, changes) := _found(number, decision) if {
	bare := {"/release": null, "/persons": null, "/consent/subjects": null}
	decision := main.request with input as changed(object.union(bare, changes))
}

# METADATA
# description: >-
#   The dotted paths among those given whose absence, null or "unknown" does not make the rule's
#   result unknown or deny.
not_unknown(number, changes, paths) := {[path, kind] |
	some path in paths
	pointer := sprintf("/%s", [replace(path, ".", "/")])
	some kind, document in {
		"absent": json.remove(changed(changes), [pointer]),
		"null": json.patch(changed(changes), [{"op": "add", "path": pointer, "value": null}]),
		"unknown": json.patch(changed(changes), [{"op": "add", "path": pointer, "value": "unknown"}]),
	}
	decision := main.release with input as document
	not _result(number, decision) in {"unknown", "deny"}
}

# METADATA
# description: The rule allows and says nothing more.
allowed := {"result": "allow", "reasons": {}, "obligations": {}}

# METADATA
# description: The rule does not apply.
not_applicable := {"result": "not_applicable", "reasons": {}, "obligations": {}}

# METADATA
# description: The rule denies for these reasons, values by short code.
denied(reasons) := {"result": "deny", "reasons": reasons, "obligations": {}}

# METADATA
# description: The rule waits for a person for these reasons, values by short code.
held(reasons) := {"result": "require_approval", "reasons": reasons, "obligations": {}}

# METADATA
# description: The rule is met and this is owed - stage, date and values by short code.
owed(obligations) := {"result": "oblige", "reasons": {}, "obligations": obligations}

# METADATA
# description: The rule cannot tell, because these facts are missing.
unknown(facts) := {"result": "unknown", "reasons": {"missing_fact": {"facts": facts}}, "obligations": {}}

# METADATA
# description: A passed security assessment that covers the base input up to so many persons.
assessment(max_persons) := {
	"type": "sa",
	"status": "in_force",
	"effective_at": "2026-01-01T00:00:00.000+08:00",
	"expires_at": "2029-01-01T00:00:00.000+08:00",
	"scope": object.union(data.base.mechanism.scope, {"max_persons": max_persons}),
}

# METADATA
# description: A certificate that covers the base input.
certificate := {
	"type": "cert",
	"status": "in_force",
	"effective_at": "2026-02-01T00:00:00.000+08:00",
	"expires_at": "2029-02-01T00:00:00.000+08:00",
	"scope": data.base.mechanism.scope,
}

_found(number, decision) := {
	"result": _result(number, decision),
	"reasons": {_short(reason): reason.values | some reason in decision.reasons; reason.rule == number},
	"obligations": {_short(owed): [owed.stage, owed.due, owed.values] |
		some owed in decision.obligations
		owed.rule == number
	},
}

_result(number, decision) := result if {
	some evaluated in decision.evaluated
	evaluated.rule == number
	result := evaluated.result
}

_short(reason) := split(reason.code, "/")[1]

package dukou.main_test

import data.dukou.main
import data.dukou.testing_test

test_success_release_allowed if {
	decision := main.release with input as data.base
	decision.outcome == "allow"
	decision.reasons == []
	decision.obligations == []
}

test_success_request_allowed if {
	bare := {"/release": null, "/persons": null, "/consent/subjects": null}
	decision := main.request with input as testing_test.changed(bare)
	decision.outcome == "allow"
}

test_success_every_rule_of_the_catalogue_is_evaluated if {
	decision := main.request with input as data.base
	loaded := {rule.id | some family in data.dukou.catalogue; some rule in family}
	{evaluated.rule | some evaluated in decision.evaluated} == loaded
	count(decision.evaluated) == count(loaded)
}

# At request these run not at all.
test_success_rules_of_release_only if {
	decision := main.request with input as data.base
	idle := {evaluated.rule |
		some evaluated in decision.evaluated
		evaluated.result == "not_applicable"
	}
	idle == {"R13", "R16", "R17", "R20", "R28", "R29", "R30", "R31", "R55", "R56", "R70", "R73"}
}

test_fail_nothing_known if {
	decision := main.release with input as {}
	decision.outcome == "deny"
}

test_fail_only_the_time_known if {
	decision := main.request with input as {"event": {"time": "2026-11-20T10:30:00.000+08:00"}}
	decision.outcome == "deny"
}

test_fail_all_reasons_are_collected if {
	changes := {
		"/mechanism/effective_at": "2026-12-01T00:00:00.000+08:00",
		"/pipia": {"id": "none"},
		"/study/ethics": {"number": "none"},
		"/release/min_class_size": 3,
	}
	decision := main.release with input as testing_test.changed(changes)
	decision.outcome == "deny"
	{reason.code | some reason in decision.reasons} == {
		"o13-6-contract-in-force/not_in_force",
		"o16-8-scc-or-cert/mechanism_required",
		"pipl-55-56-pipia/none",
		"ethics-approval/none",
		"anon-risk-009/class_too_small",
	}
}

test_success_and_fail_lattice if {
	owed := {"/consent/subjects/withdrawn_after_release": 1}
	held := {"/dataset/important": "unknown"}
	refused := {"/dataset/core_or_secret": "yes"}
	rows := [
		[{}, "allow"],
		[owed, "allow_with_obligations"],
		[object.union(owed, held), "require_approval"],
		[object.union(owed, object.union(held, refused)), "deny"],
	]
	wrong := [[row[1], decision.outcome] |
		some row in rows
		decision := main.release with input as testing_test.changed(row[0])
		decision.outcome != row[1]
	]
	wrong == []
}

# Whatever the day: who is refused learns why.
test_fail_every_denial_carries_a_reason if {
	times := [
		"1999-12-31T23:59:59.999+08:00",
		"2020-01-01T00:00:00.000Z",
		"2021-10-31T23:59:59.999+08:00",
		"2021-11-01T00:00:00.000+08:00",
		"2023-05-31T12:00:00.000+08:00",
		"2024-03-21T23:59:59.999+08:00",
		"2026-01-05T00:00:00.000+08:00",
	]
	silent := {[time, entry_point] |
		some time in times
		document := testing_test.changed({"/event/time": time})
		some entry_point, decision in {
			"request": _request(document),
			"release": _release(document),
		}
		decision.outcome == "deny"
		decision.reasons == []
	}
	silent == set()
	_release(testing_test.changed({"/event/time": times[0]})).outcome == "deny"
}

_request(document) := decision if decision := main.request with input as document

_release(document) := decision if decision := main.release with input as document

# A rule that is in the catalogue but finds nothing has not allowed.
test_fail_rule_that_finds_nothing if {
	silent := {"silent": {"rule": {
		"id": "R99",
		"code": "silent-rule",
		"loosens": false,
		"effective_from": "2021-11-01",
		"effective_to": null,
		"entry_points": ["request", "release"],
		"export_only": false,
		"citations": [],
	}}}
	catalogue := object.union(data.dukou.catalogue, silent)
	decision := main.release with input as data.base with data.dukou.catalogue as catalogue
	decision.outcome == "deny"
	decision.reasons == [{"rule": "R99", "code": "silent-rule/undetermined", "values": {}, "citations": []}]
}

test_success_rule_past_its_last_day if {
	ended := {"disclosure": {"anon-risk-009": {"effective_to": "2026-11-19"}}}
	catalogue := object.union(data.dukou.catalogue, ended)
	decision := main.release with input as data.base with data.dukou.catalogue as catalogue
	{evaluated.result | some evaluated in decision.evaluated; evaluated.rule == "R73"} == {"not_applicable"}
}

test_success_rule_on_its_last_day if {
	ending := {"disclosure": {"anon-risk-009": {"effective_to": "2026-11-20"}}}
	catalogue := object.union(data.dukou.catalogue, ending)
	decision := main.release with input as data.base with data.dukou.catalogue as catalogue
	{evaluated.result | some evaluated in decision.evaluated; evaluated.rule == "R73"} == {"allow"}
}

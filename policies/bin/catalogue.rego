# METADATA
# title: Catalogue of loaded rules
# description: >-
#   Turns what opa inspect says about the sources into the catalogue that Java reads and the shorter
#   one that the rules read.
package dukou.build

# METADATA
# description: The loaded rules in the order of their numbers, with all that their METADATA says.
catalogue := {"rules": [rules[number] | some number in sort(object.keys(rules))]} if {
	rules := {rule.number: rule | some rule in _rules}
}

# METADATA
# description: What the evaluation needs to know about each rule, by family and folder.
evaluation := {family: {rule.folder: _evaluated(rule) | some rule in _rules; rule.family == family} |
	some family in {rule.family | some rule in _rules}
}

_rules contains rule if {
	some annotated in input.annotations
	about := annotated.annotations
	about.scope == "package"
	about.custom.id
	path := annotated.path
	rule := {
		"number": about.custom.id,
		"id": about.custom.code,
		"family": path[3].value,
		"folder": path[4].value,
		"title": about.title,
		"description": about.description,
		"version": about.custom.version,
		"severity": about.custom.severity,
		"confidence": about.custom.confidence,
		"loosens": about.custom.loosens,
		"effective_from": about.custom.effective_from,
		"effective_to": about.custom.effective_to,
		"entry_points": about.custom.entry_points,
		"export_only": about.custom.export_only,
		"public_values": about.custom.public_values,
		"domestic_codes": object.get(about.custom, "domestic_codes", []),
		"citations": [resource.description | some resource in about.related_resources],
		"sources": [resource.ref | some resource in about.related_resources],
	}
}

_evaluated(rule) := {
	"id": rule.number,
	"code": rule.id,
	"loosens": rule.loosens,
	"effective_from": rule.effective_from,
	"effective_to": rule.effective_to,
	"entry_points": rule.entry_points,
	"export_only": rule.export_only,
	"citations": rule.citations,
}

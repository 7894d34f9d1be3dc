# METADATA
# title: Coverage
# description: Compares an event with the scope that an assessment or contract was made for.
package dukou.lib.coverage

# METADATA
# description: The facts that a comparison with the scope at the path needs.
required(path) := {
	"study.id",
	"recipient.id",
	"event.purpose",
	"dataset.categories",
	sprintf("%s.studies", [path]),
	sprintf("%s.recipients", [path]),
	sprintf("%s.purposes", [path]),
	sprintf("%s.categories", [path]),
}

# METADATA
# description: What of the event lies outside the scope, as a sorted list of its dimensions.
outside(document, scope) := [dimension |
	some dimension in ["categories", "purpose", "recipient", "study"]
	not _covers(dimension, document, scope)
]

_covers("study", document, scope) if document.study.id in scope.studies

_covers("recipient", document, scope) if document.recipient.id in scope.recipients

_covers("purpose", document, scope) if document.event.purpose in scope.purposes

_covers("categories", document, scope) if {
	count(document.dataset.categories) > 0
	every category in document.dataset.categories {
		category in scope.categories
	}
}

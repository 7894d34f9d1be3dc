# METADATA
# title: Mechanism
# description: >-
#   Whether the declared legal mechanism is in force at the event and covers it. A mechanism that
#   fails here counts as none.
package dukou.lib.mechanism

import data.dukou.lib.coverage
import data.dukou.lib.fact

# METADATA
# description: The facts needed to judge the declared mechanism, empty for a type that is not accepted.
required(document, accepted) := _common | _special[document.mechanism.type] if {
	document.mechanism.type in accepted
} else := {"mechanism.type"}

# METADATA
# description: The declared mechanism is of an accepted type, in force, and covers the event.
in_force(document, accepted) if {
	mechanism := document.mechanism
	mechanism.type in accepted
	mechanism.status == "in_force"
	mechanism.effective_at <= document.event.time
	not expired(document)
	coverage.outside(document, mechanism.scope) == []
	_fits(mechanism.type, document)
}

# METADATA
# description: The mechanism has a term and it is over.
expired(document) if {
	document.mechanism.expires_at != "none"
	document.mechanism.expires_at <= document.event.time
}

_common := {
	"mechanism.type",
	"mechanism.status",
	"mechanism.effective_at",
	"mechanism.expires_at",
} | coverage.required("mechanism.scope")

_special := {
	"sa": {"mechanism.scope.max_persons"},
	"scc": {"mechanism.official_form", "exporter.domestic", "exporter.ciio_notified"},
	"cert": {"exporter.ciio_notified", "dataset.important"},
}

_fits("sa", document) if {
	document.mechanism.expires_at != "none"
	fact.is_count(document.mechanism.scope.max_persons)
	_within_scale(document)
}

_fits("scc", document) if {
	document.mechanism.official_form == true
	document.exporter.domestic == true
	document.exporter.ciio_notified == false
}

# Certification exists since CAC Order 20 took effect.
_fits("cert", document) if {
	document.mechanism.expires_at != "none"
	document.mechanism.effective_at >= "2026-01-01"
	document.exporter.ciio_notified == false
	document.dataset.important == "no"
}

# Scale is part of what was assessed (Network Data Regulations Art. 38). Before the data is read
# there are no counts; the rules on volume need them before the release.
_within_scale(document) if not is_object(document.persons)

_within_scale(document) if {
	document.persons.ytd_sens_after <= document.mechanism.scope.max_persons
	document.persons.ytd_nonsens_after <= document.mechanism.scope.max_persons
}

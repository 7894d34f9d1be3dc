# METADATA
# title: Volume
# description: >-
#   The year-to-date counts of persons. They count only if they belong to the year of the event in
#   Asia/Shanghai, start from a signed opening balance, and agree with the event.
package dukou.lib.volume

import data.dukou.lib.clock
import data.dukou.lib.fact

# METADATA
# description: The facts that every rule on volume needs.
required := {
	"persons.year",
	"persons.opening_balance",
	"persons.event",
	"persons.event_sens",
	"persons.event_nonsens",
	"persons.ytd_sens_after",
	"persons.ytd_nonsens_after",
	"dataset.study_subjects",
}

# METADATA
# description: The counts are all there but cannot be relied on.
unreliable(document) if {
	fact.missing(document, required) == []
	not reliable(document)
}

# METADATA
# description: The counts can be relied on.
reliable(document) if {
	persons := document.persons
	persons.opening_balance == "known"
	persons.year == clock.year(document.event.time)
	every key in ["event", "event_sens", "event_nonsens", "ytd_sens_after", "ytd_nonsens_after"] {
		fact.is_count(persons[key])
	}
	persons.ytd_sens_after >= persons.event_sens
	persons.ytd_nonsens_after >= persons.event_nonsens
	persons.event_sens + persons.event_nonsens >= persons.event
	_subjects_counted(document)
}

# Every record about a study subject is sensitive, whatever its columns.
_subjects_counted(document) if {
	document.dataset.study_subjects == true
	document.persons.event_sens >= document.persons.event
}

_subjects_counted(document) if document.dataset.study_subjects == false

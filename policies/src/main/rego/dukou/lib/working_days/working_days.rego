# METADATA
# title: Working days
# description: >-
#   Counts working days by the holiday arrangements that the State Council's General Office announces
#   for each year, make-up days included. Where the arrangements are not known, every day counts as a
#   working day, so that the deadline can be too early but never too late. Counting Monday to Friday
#   would not be safe, because a make-up Saturday moves a deadline forward. The calendar's documents
#   give each date with its day number, which spares the conversion at every evaluation.
package dukou.lib.working_days

import data.dukou.lib.clock

# METADATA
# description: The date of the n-th working day after the date, n at most 10.
nth_after(date, n) := clock.date_of(days[n - 1]) if {
	first := clock.day_of(date) + 1
	days := [day |
		some day in numbers.range(first, first + 29)
		_works(day)
	]
}

_works(day) if not _known(day)

_works(day) if _make_up_days[day]

_works(day) if {
	clock.weekday(day) < 5
	not _holidays[day]
}

_known(day) if {
	some year in data.dukou.calendar
	day >= year.known.from
	day <= year.known.through
}

_holidays := {day | some year in data.dukou.calendar; some day in year.holidays}

_make_up_days := {day | some year in data.dukou.calendar; some day in year.workdays}

package dukou.lib.working_days_test

import data.dukou.lib.clock
import data.dukou.lib.working_days

# Day of effect, n, n-th working day after it.
_rows := [
	# an ordinary fortnight
	["2026-11-06", 1, "2026-11-09"],
	["2026-11-06", 10, "2026-11-20"],
	# National Day 2025 with Mid-Autumn; Sunday 28 September and Saturday 11 October are worked
	["2025-09-26", 1, "2025-09-28"],
	["2025-09-26", 3, "2025-09-30"],
	["2025-09-26", 4, "2025-10-09"],
	["2025-09-26", 6, "2025-10-11"],
	# Spring Festival 2026
	["2026-02-06", 6, "2026-02-14"],
	["2026-02-06", 7, "2026-02-24"],
	["2026-02-06", 10, "2026-02-27"],
	# across two years: 1 to 3 January 2026 are off, Sunday 4 January is worked
	["2025-12-31", 1, "2026-01-04"],
	["2025-12-30", 3, "2026-01-05"],
]

test_success_known_years if {
	wrong := [array.concat(row, [working_days.nth_after(row[0], row[1])]) |
		some row in _rows
		working_days.nth_after(row[0], row[1]) != row[2]
	]
	wrong == []
}

# Every day counts, Saturday and Sunday too.
test_success_unknown_years_only_come_early if {
	working_days.nth_after("2024-05-17", 10) == "2024-05-27"
	working_days.nth_after("2027-03-05", 10) == "2027-03-15"
	working_days.nth_after("2026-12-18", 3) == "2026-12-23"
}

test_success_never_earlier_than_as_many_days if {
	first := clock.day_of("2025-01-01")
	wrong := {date |
		some day in numbers.range(first, first + 800)
		date := clock.date_of(day)
		working_days.nth_after(date, 10) < clock.date_of(day + 10)
	}
	wrong == set()
}

test_success_calendar_numbers_are_its_dates if {
	wrong := {date |
		some year in data.dukou.calendar
		some kind in ["holidays", "workdays"]
		some date, day in year[kind]
		clock.day_of(date) != day
	}
	wrong == set()
	every year in data.dukou.calendar {
		clock.day_of(year.known.from_date) == year.known.from
		clock.day_of(year.known.through_date) == year.known.through
	}
}

test_success_make_up_days_are_weekend_days if {
	every year in data.dukou.calendar {
		every day in year.workdays {
			clock.weekday(day) >= 5
		}
	}
}

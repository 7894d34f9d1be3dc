package dukou.lib.clock_test

import data.dukou.lib.clock

_days := {
	"1970-01-01": 0,
	"1999-12-31": 10956,
	"2000-02-29": 11016,
	"2000-03-01": 11017,
	"2021-11-01": 18932,
	"2024-02-29": 19782,
	"2026-08-08": 20673,
	"2026-09-09": 20705,
	"2026-12-31": 20818,
	"2027-01-01": 20819,
	"2100-02-28": 47540,
	"2100-03-01": 47541,
}

test_success_days_of_dates if {
	wrong := {date: clock.day_of(date) | some date, day in _days; clock.day_of(date) != day}
	wrong == {}
}

test_success_dates_of_days if {
	wrong := {day: clock.date_of(day) | some date, day in _days; clock.date_of(day) != date}
	wrong == {}
}

# Four years around two leap days, each day from the day before.
test_success_every_day_comes_back if {
	wrong := {day | some day in numbers.range(18262, 20088); clock.day_of(clock.date_of(day)) != day}
	wrong == set()
}

test_success_weekdays if {
	clock.weekday(clock.day_of("2026-11-20")) == 4
	clock.weekday(clock.day_of("2026-09-20")) == 6
	clock.weekday(clock.day_of("2026-11-23")) == 0
}

test_success_days_later_at_the_same_time if {
	clock.plus_days("2026-12-31T23:59:59.999+08:00", 1) == "2027-01-01T23:59:59.999+08:00"
	clock.plus_days("2028-02-28T00:00:00.000+08:00", 1) == "2028-02-29T00:00:00.000+08:00"
}

test_success_local_date_and_year if {
	clock.date("2027-01-01T00:00:00.000+08:00") == "2027-01-01"
	clock.year("2027-01-01T00:00:00.000+08:00") == 2027
}

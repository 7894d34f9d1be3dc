# METADATA
# title: Clock
# description: >-
#   Calendar arithmetic on instants of the one prepared form 2026-11-20T10:30:00.000+08:00, whose
#   order as text is their order in time. Day numbers count from 1970-01-01, which is day 0. The
#   conversions are those of the proleptic Gregorian calendar by eras of 400 years that begin on
#   1 March, so that the leap day is the last of its year.
package dukou.lib.clock

# METADATA
# description: The local date of an instant, for example 2026-11-20.
date(instant) := substring(instant, 0, 10)

# METADATA
# description: The local year of an instant.
year(instant) := _number(substring(instant, 0, 4))

# METADATA
# description: The same time of day so many days later.
plus_days(instant, days) := concat("", [date_of(day_of(date(instant)) + days), substring(instant, 10, -1)])

# METADATA
# description: The day number of a date.
day_of(text) := ((era * 146097) + day_of_era) - 719468 if {
	month := _number(substring(text, 5, 2))
	shifted_year := _number(substring(text, 0, 4)) - _before_march(month)
	era := floor(shifted_year / 400)
	year_of_era := shifted_year - (era * 400)
	day_of_year := (floor(((153 * ((month + 9) % 12)) + 2) / 5) + _number(substring(text, 8, 2))) - 1
	day_of_era := (((year_of_era * 365) + floor(year_of_era / 4)) - floor(year_of_era / 100)) + day_of_year
}

# METADATA
# description: The date of a day number.
date_of(day) := concat("-", [
	_digits((year_of_era + (era * 400)) + _before_march(month), 4),
	_digits(month, 2),
	_digits(day_of_month, 2),
]) if {
	era := floor((day + 719468) / 146097)
	day_of_era := (day + 719468) - (era * 146097)
	leap_days := (floor(day_of_era / 1460) - floor(day_of_era / 36524)) + floor(day_of_era / 146096)
	year_of_era := floor((day_of_era - leap_days) / 365)
	day_of_year := day_of_era - (((365 * year_of_era) + floor(year_of_era / 4)) - floor(year_of_era / 100))
	shifted_month := floor(((5 * day_of_year) + 2) / 153)
	day_of_month := (day_of_year - floor(((153 * shifted_month) + 2) / 5)) + 1
	month := ((shifted_month + 2) % 12) + 1
}

# METADATA
# description: The day of the week of a day number; Monday is 0, Sunday is 6.
weekday(day) := (day + 3) % 7

_before_march(month) := 1 if {
	month <= 2
} else := 0

# A leading 1 keeps zeros such as in 08 from meaning anything.
_number(digits) := to_number(concat("", ["1", digits])) - _ten_to[count(digits)]

_digits(number, width) := substring(format_int(number + _ten_to[width], 10), 1, width)

_ten_to := {2: 100, 4: 10000}

# METADATA
# title: Facts
# description: Tells a known fact from a missing one. A missing fact never allows.
package dukou.lib.fact

# METADATA
# description: >-
#   The paths, dots between the keys, whose fact is missing from the document: absent, null, empty
#   or "unknown".
missing(document, paths) := [path |
	some path in sort(paths)
	object.get(document, split(path, "."), null) in {null, "unknown", ""}
]

# METADATA
# description: Whether a value is a whole, non-negative number that can be compared with a threshold.
is_count(value) if {
	is_number(value)
	value >= 0
}

package dukou.lib.export_test

import data.dukou.lib.export

_inside := {
	"event": {"actor_location": "CN", "egress_jurisdiction": "CN", "transmits_abroad": false},
	"dataset": {"storage_region": "CN"},
}

test_success_inside_china if not export.is_export(_inside)

test_fail_anything_else_is_export if {
	paths := [
		"/event/actor_location",
		"/event/egress_jurisdiction",
		"/event/transmits_abroad",
		"/dataset/storage_region",
	]
	wrong := {[path, value] |
		some path in paths
		some value in [null, "unknown", "TW", true]
		not export.is_export(json.patch(_inside, [{"op": "add", "path": path, "value": value}]))
	}
	wrong == set()
}

test_fail_nothing_known if export.is_export({})

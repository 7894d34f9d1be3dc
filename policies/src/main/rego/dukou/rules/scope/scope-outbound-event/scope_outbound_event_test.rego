package dukou.rules.scope["scope-outbound-event_test"]

import data.dukou.testing_test

test_success_route_declared if {
	found := testing_test.release("R01", {})
	found == testing_test.allowed
}

test_success_route_declared_at_request if {
	found := testing_test.request("R01", {})
	found == testing_test.allowed
}

test_success_analyst_in_haikou if {
	found := testing_test.release("R01", {
		"/event/actor_location": "CN",
		"/event/egress_jurisdiction": "CN",
		"/event/transmits_abroad": false,
	})
	found == testing_test.allowed
}

test_fail_abroad_without_route if {
	found := testing_test.request("R01", {
		"/mechanism": {"type": "none"},
	})
	found == testing_test.denied({"no_route": {}})
}

test_fail_dataset_kept_abroad_is_export if {
	found := testing_test.release("R01", {
		"/event/actor_location": "CN",
		"/event/egress_jurisdiction": "CN",
		"/event/transmits_abroad": false,
		"/dataset/storage_region": "IE",
		"/mechanism": {"type": "none"},
	})
	found == testing_test.denied({"no_route": {}})
}

_fail_unknown_place_is_abroad := [
	"actor_location",
	"egress_jurisdiction",
	"transmits_abroad",
]

# METADATA
# description: The rows that do not come out as they say.
test_fail_unknown_place_is_abroad if {
	home := {
		"/event/actor_location": "CN",
		"/event/egress_jurisdiction": "CN",
		"/event/transmits_abroad": false,
		"/mechanism": {"type": "none"},
	}
	wrong := {[key, kind] |
		some key in _fail_unknown_place_is_abroad
		pointer := sprintf("/event/%s", [key])
		some kind, place in {"unknown": "unknown", "null": null, "hong_kong": "HK", "basel": "CH"}
		found := testing_test.release("R01", object.union(home, {pointer: place}))
		found.result != "deny"
	}
	wrong == set()
}

test_fail_day_before_order_16 if {
	found := testing_test.release("R01", {
		"/event/time": "2024-03-21T23:59:59.999+08:00",
	})
	found == testing_test.denied({"rules_of_the_day_not_loaded": {"covered_from": "2024-03-22"}})
}

test_success_first_day_of_order_16 if {
	found := testing_test.release("R01", {
		"/event/time": "2024-03-22T00:00:00.000+08:00",
	})
	found == testing_test.allowed
}

test_fail_day_before_pipl if {
	found := testing_test.release("R01", {
		"/event/time": "2021-10-31T23:59:59.999+08:00",
	})
	found == testing_test.denied({"rules_of_the_day_not_loaded": {"covered_from": "2024-03-22"}})
}

test_fail_day_before_pipl_inside_china if {
	found := testing_test.request("R01", {
		"/event/time": "2020-01-01T08:00:00.000+08:00",
		"/event/actor_location": "CN",
		"/event/egress_jurisdiction": "CN",
		"/event/transmits_abroad": false,
	})
	found == testing_test.denied({"rules_of_the_day_not_loaded": {"covered_from": "2024-03-22"}})
}

test_success_first_day_of_pipl_inside_china if {
	found := testing_test.request("R01", {
		"/event/time": "2021-11-01T00:00:00.000+08:00",
		"/event/actor_location": "CN",
		"/event/egress_jurisdiction": "CN",
		"/event/transmits_abroad": false,
	})
	found == testing_test.allowed
}

test_fail_missing_fact_never_allows if {
	paths := ["mechanism.type", "exporter.id"]
	testing_test.not_unknown("R01", {}, paths) == set()
}

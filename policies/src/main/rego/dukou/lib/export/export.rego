# METADATA
# title: Export
# description: >-
#   Tells provision abroad from use inside China. Reading data that is stored in China from abroad is
#   provision abroad, and so is everything whose place is not known to be mainland China.
package dukou.lib.export

# METADATA
# description: Whether the event provides data abroad.
is_export(document) if not _inside(document)

_inside(document) if {
	document.event.actor_location == "CN"
	document.event.egress_jurisdiction == "CN"
	document.event.transmits_abroad == false
	document.dataset.storage_region == "CN"
}

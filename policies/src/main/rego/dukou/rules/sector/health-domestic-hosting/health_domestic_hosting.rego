# METADATA
# title: Health data is hosted in mainland China
# description: >-
#   The primary copy and its backups are on servers in mainland China, and no server overseas is
#   hosted or rented for them.
# related_resources:
#   - ref: https://m.yaozui.com/p/658488
#     description: National Health and Medical Big Data Measures (2018)
#   - ref: https://www.365yiyao.com/index.php?c=show&id=1921100
#     description: Population Health Information Measures (2014)
#   - ref: https://github.com/ImCa0/just-laws
#     description: Cybersecurity Law Art. 39
# custom:
#   id: R62
#   code: health-domestic-hosting
#   version: 1
#   severity: deny
#   confidence: B
#   loosens: false
#   effective_from: "2018-07-12"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: false
#   public_values: []
package dukou.rules.sector["health-domestic-hosting"]

import data.dukou.lib.finding

# METADATA
# description: Facts that the rule needs in this situation.
required := {"dataset.storage_region", "dataset.backup_region", "dataset.rented_overseas_server"}

# METADATA
# description: What the rule finds.
findings contains finding.deny("stored_abroad", {"region": input.dataset.storage_region}) if {
	input.dataset.storage_region != "CN"
}

findings contains finding.deny("backup_abroad", {"region": input.dataset.backup_region}) if {
	input.dataset.backup_region != "CN"
}

findings contains finding.deny("rented_server_abroad", {}) if input.dataset.rented_overseas_server == true

findings contains finding.allow if {
	input.dataset.storage_region == "CN"
	input.dataset.backup_region == "CN"
	input.dataset.rented_overseas_server == false
}

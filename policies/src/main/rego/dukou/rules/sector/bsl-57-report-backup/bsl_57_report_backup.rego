# METADATA
# title: Prior report and backup of genetic information
# description: >-
#   Before human genetic resource information is provided to a recipient overseas, or to one in
#   China that is foreign-controlled, it is reported to the health authority and backed up.
# related_resources:
#   - ref: https://github.com/LawRefBook/Laws
#     description: Biosecurity Law Art. 57
#   - ref: https://github.com/LawRefBook/Laws
#     description: HGR Regulation Art. 28
# custom:
#   id: R56
#   code: bsl-57-report-backup
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2021-04-15"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: false
#   public_values: [authority]
package dukou.rules.sector["bsl-57-report-backup"]

import data.dukou.lib.clock
import data.dukou.lib.finding

_health_commission_from := "2024-05-01"

# METADATA
# description: The event is known not to concern this rule.
out_of_scope if input.hgr.class == "none"

# METADATA
# description: Facts that the rule needs in this situation.
required contains "recipient.country"

required contains "recipient.foreign_controlled"

required contains path if {
	_foreign_recipient
	some path in {"hgr.prior_report_receipt", "hgr.backup_receipt"}
}

# METADATA
# description: What the rule finds.
findings contains finding.deny("report_missing", {"authority": _authority}) if {
	_foreign_recipient
	input.hgr.prior_report_receipt == "none"
}

findings contains finding.deny("backup_missing", {"authority": _authority}) if {
	_foreign_recipient
	input.hgr.backup_receipt == "none"
}

findings contains finding.allow if {
	_foreign_recipient
	input.hgr.prior_report_receipt != "none"
	input.hgr.backup_receipt != "none"
}

findings contains finding.allow if {
	input.recipient.country == "CN"
	input.recipient.foreign_controlled == false
}

_foreign_recipient if input.recipient.country != "CN"

_foreign_recipient if input.recipient.foreign_controlled == true

_authority := "NHC" if clock.date(input.event.time) >= _health_commission_from

_authority := "MOST" if clock.date(input.event.time) < _health_commission_from

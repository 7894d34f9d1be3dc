# METADATA
# title: No restricted recipients
# description: >-
#   The recipient, its affiliates and its registered sub-recipients must not be on a list under
#   PIPL Arts. 42 and 43. A list snapshot that is older than 24 hours, or later than the event,
#   proves nothing, and the request waits for a person.
# related_resources:
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 42
#   - ref: https://github.com/LawRefBook/Laws
#     description: PIPL Art. 43
# custom:
#   id: R06
#   code: pipl-42-43-restricted-recipient
#   version: 1
#   severity: deny
#   confidence: A
#   loosens: false
#   effective_from: "2021-11-01"
#   effective_to: null
#   entry_points: [request, release]
#   export_only: false
#   public_values: []
package dukou.rules.scope["pipl-42-43-restricted-recipient"]

import data.dukou.lib.clock
import data.dukou.lib.finding

# METADATA
# description: Facts that the rule needs in this situation.
required contains "recipient.restricted_listed"

required contains "recipient.list_checked_at"

# METADATA
# description: What the rule finds.
findings contains finding.deny("listed", {}) if input.recipient.restricted_listed == true

findings contains finding.hold("list_stale", {"list_checked_at": input.recipient.list_checked_at}) if not _fresh

findings contains finding.allow if {
	input.recipient.restricted_listed == false
	_fresh
}

_fresh if {
	input.recipient.list_checked_at <= input.event.time
	input.event.time <= clock.plus_days(input.recipient.list_checked_at, 1)
}

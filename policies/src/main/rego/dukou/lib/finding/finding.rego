# METADATA
# title: Findings
# description: The one form of what a rule finds. Codes and values only; sentences are made elsewhere.
package dukou.lib.finding

# METADATA
# description: The rule applies and is met.
allow := {"result": "allow"}

# METADATA
# description: The rule refuses.
deny(code, values) := {"result": "deny", "code": code, "values": values}

# METADATA
# description: The rule holds the request until a person with the authority approves.
hold(code, values) := {"result": "require_approval", "code": code, "values": values}

# METADATA
# description: >-
#   The rule is met and something is owed, at a stage (at_decision, before_release or later) and by a
#   date or null.
owe(code, stage, due, values) := {"result": "oblige", "code": code, "stage": stage, "due": due, "values": values}

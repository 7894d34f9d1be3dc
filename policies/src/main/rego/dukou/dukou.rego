# METADATA
# title: Dukou
# description: Decides whether data about study subjects may leave mainland China.
# scope: subpackages
# schemas:
#   - input: schema.input
package dukou

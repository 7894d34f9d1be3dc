package io.dukou.policies;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Keeps the table of facts equal to the input schema. */
final class PolicyInputDocumentTest {
  private static final String HEAD =
      """
      # Facts that the policy reads

      Generated from `policies/schemas/input.json`; `make policies` rewrites it. One complete input
      is `policies/samples/base.json`.

      Every fact may be absent, or `"unknown"` where the type says so; a missing fact never allows.
      An instant is RFC 3339 with any offset; `PolicyInput` rewrites it to Asia/Shanghai. Country
      codes are ISO 3166-1 alpha-2; `CN` is the mainland only.

      Providers: `gateway` is measured or decided by the gateway itself, `facts` comes from the
      registry of studies, recipients and mechanisms, `ledger` is counted over the consent ledger.

      | fact | type | provided by | meaning |
      |---|---|---|---|
      """;

  @Test
  void tableOfFacts_followsTheSchema() {
    StringBuilder table = new StringBuilder(HEAD);
    describe(Resources.json("schemas/input.json").path("properties"), "", table);
    Tree.sameAsInTree(Tree.MODULE.resolve("../docs/policy-input.md").normalize(), table.toString());
  }

  private static void describe(JsonNode properties, String prefix, StringBuilder table) {
    properties
        .properties()
        .forEach(
            fact -> {
              String path = prefix + fact.getKey();
              JsonNode schema = fact.getValue();
              table.append(
                  "| %s | %s | %s | %s |%n"
                      .formatted(
                          schema.has("properties") ? "**" + path + "**" : "`" + path + "`",
                          type(schema),
                          schema.path("x-provided-by").asText(),
                          schema.path("description").asText()));
              describe(schema.path("properties"), path + ".", table);
            });
  }

  private static String type(JsonNode schema) {
    if (schema.has("enum")) {
      return words(schema.path("enum"));
    }
    if (schema.path("type").asText().equals("array")) {
      return "list of " + type(schema.path("items"));
    }
    if (schema.path("anyOf").path(0).path("pattern").asText().startsWith("^[0-9]{4}")) {
      return schema.path("anyOf").size() > 2 ? "instant or `none`" : "instant";
    }
    if (schema.path("pattern").asText().startsWith("^([A-Z]{2}")) {
      return "country";
    }
    JsonNode type =
        schema.has("anyOf") ? schema.path("anyOf").path(0).path("type") : schema.path("type");
    return schema.has("properties") ? "group" : type.asText();
  }

  private static String words(JsonNode values) {
    if (values.path(0).isBoolean()) {
      return "boolean or `unknown`";
    }
    StringBuilder words = new StringBuilder();
    values.forEach(
        v -> words.append(words.isEmpty() ? "" : ", ").append('`').append(v.asText()).append('`'));
    return words.toString();
  }
}

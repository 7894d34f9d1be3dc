package io.dukou.policies;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the document on rules equal to the METADATA of the rules. */
final class PolicyCatalogueDocumentTest {
  private static final String HEAD =
      """
      # Rules

      Generated from the METADATA of the rules in `policies/src/main/rego`; `make policies` rewrites
      it. What the rules read is in [policy-input.md](policy-input.md).

      A decision evaluates every loaded rule at the time of the event in Asia/Shanghai and collects
      all reasons. `deny` outweighs `require_approval`, which outweighs `allow_with_obligations`,
      which outweighs `allow`. A rule outside its entry point, its dates or its matter is
      `not_applicable`; a rule that lacks a fact is `unknown`, and unknown denies. An exemption
      (marked †) switches off the mechanism rules R28 to R30 and nothing else. A refusal always carries
      a reason: on a day that the loaded rules do not cover, R01 denies and says so.

      Confidence: A, the legal text was read; B, a secondary source; C, from knowledge. A rule of
      confidence C never loosens; the program does not start with one that does. Counsel in China
      has to sign off the rules before they are relied on.

      A rule's version rises by one with every change after which some input gets another result,
      code, value or citation; a change of wording alone does not raise it. Codes are never reused
      for another meaning.

      """;

  @Test
  void document_followsTheMetadata() {
    PolicyCatalogue catalogue = PolicyCatalogue.standard();
    StringBuilder text = new StringBuilder(HEAD);
    text.append("## Loaded\n\n");
    text.append("| rule | what it asks | at | in force | confidence | version | rests on |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    catalogue.loaded().forEach(rule -> text.append(row(rule)));
    catalogue.loaded().forEach(rule -> text.append(section(rule)));
    text.append("\n## Not loaded yet\n\n");
    catalogue.notLoaded().stream()
        .map(name -> "- %s `%s`%n".formatted(name.number(), name.id()))
        .forEach(text::append);
    Tree.sameAsInTree(Tree.MODULE.resolve("../docs/policies.md").normalize(), text.toString());
  }

  private static String row(RuleEntry rule) {
    return "| %s%s `%s` | %s | %s | %s | %s | %d | %s |%n"
        .formatted(
            rule.number(),
            rule.loosens() ? " †" : "",
            rule.id(),
            rule.title(),
            String.join(", ", rule.entryPoints()),
            "from "
                + rule.effectiveFrom()
                + (rule.effectiveTo() == null ? "" : " to " + rule.effectiveTo()),
            rule.confidence(),
            rule.version(),
            String.join("; ", rule.citations()));
  }

  private static String section(RuleEntry rule) {
    String shown =
        rule.publicValues().isEmpty()
            ? "no value"
            : rule.publicValues().stream()
                .sorted()
                .map(key -> "`" + key + "`")
                .collect(Collectors.joining(", "));
    return "%n### %s %s%n%n%s%n%nShown abroad: %s.%n"
        .formatted(rule.number(), rule.title(), rule.description(), shown);
  }
}

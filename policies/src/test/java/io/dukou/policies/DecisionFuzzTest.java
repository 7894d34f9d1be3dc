package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Damaged answers of an engine: each is malformed, or a decision that is not milder than the
 * results it names. {@code -Ddukou.fuzz=N} multiplies the rounds.
 */
final class DecisionFuzzTest {
  private static final int ROUNDS = 3_000 * Integer.getInteger("dukou.fuzz", 1);
  private static final PolicyBundle BUNDLE = PolicyBundle.load();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<JsonNode> VALUES =
      List.of(
          NODES.textNode("allow"),
          NODES.textNode("deny"),
          NODES.textNode("not_applicable"),
          NODES.textNode("unknown"),
          NODES.textNode("R01"),
          NODES.textNode(""),
          NODES.numberNode(0),
          NODES.numberNode(1e300),
          NODES.booleanNode(true),
          NODES.nullNode(),
          NODES.arrayNode(),
          NODES.objectNode());

  private final Random random = new Random(20_260_303);

  @Test
  void damagedAnswer_isMalformed_orNotMilderThanItsResults() {
    List<JsonNode> answers = Samples.all().stream().map(DecisionFuzzTest::answer).toList();
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      JsonNode damaged = damaged(answers.get(round % answers.size()).deepCopy());
      try {
        assertNotMilder(BUNDLE.decision(damaged));
        read++;
      } catch (MalformedDecisionException refused) {
        assertThat(refused).hasMessageNotContaining("\n");
      }
    }
    assertThat(read).isBetween(1, ROUNDS / 2);
  }

  @Test
  void damagedText_isNoJson_orJson() {
    String text = answer(Samples.all().get(0)).toString();
    for (int round = 0; round < ROUNDS; round++) {
      int at = random.nextInt(text.length());
      String damaged =
          text.substring(0, at)
              + "\"{}[],:0e\u0000".charAt(random.nextInt(10))
              + text.substring(at + random.nextInt(2));
      try {
        assertNotMilder(BUNDLE.decision(PolicyBundle.parse(damaged)));
      } catch (MalformedDecisionException refused) {
        assertThat(damaged).isNotEqualTo(text);
      }
    }
  }

  private static void assertNotMilder(Decision decision) {
    boolean stopped =
        decision.evaluated().stream()
            .map(Evaluated::result)
            .anyMatch(result -> result == RuleResult.DENY || result == RuleResult.UNKNOWN);
    assertThat(decision.refuses() || !stopped).as("%s", decision).isTrue();
    assertThat(BUNDLE.decision(withoutRevision(decision))).isEqualTo(decision);
  }

  private static JsonNode answer(Samples.Sample sample) {
    return withoutRevision(
        Engines.decide(Engines.embedded(), sample.entryPoint(), PolicyInput.of(sample.input())));
  }

  private static JsonNode withoutRevision(Decision decision) {
    ObjectNode json = decision.toJson();
    json.remove("revision");
    return json;
  }

  /** Puts something else in one to three places of a tree, or takes something away there. */
  private JsonNode damaged(JsonNode tree) {
    for (int i = random.nextInt(3); i >= 0; i--) {
      List<JsonNode> containers = new ArrayList<>();
      collect(tree, containers);
      damage(containers.get(random.nextInt(containers.size())));
    }
    return tree;
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private void damage(JsonNode container) {
    JsonNode value = VALUES.get(random.nextInt(VALUES.size())).deepCopy();
    if (container instanceof ArrayNode array) {
      switch (array.isEmpty() ? 2 : random.nextInt(3)) {
        case 0 -> array.remove(random.nextInt(array.size()));
        case 1 -> array.set(random.nextInt(array.size()), value);
        default -> array.insert(random.nextInt(array.size() + 1), value);
      }
    } else if (container instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      names.add("other");
      String name = names.get(random.nextInt(names.size()));
      if (random.nextBoolean()) {
        object.remove(name);
      } else {
        object.set(name, value);
      }
    }
  }
}

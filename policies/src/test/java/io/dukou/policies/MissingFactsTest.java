package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** No fact that is taken away turns a refusal into an allow, and almost none may be missing. */
final class MissingFactsTest {
  /** Facts that need not be known, each for its reason. */
  private static final Set<String> MAY_BE_MISSING =
      Set.of(
          // only recorded
          "/event/kind",
          "/dataset/id",
          // missing means abroad, as the base input is
          "/event/actor_location",
          "/event/egress_jurisdiction",
          "/event/transmits_abroad",
          // needed only by rules that do not concern the base input
          "/exporter/foreign_holding_pct",
          "/exporter/foreign_control",
          "/recipient/country",
          "/recipient/foreign_controlled",
          "/recipient/authority_approval_no",
          "/consent/minor_rules_id",
          "/consent/subjects/under_14_without_guardian");

  @Test
  void everyOtherFactOfTheBaseInput_isNeeded() {
    Set<String> unneeded = new TreeSet<>();
    for (String path : paths(Tree.base(), "")) {
      for (JsonNode instead : List.of(NullNode.instance, TextNode.valueOf("unknown"))) {
        ObjectNode changed = Tree.base();
        Samples.set(changed, path, instead);
        if (!refuses(EntryPoint.RELEASE, changed)) {
          unneeded.add(path);
        }
      }
      if (!refuses(EntryPoint.RELEASE, without(Tree.base(), path))) {
        unneeded.add(path);
      }
    }
    assertThat(unneeded).isEqualTo(new TreeSet<>(MAY_BE_MISSING));
  }

  @Test
  void factTakenFromARefusal_neverMakesItAnAllow() {
    for (Samples.Sample sample : Samples.all()) {
      if (sample.name().endsWith("/denied")) {
        for (String path : paths(sample.input(), "")) {
          assertThat(refuses(sample.entryPoint(), without(sample.input(), path)))
              .as("%s without %s", sample.name(), path)
              .isTrue();
        }
      }
    }
  }

  @Test
  void severalFactsTakenFromARefusal_neverMakeItAnAllow() {
    Random random = new Random(20261120);
    List<Samples.Sample> denied =
        Samples.all().stream().filter(s -> s.name().endsWith("/denied")).toList();
    for (int round = 0; round < 200; round++) {
      Samples.Sample sample = denied.get(random.nextInt(denied.size()));
      ObjectNode input = sample.input().deepCopy();
      for (int taken = 1 + random.nextInt(6); taken > 0; taken--) {
        List<String> paths = paths(input, "");
        input = without(input, paths.get(random.nextInt(paths.size())));
      }
      assertThat(refuses(sample.entryPoint(), input)).as("%s, round %d", sample, round).isTrue();
    }
  }

  @Test
  void nothingKnownButTheTime_isRefused() {
    ObjectNode bare = Resources.JSON.createObjectNode();
    bare.set("event", Resources.JSON.createObjectNode().put("time", "2026-11-20T10:30:00Z"));
    assertThat(refuses(EntryPoint.REQUEST, bare)).isTrue();
    assertThat(refuses(EntryPoint.RELEASE, bare)).isTrue();
  }

  /** An input that breaks the schema is refused before any engine sees it. */
  private static boolean refuses(EntryPoint entryPoint, ObjectNode facts) {
    PolicyInput input;
    try {
      input = PolicyInput.of(facts);
    } catch (InvalidPolicyInputException e) {
      return true;
    }
    return Engines.decide(Engines.embedded(), entryPoint, input).refuses();
  }

  private static List<String> paths(JsonNode node, String prefix) {
    List<String> paths = new ArrayList<>();
    node.properties()
        .forEach(
            entry -> {
              String path = prefix + "/" + entry.getKey();
              paths.add(path);
              if (entry.getValue().isObject()) {
                paths.addAll(paths(entry.getValue(), path));
              }
            });
    return paths;
  }

  private static ObjectNode without(ObjectNode input, String path) {
    ObjectNode less = input.deepCopy();
    int last = path.lastIndexOf('/');
    ((ObjectNode) less.at(path.substring(0, last))).remove(path.substring(last + 1));
    return less;
  }
}

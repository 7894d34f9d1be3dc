package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The samples of the rules: each changes the base input and says what one rule makes of it. */
final class Samples {
  /**
   * One sample.
   *
   * @param name folder and file, for example {@code R40-o13-6-contract-in-force/denied}
   * @param entryPoint where it is decided
   * @param input the base input with the changes
   * @param rule number of the rule that it shows
   * @param expect what is expected of that rule, and the outcome
   */
  record Sample(
      String name, EntryPoint entryPoint, ObjectNode input, String rule, JsonNode expect) {
    /** Asserts that {@code decision} is the expected one. */
    void assertDecides(Decision decision) {
      assertThat(decision.outcome().code()).as("outcome").isEqualTo(expect.at("/outcome").asText());
      assertThat(decision.evaluated())
          .contains(new Evaluated(rule, RuleResult.ofCode(expect.at("/result").asText())));
      assertThat(decision.reasons().stream().filter(r -> r.rule().equals(rule)).toList())
          .as("reasons of %s", rule)
          .map(r -> r.code() + Values.toJson(r.values()))
          .isEqualTo(texts("/reasons", r -> r.at("/code").asText() + r.at("/values")));
      assertThat(decision.obligations().stream().filter(o -> o.rule().equals(rule)).toList())
          .as("obligations of %s", rule)
          .map(o -> o.code() + " " + o.stage().code() + " " + o.due())
          .isEqualTo(texts("/obligations", Sample::obligation));
    }

    private static String obligation(JsonNode o) {
      return o.at("/code").asText() + " " + o.at("/stage").asText() + " " + o.at("/due").asText();
    }

    private List<String> texts(String list, Function<JsonNode, String> text) {
      return Stream.iterate(0, i -> i < expect.at(list).size(), i -> i + 1)
          .map(i -> text.apply(expect.at(list).get(i)))
          .toList();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private Samples() {}

  /** Returns all samples, by name. */
  static List<Sample> all() {
    try (Stream<Path> files = Files.walk(Tree.MODULE.resolve("samples"), 2)) {
      return files
          .filter(file -> file.getParent().getFileName().toString().matches("R\\d\\d-.*"))
          .sorted()
          .map(Samples::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the value at a JSON pointer; the object that holds it must be there. */
  static void set(ObjectNode input, String pointer, JsonNode value) {
    JsonPointer place = JsonPointer.compile(pointer);
    ((ObjectNode) input.at(place.head())).set(place.last().getMatchingProperty(), value);
  }

  private static Sample read(Path file) {
    JsonNode json = Tree.json(file);
    ObjectNode input = Tree.base();
    json.path("changes").properties().forEach(c -> set(input, c.getKey(), c.getValue()));
    return new Sample(
        file.getParent().getFileName() + "/" + file.getFileName().toString().replace(".json", ""),
        EntryPoint.valueOf(json.path("entry_point").asText().toUpperCase(Locale.ROOT)),
        input,
        json.path("rule").asText(),
        json.path("expect"));
  }
}

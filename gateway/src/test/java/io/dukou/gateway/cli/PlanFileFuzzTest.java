package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a plan file holds, {@code protect} ends with 0, 1, 2 or 3. */
final class PlanFileFuzzTest {
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1",
          "99",
          "2147483648",
          "1e400",
          "0.5",
          "\"\"",
          "\"x\"",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "[]",
          "[[]]",
          "[null]",
          "{}",
          "{\"a\":1}",
          "\"age\"",
          "\"1\"",
          "\"left\"",
          "\"quasi-identifier\"",
          "\"insensitive\"",
          "\"integer\"",
          "\"date\"",
          "{\"redact\":{\"from\":\"right\",\"char\":\"\",\"length\":6}}",
          "{\"date\":[\"year\"]}",
          "{\"intervals\":{\"start\":\"1e999999\",\"width\":\"1\",\"factors\":[9]}}");

  /** A value behind a key, if it is no list or object, or is an empty or flat one. */
  private static final Pattern VALUE =
      Pattern.compile(":(\"[^\"]*\"|[-0-9.e]+|true|false|null|\\[[^\\[\\]{}]*]|\\{[^{}]*})");

  @TempDir private Path folder;
  private StudyOfTwenty study;
  private byte[] plan;

  @BeforeEach
  void plan() throws IOException {
    study = new StudyOfTwenty(folder);
    study.plan();
    plan = Files.readAllBytes(study.file("plan.json"));
  }

  @Test
  void changedBytes_neverFailInside() throws IOException {
    Random random = new Random(12);
    for (int run = 0; run < 600; run++) {
      Files.write(study.file("plan.json"), Mutations.of(plan, random));
      assertKnownEnd("run " + run);
    }
  }

  @Test
  void changedValuesUnderAFittingSeal_neverFailInside() throws IOException {
    String content = StudyOfTwenty.content(new String(plan, UTF_8));
    List<MatchResult> places = VALUE.matcher(content).results().toList();
    Random random = new Random(13);
    for (int run = 0; run < 600; run++) {
      MatchResult place = places.get(random.nextInt(places.size()));
      String value = VALUES.get(random.nextInt(VALUES.size()));
      study.writeSealedPlan(
          content.substring(0, place.start(1)) + value + content.substring(place.end(1)));
      assertKnownEnd(place.group() + " -> " + value);
    }
  }

  @Test
  void filesThatAreNoPlanAtAll_neverFailInside() throws IOException {
    for (String text :
        List.of("", "null", "[]", "[".repeat(200_000), "{\"a\":".repeat(999), "1e9999")) {
      Files.writeString(study.file("plan.json"), text);
      assertThat(assertKnownEnd(text.substring(0, Math.min(9, text.length())))).isEqualTo(2);
    }
  }

  private int assertKnownEnd(String what) {
    CommandRun run = study.protect("./plan.json");
    assertThat(run.status()).as("%s: %s", what, run.err()).isBetween(0, 3);
    return run.status();
  }
}

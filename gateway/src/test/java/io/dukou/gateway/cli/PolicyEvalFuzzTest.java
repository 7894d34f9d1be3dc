package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the input holds, {@code policy eval} ends with 0, 1 or 2. */
final class PolicyEvalFuzzTest {
  private static final Path BASE = Path.of("../policies/samples/base.json");

  @TempDir private Path folder;

  static String[] oddInputs() {
    return new String[] {
      "",
      "null",
      "[]",
      "[".repeat(100_000),
      "{\"a\":".repeat(100_000),
      "{\"a\":" + "[".repeat(990) + "]".repeat(990) + "}",
      "{\"event\":{\"time\":1e400}}",
      "{\"event\":{\"time\":\"2026-11-20T10:30:00Z\",\"id\":-1e400}}",
      "{\"event\":{\"time\":" + "9".repeat(2000) + "}}",
      "{\"event\":{\"time\":\"2026-11-20T10:30:00Z\",\"a\":\"\\ud800\"}}",
      "{\"event\":7}",
      "{\"" + "a".repeat(60_000) + "\":1}",
      "\ufeff{}"
    };
  }

  @ParameterizedTest
  @MethodSource("oddInputs")
  void oddInput_isBadInput(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("input.json"), text);

    assertThat(eval(file, "--input").status()).isEqualTo(2);
    assertThat(eval(file, "--as-of", "2026-11-20T10:30:00Z", "--input").status())
        .as("1 where only the time was wrong")
        .isIn(1, 2);
  }

  @Test
  void changedBytes_neverFailInside() throws IOException {
    byte[] base = Files.readAllBytes(BASE);
    Random random = new Random(14);
    for (int run = 0; run < 150; run++) {
      Path file = Files.write(folder.resolve("input.json"), Mutations.of(base, random));
      CommandRun ended = eval(file, "--input");
      assertThat(ended.status()).as("run %d: %s", run, ended.err()).isBetween(0, 2);
    }
  }

  private static CommandRun eval(Path file, String... options) {
    String[] arguments = new String[3 + options.length];
    arguments[0] = "policy";
    arguments[1] = "eval";
    System.arraycopy(options, 0, arguments, 2, options.length);
    arguments[arguments.length - 1] = file.toString();
    return CommandRun.of(arguments);
  }
}

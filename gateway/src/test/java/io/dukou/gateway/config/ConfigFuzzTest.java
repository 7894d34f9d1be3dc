package io.dukou.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.yaml.UnusableFileException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged file is read as something sound or refused with a place, and never anything else. */
final class ConfigFuzzTest {
  private static final int ROUNDS = 600 * Integer.getInteger("dukou.fuzz", 1);
  private static final String[] PIECES = {
    ":",
    "- ",
    "  ",
    "\n",
    "{",
    "}",
    "[",
    "]",
    "'",
    "\"",
    "#",
    "&a ",
    "*a",
    "!!x ",
    "|\n",
    "? ",
    "\t",
    "\u0000",
    "\uFEFF",
    "\uD840\uDC00",
    "null",
    "1e999",
    "%",
    "@",
    "`",
    "---\n",
    "...\n"
  };

  @TempDir private Path temporary;

  @Test
  void damagedFile_isReadOrRefusedWithPlaces() {
    ConfigFolder folder = ConfigFolder.in(temporary);
    Random random = new Random(20_260_301);
    String sound = ConfigFolder.resource("full.yaml");
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      refused += isRefused(folder, damage(sound, random)) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(ROUNDS / 2);
  }

  private static boolean isRefused(ConfigFolder folder, String yaml) {
    try {
      folder.load(yaml);
      return false;
    } catch (UnusableFileException e) {
      assertThat(e.problems()).isNotEmpty().allMatch(problem -> !problem.message().isBlank());
      return true;
    }
  }

  private static String damage(String text, Random random) {
    StringBuilder damaged = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(3)) {
        case 0 -> damaged.deleteCharAt(at);
        case 1 -> damaged.insert(at, PIECES[random.nextInt(PIECES.length)]);
        default -> damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(40)));
      }
    }
    return damaged.toString();
  }
}

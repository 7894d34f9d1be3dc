package io.dukou.gateway.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.yaml.UnusableFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged facts and consents are read as something sound or refused with a place, and a consent
 * ledger is never quoted. {@code -Ddukou.fuzz=N} multiplies the rounds.
 */
final class FactsFuzzTest {
  private static final int ROUNDS = 400 * Integer.getInteger("dukou.fuzz", 1);
  private static final String SUBJECT = "S-";
  private static final String[] PIECES = {
    ":",
    "- ",
    "  ",
    "\n",
    "\r\n",
    "{",
    "[",
    "'",
    "\"",
    "#",
    ",",
    ",,",
    "|",
    "\t",
    "\u0000",
    "\uFEFF",
    "\uD840\uDC00",
    "null",
    "yes",
    "2026-02-30",
    "-1",
    "1e999"
  };

  private final Random random = new Random(20_260_302);

  @TempDir private Path temporary;
  private FactsFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = FactsFolder.in(temporary);
  }

  @Test
  void damagedFacts_areReadOrRefusedWithPlaces() {
    assertThat(refused("facts.yaml", FactsFolder.resource("full.yaml")))
        .isBetween(ROUNDS / 4, ROUNDS - 1);
  }

  @Test
  void damagedConsents_areReadOrRefusedWithPlaces_andNeverQuoted() {
    assertThat(refused("consents.csv", FactsFolder.resource("consents.csv")))
        .isBetween(ROUNDS / 4, ROUNDS - 1);
  }

  /** Returns how many of the damaged files were refused. */
  private int refused(String file, String sound) {
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      folder.write(file, damaged(sound));
      List<String> problems = problems();
      assertThat(problems).allSatisfy(problem -> assertThat(problem).isNotBlank());
      if (file.endsWith(".csv")) {
        assertThat(problems).noneMatch(problem -> problem.contains(SUBJECT));
      }
      refused += problems.isEmpty() ? 0 : 1;
    }
    return refused;
  }

  private List<String> problems() {
    try {
      folder.load();
      return List.of();
    } catch (UnusableFileException e) {
      assertThat(e.problems()).isNotEmpty();
      return e.problems().stream().map(problem -> problem.message()).toList();
    }
  }

  private String damaged(String text) {
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

package io.dukou.anonymizer.identifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What clinical tables are full of, and what is made to cost time, is not taken for a number. */
final class HarmlessNumbersTest {
  private static final int LONG = 1 << 17;

  @Test
  void laboratoryValues_areNeitherIdsNorPhones() {
    Random random = new Random(1515);
    for (int run = 0; run < 100_000; run++) {
      assertHarmless(laboratoryValue(random));
    }
  }

  private static String laboratoryValue(Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> number(random, 1000);
      case 1 -> number(random, 20) + " (" + number(random, 10) + "-" + number(random, 30) + ")";
      case 2 -> random.nextInt(220) + "/" + random.nextInt(130) + " mmHg";
      case 3 -> number(random, 300) + " - " + number(random, 300) + " 10^9/L";
      case 4 -> "%s %s %s".formatted(number(random, 9), number(random, 99), number(random, 999));
      case 5 -> "" + random.nextDouble();
      case 6 ->
          "%d-%02d-%02dT%02d:%02d"
              .formatted(
                  1990 + random.nextInt(40),
                  month(random),
                  day(random),
                  hour(random),
                  minute(random));
      case 7 ->
          "%d-%02d-%02d / %d-%02d-%02d"
              .formatted(
                  1990 + random.nextInt(40),
                  month(random),
                  day(random),
                  1990 + random.nextInt(40),
                  month(random),
                  day(random));
      default ->
          "visit %d, day %d, %s mg"
              .formatted(random.nextInt(12), random.nextInt(400), number(random, 500));
    };
  }

  private static String number(Random random, int most) {
    return String.format(Locale.ROOT, "%." + random.nextInt(4) + "f", random.nextDouble() * most);
  }

  private static int month(Random random) {
    return 1 + random.nextInt(12);
  }

  private static int day(Random random) {
    return 1 + random.nextInt(28);
  }

  private static int hour(Random random) {
    return random.nextInt(24);
  }

  private static int minute(Random random) {
    return random.nextInt(60);
  }

  /** A search that took the square of the length, or more, would not end. */
  @Test
  void hostileCells_areReadOnce() {
    assertHarmless("1".repeat(LONG));
    assertHarmless("9 ".repeat(LONG));
    assertHarmless("1  3 - ".repeat(LONG));
    assertHarmless("-".repeat(LONG));
    assertHarmless("13".repeat(LONG) + "x");
    assertHarmless("+86".repeat(LONG));
    assertHarmless("1.".repeat(LONG));
    assertHarmless("一三".repeat(LONG));
    assertHarmless("(0".repeat(LONG));
  }

  private static void assertHarmless(String text) {
    String folded = PlainText.fold(text);
    boolean found = ResidentIdFinder.foundIn(folded) || PhoneFinder.foundIn(folded);
    assertThat(found).as(text.length() > 100 ? "a long text" : text).isFalse();
  }
}

package io.dukou.anonymizer.identifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResidentIdFinderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "440524188001010014", // the example of GB 11643-1999, annex A
        "11010519491231002X", // likewise
        "11010519491231002x",
        "ID:11010519491231002X.",
        "110105 19491231 002X",
        "110105-1949-1231-002X",
        "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
        "患者１１０１０５１９４９１２３１００２Ｘ复诊",
        "110105\u200b19491231\u200b002X",
        "2020 11010519491231002X 3",
        "no11010519491231002Xyes",
        "110105491231002", // 15 digits
        "病案110105491231002号",
        "110105 491231 002"
      })
  void residentId_isFoundHoweverItIsWritten(String text) {
    assertThat(ResidentIdFinder.foundIn(PlainText.fold(text))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "110105194912310021", // check character
        "110105194902310025", // 31 February
        "910105194912310027", // no such province
        "0110105194912310021",
        "0.110105194912310020",
        "11010519491231002", // 17 digits
        "910105491231002",
        "110105491331002",
        "1101054912310021",
        "2024-01-01T00:00:00+08:00",
        "hemoglobin 13.5 g/dL"
      })
  void otherNumber_isNotFound(String text) {
    assertThat(ResidentIdFinder.foundIn(PlainText.fold(text))).isFalse();
  }

  @Test
  void everyValidNumber_isFoundAndNoneWithAnotherCheckCharacter() {
    Random random = new Random(7);
    for (int run = 0; run < 5_000; run++) {
      String number = ResidentIds.next(random);
      assertThat(found(number)).as(number).isTrue();
      char wrong = number.charAt(17) == '0' ? '1' : '0';
      assertThat(found(number.substring(0, 17) + wrong)).as(number).isFalse();
    }
  }

  @Test
  void randomNumbersOf18Digits_rarelyPass() {
    Random random = new Random(8);
    int passed = 0;
    for (int run = 0; run < 200_000; run++) {
      long high = random.nextLong(100_000_000L, 1_000_000_000L);
      passed += found(high + "%09d".formatted(random.nextInt(1_000_000_000))) ? 1 : 0;
    }
    assertThat(passed).isLessThan(15);
  }

  private static boolean found(String text) {
    return ResidentIdFinder.foundIn(PlainText.fold(text));
  }
}

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
        "110105 491231 002",
        "110105.491231.002",
        "110105_49_12_31_002",
        "1.1.0.1.0.5.4.9.1.2.3.1.0.0.2",
        "110105.19491231.002X",
        "110105  19491231  002X",
        "110105--19491231--002X",
        "110105_1949_12_31_002_X",
        "110105/19491231/002x",
        "110105 - 19491231 - 002X",
        "110105\t19491231\n002X",
        "1.1.0.1.0.5.1.9.4.9.1.2.3.1.0.0.2.X",
        "110105·19491231·002X",
        "110105\u30fb19491231\u2022002X",
        "110105\u201019491231\u2014002X", // hyphen, em dash
        "110105\u221219491231\uff0d002X", // minus, full width
        "110105\u300019491231\u00a0002X", // wide and fixed blanks
        "110105．19491231＿002Ｘ",
        "1\u200b1\u20600\ufeff105\u00ad19491231\u200d002X", // invisible
        "一一〇一〇五一九四九一二三一〇〇二X",
        "身份证壹壹零壹零伍 壹玖肆玖壹贰叁壹 零零贰×",
        "一1〇一〇五〡九四九一二三一00二x"
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
        "hemoglobin 13.5 g/dL",
        "110105     19491231     002X", // too far apart
        "110105,19491231,002X", // a list
        "11010519491231002X5",
        "110105.19491231.0020",
        "1.110105194912310021",
        "110.105.491231.002", // no grouping of the older form
        "1.2.840.113619.2.55.3.604688119.971", // an object identifier
        "二〇二四年一月一日 一日三次 每次二片"
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

  @Test
  void randomGrouping_isFound() {
    Random random = new Random(17);
    for (int run = 0; run < 2_000; run++) {
      String text = parted(ResidentIds.next(random), random);
      assertThat(found(text)).as(text).isTrue();
    }
  }

  /** Puts separators between some digits. */
  private static String parted(String number, Random random) {
    String[] separators = {"", "", "", ".", "_", " ", "  ", " - ", "\u2013", "·", "　", "\u200b"};
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < number.length(); i++) {
      text.append(i == 0 ? "" : separators[random.nextInt(separators.length)]);
      text.append(number.charAt(i));
    }
    return text.toString();
  }

  private static boolean found(String text) {
    return ResidentIdFinder.foundIn(PlainText.fold(text));
  }
}

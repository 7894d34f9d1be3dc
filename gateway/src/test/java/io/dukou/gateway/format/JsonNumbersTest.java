package io.dukou.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonNumbersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "7",
        "-7",
        "1.0",
        "1.50",
        "0.1",
        "-0.5",
        "36.6",
        "123456789012345",
        "9007199254740991", // 2^53 - 1
        "-9007199254740991",
        "0.30000000000000004", // how a double prints
        "3.141592653589793",
        "9007199254740990.0",
        "0.00001",
        "1.0000000000000000000000",
      })
  void exactNumber_keepsItsText(String number) {
    assertThat(JsonNumbers.exact(number)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740992", // 2^53: a double cannot tell it from 2^53 + 1
        "9007199254740993",
        "-9007199254740992",
        "18446744073709551616",
        "9007199254740992.0",
        "4503599627370497.123", // a fraction that a double has no room for
        "0.300000000000000041", // a digit more than a double
        "3.14159265358979323846",
        "1e16",
        "1.5e300",
        "1e400",
        "1e-400",
        "4.9406564584124654e-324123",
        "1e99999999999999",
        "1e-99999999999999",
        "0e99999999999999",
      })
  void inexactNumber_isRefused(String number) {
    assertThat(JsonNumbers.exact(number)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1e3, 1000",
    "1E+3, 1000",
    "1.25e2, 125",
    "1.5e-5, 0.000015",
    "-2.50e1, -25.0",
    "9007199254740991e0, 9007199254740991",
    "-0, 0",
    "-0.0, 0.0",
    "-0.00, 0.00",
    "0e5, 0",
    "-0e-5, 0",
    "0.0e-999999999, 0",
  })
  void spelling_beyondTheValue_isTakenAway(String number, String kept) {
    assertThat(JsonNumbers.exact(number)).isEqualTo(kept);
  }

  @Test
  void everyDoubleBelowTheLimit_isKept_asThatDouble() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      double value = Math.scalb(random.nextDouble() - 0.5, random.nextInt(54 + 200) - 200);
      String kept = JsonNumbers.exact(Double.toString(value));
      assertThat(kept).as("%s", value).isNotNull();
      assertThat(Double.parseDouble(kept)).isEqualTo(value);
      assertThat(JsonNumbers.isPlainNumber(kept)).isTrue();
    }
  }

  @Test
  void everyDecimalOfFifteenDigits_isKept_asThatDecimal() {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      BigDecimal value =
          BigDecimal.valueOf(random.nextLong() % 1_000_000_000_000_000L, random.nextInt(20));
      String kept = JsonNumbers.exact(value.toString());
      assertThat(kept).as("%s", value).isNotNull();
      assertThat(new BigDecimal(kept)).isEqualByComparingTo(value);
    }
  }

  @Test
  void whatIsKept_isWhatADoubleWouldShow() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      String digits = Long.toString(1 + random.nextLong(999_999_999_999_999_999L));
      String number = digits.charAt(0) + "." + (digits.length() == 1 ? "0" : digits.substring(1));
      String kept = JsonNumbers.exact(number);
      if (kept != null) {
        BigDecimal exact = new BigDecimal(number);
        BigDecimal seen = new BigDecimal(Double.parseDouble(number));
        assertThat(seen.subtract(exact).abs()).isLessThan(exact.stripTrailingZeros().ulp());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0", "10", "-1.5", "0.001", "123456789012345678901234567890"})
  void plainNumber_isOne(String text) {
    assertThat(JsonNumbers.isPlainNumber(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+1",
        "01",
        "-01",
        "1.",
        ".5",
        "1.5.2",
        "1e3",
        "NaN",
        "Infinity",
        "1 ",
        " 1",
        "0x1",
        "１",
        "1,0",
        "1-",
        "*"
      })
  void anythingElse_isNoPlainNumber(String text) {
    assertThat(JsonNumbers.isPlainNumber(text)).isFalse();
  }
}

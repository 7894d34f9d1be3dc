package io.dukou.gateway.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueTypesTest {
  private static final ValueType<Duration> DURATION =
      ValueTypes.duration(Duration.ZERO, Duration.ofDays(365));

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "30s, PT30S",
    "30 s, PT30S",
    "5m, PT5M",
    "2h, PT2H",
    "1d, PT24H",
    "PT1M30S, PT1M30S",
    "P1D, PT24H"
  })
  void duration_isReadInShortAndIsoForm(String written, Duration expected) {
    assertThat(DURATION.parser().apply(written)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-5s", "1.5h", "5 weeks", "9999999999s", "PT", "1D"})
  void otherText_isNoDuration(String written) {
    assertThatThrownBy(() -> DURATION.parser().apply(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("write a duration");
  }

  @ParameterizedTest
  @ValueSource(strings = {"500ms", "30s", "5m", "2h", "1d", "90s", "0ms"})
  void duration_isFormattedAsItIsRead(String written) {
    assertThat(ValueTypes.format(DURATION.parser().apply(written))).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({
    "0 B, 0",
    "512B, 512",
    "64 KiB, 65536",
    "64KiB, 65536",
    "3 MiB, 3145728",
    "2 GiB, 2147483648",
    "1 TiB, 1099511627776",
    "8388607 TiB, 9223370937343148032"
  })
  void size_isRead(String written, long bytes) {
    assertThat(ByteSize.parse(written)).isEqualTo(new ByteSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "64", "64 kB", "64 MB", "-1 B", "1.5 MiB", "8388608 TiB", "B", "1  B"})
  void otherText_isNoSize(String written) {
    assertThatThrownBy(() -> ByteSize.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("write a size");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 B", "1 B", "1023 B", "1 KiB", "1025 B", "5 MiB", "7 TiB"})
  void size_isPrintedAsItIsRead(String written) {
    assertThat(ByteSize.parse(written)).hasToString(written);
  }

  @Test
  void time_needsAnOffset() {
    assertThat(ValueTypes.TIME.parser().apply("2026-03-01T09:00:00+08:00"))
        .isEqualTo(Instant.parse("2026-03-01T01:00:00Z"));
    assertThatThrownBy(() -> ValueTypes.TIME.parser().apply("2026-03-01T09:00:00"))
        .hasMessageStartingWith("write a time with its offset");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+999999999-12-31T23:59:59+08:00",
        "9999-12-31T23:59:59Z",
        "0000-12-31T00:00:00+08:00",
        "-0001-01-01T00:00:00+08:00"
      })
  void timeOutsideFourDigitYears_isRefused(String written) {
    assertThatThrownBy(() -> ValueTypes.TIME.parser().apply(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("write a year from 0001 to 9999");
  }

  @Test
  void firstAndLastDayOfFourDigitYears_areRead() {
    for (String written : List.of("9999-12-31T23:59:59+08:00", "0001-01-01T00:00:00+08:00")) {
      assertThat(ValueTypes.TIME.parser().apply(written).atOffset(ZoneOffset.ofHours(8)))
          .hasToString(written.replace("00:00:00+", "00:00+"));
    }
    assertThatThrownBy(() -> ValueTypes.DATE.parser().apply("+10000-01-01"))
        .hasMessage("write a year from 0001 to 9999");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host/",
        "https:///path",
        "https://user@host/",
        "https://host/#part",
        "host/path",
        "https://ho st/",
        "javascript:alert(1)"
      })
  void otherText_isNoUrl(String written) {
    assertThatThrownBy(() -> ValueTypes.URL.parser().apply(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("write a URL");
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "9, true",
    "9.0, true",
    "1e0, true",
    "9.5, false",
    "10, false",
    "-1, false"
  })
  void integer_isWholeAndWithinItsBounds(String written, boolean taken) {
    ValueType<Integer> type = ValueTypes.integer(0, 9);
    if (taken) {
      assertThat(type.parser().apply(written)).isBetween(0, 9);
    } else {
      assertThatThrownBy(() -> type.parser().apply(written))
          .hasMessage("write a whole number from 0 to 9");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1e-999999999", "0x10", "NaN", ".inf"})
  void monstrousNumber_isRefusedWithoutWork(String written) {
    assertThatThrownBy(() -> ValueTypes.decimal("0", "100").parser().apply(written))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ValueTypes.whole(0, 9).parser().apply(written))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "LC-2026-001", "label_update", "a.b/c", "7"})
  void identifier_isTaken(String written) {
    assertThat(ValueTypes.IDENTIFIER.parser().apply(written)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "a b", "研究", "a\nb"})
  void otherText_isNoIdentifier(String written) {
    assertThatThrownBy(() -> ValueTypes.IDENTIFIER.parser().apply(written))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void identifier_hasAtMostHundredCharacters() {
    assertThat(ValueTypes.isIdentifier("x".repeat(100))).isTrue();
    assertThat(ValueTypes.isIdentifier("x".repeat(101))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"timeout, timeout, 0", "timout, timeout, 1", "TIMEOUT, timeout, 0", "'', abc, 3"})
  void distance_countsEdits(String one, String other, int expected) {
    assertThat(Spelling.distance(one, other)).isEqualTo(expected);
  }
}

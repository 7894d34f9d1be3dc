package io.dukou.anonymizer.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which values are of which types. */
final class ValueTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          34                    | string integer decimal code
          -7                    | string integer decimal
          2.50                  | string decimal code
          1e3                   | string code
          +5                    | string
          .5                    | string
          2026                  | string integer decimal date code
          2026-05               | string date code
          2026-05-17            | string date code
          2026-05-17T10:30      | string date
          2026-05-17T10:30Z     | string date
          2026-02-30            | string code
          E11.9                 | string code
          E11.900x001           | string code
          A17.0+                | string code
          310115                | string integer decimal code
          高血压                 | string code
          *                     | string
          slept badly           | string
          """)
  void value_isOfTheseTypes(String value, String types) {
    String accepted =
        Arrays.stream(ValueType.values())
            .filter(type -> type.accepts(value))
            .map(ValueType::word)
            .collect(Collectors.joining(" "));

    assertThat(accepted).isEqualTo(types);
  }

  @Test
  void codes_haveAtMost64Characters() {
    assertThat(ValueType.CODE.accepts("A".repeat(64))).isTrue();
    assertThat(ValueType.CODE.accepts("A".repeat(65))).isFalse();
  }
}

package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SubjectAgeTest {
  /** 13 years and 364 days, and the 14th birthday, in Asia/Shanghai. */
  @ParameterizedTest
  @CsvSource({
    "2012-11-20, 2026-11-19T15:59:59.999Z, true",
    "2012-11-20, 2026-11-19T16:00:00Z, false",
    "2012-11-20, 2026-11-20T02:30:00Z, false",
    "2012-11-21, 2026-11-20T02:30:00Z, true",
    "2012-02-29, 2026-02-28T15:59:59Z, true",
    "2012-02-29, 2026-02-28T16:00:00Z, false",
    "1980-01-01, 2026-11-20T02:30:00Z, false"
  })
  void child_isYoungerThanFourteenAtTheEvent(LocalDate birth, Instant event, boolean under14) {
    assertThat(SubjectAge.isUnder14(birth, event)).isEqualTo(under14);
  }
}

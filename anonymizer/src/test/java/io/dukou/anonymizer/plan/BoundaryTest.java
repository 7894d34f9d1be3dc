package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What lies exactly on a bound that somebody wrote as a decimal. */
final class BoundaryTest {
  @Test
  void share_isTakenAsItIsWritten() {
    assertThat(SuppressionLimit.subjects(0.29, 100)).isEqualTo(29);
    assertThat(SuppressionLimit.subjects(1, Long.MAX_VALUE >> 10)).isEqualTo(Long.MAX_VALUE >> 10);
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      int thousandths = random.nextInt(1001);
      int subjects = random.nextInt(Integer.MAX_VALUE);
      BigInteger exact =
          BigInteger.valueOf(thousandths)
              .multiply(BigInteger.valueOf(subjects))
              .divide(BigInteger.valueOf(1000));
      assertThat(SuppressionLimit.subjects(thousandths / 1000.0, subjects))
          .as("%d / 1000 of %d", thousandths, subjects)
          .isEqualTo(exact.longValueExact());
    }
  }
}

package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

final class OrderKeyTest {
  @Test
  void exportedSecret_makesTheSameKey() {
    OrderKey key = OrderKey.generate(new SecureRandom());

    assertThat(OrderKey.of(key.exportSecret())).isEqualTo(key).hasSameHashCodeAs(key);
  }

  @Test
  void generatedKeys_differ() {
    SecureRandom random = new SecureRandom();

    assertThat(OrderKey.generate(random)).isNotEqualTo(OrderKey.generate(random));
  }

  @Test
  void exportedSecret_isACopy() {
    OrderKey key = OrderKey.of(new byte[OrderKey.BYTES]);
    key.exportSecret()[0] = 1;

    assertThat(key.exportSecret()[0]).isZero();
  }

  @Test
  void uses_areIndependent() {
    OrderKey key = OrderKey.of(new byte[OrderKey.BYTES]);

    assertThat(key.macFor("a").doFinal()).isNotEqualTo(key.macFor("b").doFinal());
  }

  @Test
  void text_hidesTheSecret() {
    assertThat(OrderKey.of(new byte[OrderKey.BYTES])).hasToString("OrderKey[secret]");
  }

  @Test
  void secretOfAnotherLength_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> OrderKey.of(new byte[16]));
  }
}

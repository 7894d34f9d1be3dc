package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.Arrays;
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
  void blockCiphersOfUses_areIndependent() throws Exception {
    OrderKey key = OrderKey.of(new byte[OrderKey.BYTES]);
    byte[] block = new byte[16];

    assertThat(key.blockCipherFor("a").doFinal(block))
        .isNotEqualTo(key.blockCipherFor("b").doFinal(block));
  }

  @Test
  void blockCipher_encryptsEachBlockForItself() throws Exception {
    byte[] blocks = new byte[48];
    blocks[16] = 1;

    byte[] encrypted = OrderKey.of(new byte[32]).blockCipherFor("a").doFinal(blocks);

    assertThat(Arrays.copyOfRange(encrypted, 32, 48)).isEqualTo(Arrays.copyOf(encrypted, 16));
    assertThat(Arrays.copyOfRange(encrypted, 16, 32)).isNotEqualTo(Arrays.copyOf(encrypted, 16));
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

package io.dukou.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GatewayKeysTest {
  private final GatewayKeys keys = GatewayKeys.random(new SecureRandom());

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void saveKeys() {
    folder = temporary.resolve("keys");
    keys.save(folder);
  }

  @Test
  void savedKeys_areLoadedAgain() {
    assertThat(GatewayKeys.load(folder)).isEqualTo(keys);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
  void keyFileThatOthersCanUse_isRefused(String permissions) throws Exception {
    Path file = folder.resolve("counting.key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    assertThatThrownBy(() -> GatewayKeys.load(folder))
        .isInstanceOf(KeyFileException.class)
        .hasMessage(file + ": others than its owner can use it: run chmod 600 '" + file + "'");
  }

  @Test
  void folderThatOthersCanEnter_isRefused() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> GatewayKeys.load(folder))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("chmod 700");
  }

  @Test
  void missingKeyFile_isNamed() throws Exception {
    Files.delete(folder.resolve("cursors.key"));
    assertThatThrownBy(() -> GatewayKeys.load(folder))
        .hasMessage(folder.resolve("cursors.key") + ": does not exist");
  }

  @Test
  void keyInTheFileOfAnother_isRefused() throws Exception {
    byte[] other = Files.readAllBytes(folder.resolve("domestic.key"));
    Files.write(folder.resolve("counting.key"), other);
    assertThatThrownBy(() -> GatewayKeys.load(folder))
        .hasMessageContaining("is not the key file 'dukou-key-v1 counting'");
  }

  @Test
  void damagedKeyFile_isRefusedWithoutShowingIt() throws Exception {
    Path file = folder.resolve("counting.key");
    String text = Files.readString(file);
    String secret = text.lines().skip(1).findFirst().orElseThrow();
    for (int at = 0; at < text.length(); at++) {
      StringBuilder damaged = new StringBuilder(text);
      damaged.setCharAt(at, 'z');
      Files.writeString(file, damaged);
      assertThatThrownBy(() -> GatewayKeys.load(folder))
          .as("character %d", at)
          .isInstanceOf(KeyFileException.class)
          .hasNoCause()
          .hasMessageNotContaining(secret.substring(40));
    }
  }

  @Test
  void existingKey_isNeverOverwritten() {
    assertThatThrownBy(() -> GatewayKeys.random(new SecureRandom()).save(folder))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("is there already and stays as it is");
    assertThat(GatewayKeys.load(folder)).isEqualTo(keys);
  }

  @Test
  void keys_arePrintedByNothing() {
    String hex = HexFormat.of().formatHex(keys.counting().toByteArray(SecretAccess.grant()));
    assertThat(keys.toString()).contains("Secret[redacted]").doesNotContain(hex);
    assertThat(keys.counting().hashCode()).isEqualTo(keys.cursors().hashCode());
  }

  @Test
  void secret_isCopiedInAndOut() {
    byte[] bytes = new byte[Secret.LENGTH];
    Secret secret = Secret.of(bytes, SecretAccess.grant());
    Arrays.fill(bytes, (byte) 1);
    Arrays.fill(secret.toByteArray(SecretAccess.grant()), (byte) 2);
    assertThat(secret.toByteArray(SecretAccess.grant())).containsOnly(0);
  }

  @Test
  void secretOfAnotherLength_isRefused() {
    assertThatThrownBy(() -> Secret.of(new byte[31], SecretAccess.grant()))
        .hasMessage("a secret has 32 bytes, not 31");
  }

  @Test
  void derivedSecrets_differByLabel() {
    assertThat(keys.counting().derive("a")).isNotEqualTo(keys.counting().derive("b"));
    assertThat(keys.counting().derive("a")).isNotEqualTo(keys.cursors().derive("a"));
  }

  @Test
  void derive_isHkdfExpandOfRfc5869() {
    // Appendix A.3: the PRK, an empty info, and T(1), the first 32 bytes of the OKM.
    Secret extracted =
        Secret.of(
            HexFormat.of()
                .parseHex("19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04"),
            SecretAccess.grant());
    assertThat(HexFormat.of().formatHex(extracted.derive("").toByteArray(SecretAccess.grant())))
        .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
  }
}

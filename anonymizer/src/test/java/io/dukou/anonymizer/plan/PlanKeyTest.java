package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The secret of a plan and its file. */
final class PlanKeyTest {
  @TempDir private Path folder;

  @Test
  void savedKey_isReadBack_andOnlyItsOwnerMayReadIt() throws IOException {
    PlanKey key = PlanKey.generate(new SecureRandom());
    Path file = folder.resolve("plan.json.key");
    key.save(file);

    assertThat(PlanKey.load(file)).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void existingFile_isNeverOverwritten() {
    PlanKey key = PlanKey.generate(new SecureRandom());
    Path file = folder.resolve("key");
    key.save(file);
    PlanException failure =
        catchThrowableOfType(
            PlanException.class, () -> PlanKey.generate(new SecureRandom()).save(file));

    assertThat(failure.error()).isEqualTo(PlanError.KEY_FILE);
    assertThat(PlanKey.load(file)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rwx------"})
  void fileThatOthersMayRead_isRefused(String mode) throws IOException {
    Path file = folder.resolve("key");
    PlanKey.generate(new SecureRandom()).save(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    assertThat(errorOf(file)).hasMessageContaining("0600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "xyz"})
  void fileWithoutAKey_isRefused_withoutShowingIt(String text) throws IOException {
    Path file = folder.resolve("key");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    assertThat(errorOf(file)).hasMessage(file + " holds no readable plan key");
  }

  @Test
  void missingFile_isRefused() {
    assertThat(errorOf(folder.resolve("none")).error()).isEqualTo(PlanError.KEY_FILE);
  }

  @Test
  void key_hidesItself_andCopiesItsBytes() {
    byte[] secret = new byte[PlanKey.LENGTH];
    PlanKey key = PlanKey.of(secret);
    secret[0] = 1;
    key.secret()[0] = 1;

    assertThat(key.toString()).isEqualTo("PlanKey[secret]");
    assertThat(key.secret()).containsOnly(0);
    assertThat(key).isNotEqualTo(PlanKey.of(secret));
    assertThatIllegalArgumentException().isThrownBy(() -> PlanKey.of(new byte[31]));
  }

  private static PlanException errorOf(Path file) {
    return catchThrowableOfType(PlanException.class, () -> PlanKey.load(file));
  }
}

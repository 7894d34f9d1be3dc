package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyFilesTest {
  private static final String EXAMPLE =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

  @TempDir private Path directory;

  @Test
  void a_signing_key_survives_its_file() {
    Path file = directory.resolve("log.key");
    Fixture.KEYS.save(file);
    assertThat(LogKeys.load(file).vkey()).isEqualTo(Fixture.VKEY);
    assertThat(LogKeys.load(file).sign(new byte[1])).isEqualTo(Fixture.KEYS.sign(new byte[1]));
  }

  @Test
  void a_domestic_key_survives_its_file() {
    Path file = directory.resolve("domestic.key");
    Fixture.DOMESTIC_KEY.save(file);
    assertThat(DomesticKey.load(file).secret()).isEqualTo(Fixture.DOMESTIC_KEY.secret());
  }

  @Test
  void a_key_file_belongs_to_its_owner_alone_from_the_start() throws IOException {
    Path file = directory.resolve("log.key");
    Fixture.KEYS.save(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void an_existing_file_is_never_replaced() throws IOException {
    Path file = Files.writeString(directory.resolve("log.key"), "mine");
    refuses(file, () -> Fixture.KEYS.save(file), "exists already");
    assertThat(file).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx------"})
  void a_file_that_others_could_use_is_refused(String permissions) throws IOException {
    Path signing = directory.resolve("log.key");
    Path domestic = directory.resolve("domestic.key");
    Fixture.KEYS.save(signing);
    Fixture.DOMESTIC_KEY.save(domestic);
    Files.setPosixFilePermissions(signing, PosixFilePermissions.fromString(permissions));
    Files.setPosixFilePermissions(domestic, PosixFilePermissions.fromString(permissions));
    refuses(signing, () -> LogKeys.load(signing), permissions);
    refuses(domestic, () -> DomesticKey.load(domestic), permissions);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PRIVATE+KEY+name+00000000+AAAA",
        "PRIVATE+KEY+na me+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "PRIVATE+KEY+name+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "PRIVATE+KEY+name+00000000+AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "DUKOU+DOMESTIC+KEY+1+AAAA",
        "DUKOU+DOMESTIC+KEY+1+?",
        "\u0000",
      })
  void a_file_with_something_else_is_refused_without_showing_it(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("key"), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    refuses(file, () -> LogKeys.load(file), "");
    refuses(file, () -> DomesticKey.load(file), "");
  }

  @Test
  void a_missing_or_huge_file_is_refused() throws IOException {
    Path absent = directory.resolve("absent");
    refuses(absent, () -> LogKeys.load(absent), "cannot be read");
    Path huge = Files.write(directory.resolve("huge"), new byte[20_000]);
    Files.setPosixFilePermissions(huge, PosixFilePermissions.fromString("rw-------"));
    refuses(huge, () -> LogKeys.load(huge), "too long");
  }

  @Test
  void no_secret_shows_in_words() throws IOException {
    Path file = directory.resolve("log.key");
    Fixture.KEYS.save(file);
    String secret = Files.readString(file).strip();
    secret = secret.substring(secret.lastIndexOf('+') + 1);
    assertThat(Fixture.KEYS.toString()).contains(Fixture.ORIGIN).doesNotContain(secret);
    assertThat(Fixture.DOMESTIC_KEY.toString()).isEqualTo("DomesticKey[redacted]");
    assertThat(Fixture.DOMESTIC_KEY.secret().toString()).isEqualTo("SecretBytes[redacted]");
    assertThat(new DomesticStorage(LogStorage.posix(directory), Fixture.DOMESTIC_KEY).toString())
        .contains("redacted");
  }

  @Test
  void secrets_are_equal_by_content() {
    SecretBytes one = SecretBytes.copyOf(new byte[] {1, 2});
    assertThat(one)
        .isEqualTo(SecretBytes.copyOf(new byte[] {1, 2}))
        .hasSameHashCodeAs(SecretBytes.copyOf(new byte[] {1, 2}));
    assertThat(one).isNotEqualTo(SecretBytes.copyOf(new byte[] {1, 3})).isNotEqualTo("x");
    assertThat(one.length()).isEqualTo(2);
  }

  @Test
  void the_verifier_key_of_the_specification_is_read_and_printed() {
    VerifierKey key = VerifierKey.parse(EXAMPLE);
    assertThat(key.name()).isEqualTo("example.com/foo");
    assertThat(key.id()).isEqualTo(0x530d903a);
    assertThat(key)
        .hasToString(EXAMPLE)
        .isEqualTo(VerifierKey.parse(EXAMPLE))
        .hasSameHashCodeAs(key);
    assertThat(key).isNotEqualTo(Fixture.VKEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "name",
        "name+530d903a",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2kAA==",
        "example.com/foo+530d903a+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "example.com/foo+530d903a+",
        " +530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "a\u3000b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
      })
  void what_is_no_verifier_key_is_refused(String text) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> VerifierKey.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a+b", "a\u0085b", "a\nb", "a\u00a0b", "\ud800"})
  void a_name_that_a_signature_line_cannot_carry_is_refused(String origin) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> LogKeys.generate(origin, Fixture.random(1)));
  }

  private static void refuses(Path file, Runnable action, String words) {
    assertThatExceptionOfType(KeyFileException.class)
        .isThrownBy(action::run)
        .withMessageStartingWith(file.toString())
        .withMessageContaining(words);
  }
}

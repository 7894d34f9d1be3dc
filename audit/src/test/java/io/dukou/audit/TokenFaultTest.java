package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dukou.audit.Pkcs11Calls.At;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a token does wrong, and what follows. */
final class TokenFaultTest {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @TempDir private Path folder;
  private TokenUri uri;

  @BeforeEach
  void writePin() throws Exception {
    Path pin = Files.writeString(folder.resolve("pin"), FakeToken.PIN + "\n");
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
    uri =
        TokenUri.parse(
            "pkcs11:token=" + FakeToken.LABEL + ";object=log?module-path=/m&pin-source=" + pin);
  }

  private TokenKey open(FakeToken token) {
    return TokenKey.open(new Pkcs11(new PatientCalls(token, PATIENCE)), uri, Fixture.ORIGIN);
  }

  private void refuses(FakeToken token, String words) {
    assertThatExceptionOfType(TokenException.class)
        .isThrownBy(() -> open(token))
        .withMessageContaining(words)
        .withMessageNotContaining(FakeToken.PIN)
        .withNoCause();
  }

  @ParameterizedTest
  @EnumSource(
      value = At.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CLOSE_SESSION", "FIND_OBJECTS_FINAL", "GENERATE_KEY_PAIR"})
  void key_is_not_opened_when_a_function_fails(At function) {
    refuses(FakeToken.withKey().fail(function, 0x30), "CKR 0x30): the device failed");
  }

  @Test
  void start_ends_when_the_token_hangs() {
    for (At function : List.of(At.INITIALIZE, At.LOGIN, At.SIGN)) {
      FakeToken token = FakeToken.withKey().hang(function);
      refuses(token, "has not answered for 3 seconds");
      token.mend();
    }
  }

  @Test
  void locked_pin_is_said_to_be_and_not_tried() {
    int locked = 0x40000;
    FakeToken token = FakeToken.withKey().flags(locked).fail(At.LOGIN, 0x5);
    refuses(token, "the PIN is locked: have the token's security officer set a new one");
    refuses(FakeToken.withKey().fail(At.LOGIN, Pkcs11.PIN_LOCKED), "the PIN is locked: have");
    refuses(FakeToken.withKey().flags(0x20000).fail(At.LOGIN, 0x5), "wrong PINs were tried");
  }

  @Test
  void wrong_pin_and_a_token_without_pin_are_told_apart() throws Exception {
    refuses(FakeToken.withKey().fail(At.LOGIN, 0x102), "has no user PIN: set one");
    Files.writeString(folder.resolve("pin"), "MARKER-PIN-other\n");
    refuses(FakeToken.withKey(), "the PIN in pin-source is wrong, and was tried once");
  }

  @Test
  void key_of_another_type_and_half_a_key_are_refused() {
    refuses(FakeToken.withRsaKey(), "is of another type; a log needs an Ed25519 key");
    refuses(FakeToken.withPublicKey(), "the token has no such Ed25519 key");
  }

  @Test
  void key_whose_signatures_do_not_verify_is_refused() {
    FakeToken token = FakeToken.withKey();
    token.forge();
    refuses(token, "does not verify with its public key");
  }

  @Test
  void key_is_made_only_where_none_is_called_so() {
    assertThat(generate(new FakeToken(), 2)).isTrue();
    assertThat(generate(FakeToken.withKey(), 2)).isFalse();
    FakeToken rsa = FakeToken.withRsaKey();
    assertThatExceptionOfType(TokenException.class)
        .isThrownBy(() -> generate(rsa, 2))
        .withMessageContaining("is of another type");
    assertThat(rsa.keys()).isEqualTo(2);
    FakeToken half = FakeToken.withPublicKey();
    assertThatExceptionOfType(TokenException.class)
        .isThrownBy(() -> generate(half, 1))
        .withMessageContaining("a public key of this name without its private key");
    assertThat(half.keys()).isEqualTo(1);
    assertThatExceptionOfType(TokenException.class)
        .isThrownBy(() -> generate(new FakeToken().fail(At.GENERATE_KEY_PAIR, 0x70), 0))
        .withMessageContaining("the token does not do Ed25519");
  }

  private boolean generate(FakeToken token, int keysThen) {
    try (TokenSession session = TokenSession.login(new Pkcs11(token), uri, true)) {
      boolean made = session.generateIfAbsent(new SecureRandom());
      assertThat(token.keys()).isEqualTo(keysThen);
      return made;
    }
  }

  static Stream<Arguments> faultsOfSigning() {
    return Stream.of(
        fault(token -> token.fail(At.SIGN, 0x32), "(CKR 0x32): the token was taken away; see"),
        fault(token -> token.fail(At.SIGN_INIT, 0x101), "no longer counts this program as logged"),
        fault(token -> token.fail(At.SIGN_INIT, 0x999), "(CKR 0x999); see that the token is there"),
        fault(token -> token.hang(At.SIGN_INIT), "has not answered for 3 seconds: see that its"),
        fault(token -> token.hang(At.SIGN), "has not answered for 3 seconds: see that its"),
        fault(token -> token.cutSignatures(12), "signed otherwise than with Ed25519"),
        fault(FakeToken::forge, "signature"));
  }

  private static Arguments fault(Consumer<FakeToken> fault, String words) {
    return Arguments.of(fault, words);
  }

  /** Nothing is acknowledged that a token did not sign, and nothing of it stays in the log. */
  @ParameterizedTest
  @MethodSource("faultsOfSigning")
  void entry_is_refused_and_not_kept_when_the_token_does_not_sign(
      Consumer<FakeToken> fault, String words) throws Exception {
    FakeToken token = FakeToken.withKey();
    TokenKey key = open(token);
    VerifierKeys verifier =
        VerifierKeys.of(List.of(new VerifierKeys.Validity(key.key(), 0, OptionalLong.empty())));
    LogSigners signers = LogSigners.of(verifier, List.of(key));
    LogStorage log = LogStorage.posix(Files.createDirectory(folder.resolve("log")));
    LogStorage parts = LogStorage.posix(Files.createDirectory(folder.resolve("domestic")));
    DomesticStorage domestic = new DomesticStorage(parts, Fixture.DOMESTIC_KEY);
    AuditLog.create(log, domestic, signers);
    AtomicReference<Throwable> told = new AtomicReference<>();
    try (AuditLog audit =
        AuditLog.open(log, domestic, signers, LogOptions.defaults().withOnFailure(told::set))) {
      Fixture.append(audit, 0, 3);
      fault.accept(token);
      refused(audit);
      token.mend();
      refused(audit); // the token is back, but what it may have signed meanwhile nobody knows
      assertThat(audit.size()).isEqualTo(3);
      assertThat(audit.healthy()).isFalse();
    }
    assertThat(told.get()).isNotNull().hasMessageContaining(words);
    LogSigners again = LogSigners.of(verifier, List.of(open(token)));
    try (AuditLog audit = AuditLog.open(log, domestic, again, LogOptions.defaults())) {
      assertThat(audit.size()).isEqualTo(3);
      Fixture.append(audit, 3, 5);
    }
    LogReport report = LogCheck.check(folder.resolve("log"), verifier);
    assertThat(report.findings()).isEqualTo(List.of());
    assertThat(report.size()).isEqualTo(5);
  }

  private static void refused(AuditLog audit) {
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> audit.append(Fixture.draft(9), Fixture.part(9)).join())
        .withCauseInstanceOf(LogFailedException.class);
  }
}

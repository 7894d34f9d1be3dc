package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs whose keys are in a token of SoftHSM. */
@Tag("real-server")
final class TokenKeyTest {
  @TempDir private Path folder;

  private String run(SoftHsm hsm, String... uris) throws Exception {
    String[] arguments = new String[1 + uris.length];
    arguments[0] = folder.resolve("site").toString();
    System.arraycopy(uris, 0, arguments, 1, uris.length);
    return hsm.java(TokenLog.class, arguments);
  }

  private static SoftHsm withKeys(Path folder) throws Exception {
    SoftHsm hsm = SoftHsm.in(folder.resolve("hsm"));
    hsm.token("dukou");
    hsm.key("dukou", "log", "01");
    hsm.key("dukou", "log-2", "02");
    return hsm;
  }

  /** Signed in the token, across restarts and a rotation, and verified with the list alone. */
  @Test
  void token_signs_a_log_and_the_key_that_follows() throws Exception {
    SoftHsm hsm = withKeys(folder);
    String first = hsm.uri("dukou", ";object=log");
    assertThat(run(hsm, first)).contains("receipt 2").contains(" 0 -").doesNotContain(SoftHsm.PIN);
    String said = run(hsm, first, hsm.uri("dukou", ";id=%02"));
    assertThat(said).contains("receipt 8").doesNotContain(SoftHsm.PIN);
    Path keys = folder.resolve("site/keys");
    VerifierKeys verifier = VerifierKeys.parse(Files.readString(keys.resolve("log.vkeys")));
    assertThat(verifier.keys()).hasSize(2);
    LogReport report = LogCheck.check(folder.resolve("site/log"), verifier);
    assertThat(report.findings()).isEmpty();
    assertThat(report.size()).isEqualTo(9);
    assertThat(Files.readString(keys.resolve("log.key"))).isEqualToIgnoringNewLines(first);
    assertThat(LogSigners.areEncrypted(keys)).isTrue();
  }

  @Test
  void what_cannot_be_used_is_refused_with_a_reason_and_never_the_pin() throws Exception {
    SoftHsm hsm = withKeys(folder);
    hsm.key("dukou", "log", "03");
    String wrongPin = hsm.uri("dukou", ";id=%01").replaceFirst("pin-source=.*", "pin-source=");
    for (String[] each :
        new String[][] {
          {hsm.uri("nowhere", ";object=log"), "no slot holds the token"},
          {hsm.uri("dukou", ";object=other"), "no such Ed25519 key"},
          {hsm.uri("dukou", ";object=log"), "several keys of the token are called so"},
          {wrongPin + hsm.pin("1234"), "the PIN in pin-source is wrong, and was tried once"},
          {
            "pkcs11:token=dukou;object=log?module-path=/etc/hostname&pin-source=" + hsm.pin("1234"),
            "no PKCS#11 module"
          },
        }) {
      String said = run(hsm, each[0]);
      assertThat(said).as(each[0]).startsWith("REFUSED ").contains(each[1]);
      assertThat(said).doesNotContain(SoftHsm.PIN);
    }
    String right = hsm.uri("dukou", ";object=log;id=%01");
    assertThat(run(hsm, right)).as("after a wrong PIN").contains("wrong PINs were tried");
    hsm.login("dukou");
    assertThat(run(hsm, right)).contains("receipt 2");
  }
}

package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.SoftHsm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --pkcs11} of {@code dukou init} and {@code log rotate}, with tokens of SoftHSM. */
@Tag("real-server")
final class TokenCommandsTest {
  private static final String[] QUICK = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"};
  private static final int POINT_BYTES = 32;

  @TempDir private Path folder;
  private SoftHsm hsm;

  @BeforeEach
  void makeToken() throws Exception {
    hsm = SoftHsm.in(folder.resolve("hsm"));
    hsm.token("dukou");
  }

  private SoftHsm.Ended dukou(String... arguments) throws Exception {
    SoftHsm.Ended ended = hsm.end(List.of(QUICK), Main.class.getName(), arguments);
    assertThat(ended.said()).doesNotContain(SoftHsm.PIN, "Exception");
    return ended;
  }

  private SoftHsm.Ended init(String site, String uri, String... more) throws Exception {
    List<String> all = new ArrayList<>(List.of("init", folder.resolve(site).toString()));
    all.addAll(List.of("--log-name", "log.example/a", "--pkcs11", uri));
    all.addAll(Arrays.asList(more));
    return dukou(all.toArray(new String[0]));
  }

  private void refuses(String uri, String words, String... more) throws Exception {
    SoftHsm.Ended ended = init("refused", uri, more);
    assertThat(ended.said()).startsWith("dukou: ").contains(words);
    assertThat(ended.status()).as(words).isEqualTo(2);
    assertThat(folder.resolve("refused")).as(words).doesNotExist();
  }

  private static long count(String text, String part) {
    return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }

  /** Returns the 32 bytes of the newest verifier key that was printed. */
  private static byte[] point(String said) {
    Matcher keys = Pattern.compile("log\\.example/a\\+[0-9a-f]{8}\\+(\\S+)").matcher(said);
    byte[] last = new byte[0];
    while (keys.find()) {
      last = Base64.getDecoder().decode(keys.group(1));
    }
    return Arrays.copyOfRange(last, 1, last.length);
  }

  private static byte[] end(byte[] der) {
    return Arrays.copyOfRange(der, der.length - POINT_BYTES, der.length);
  }

  @Test
  void keysAreMadeInTheToken_cannotLeaveIt_andAreNeverReplaced() throws Exception {
    String uri = hsm.uri("dukou", ";object=log");
    SoftHsm.Ended made = init("site", uri);
    assertThat(made.status()).as(made.said()).isZero();
    assertThat(made.said()).contains("key           made in the token, Ed25519");
    String objects = hsm.objects("dukou");
    assertThat(objects)
        .contains("label:      log")
        .contains("Access:     sensitive, always sensitive, never extract");
    assertThat(count(objects, "Private Key Object; EC_EDWARDS")).as(objects).isEqualTo(1);
    assertThat(end(hsm.publicKey("dukou", "log"))).isEqualTo(point(made.said()));
    assertThat(folder.resolve("site/keys/log.key")).content().isEqualTo(uri + "\n");

    SoftHsm.Ended again = init("other", uri);
    assertThat(again.said()).contains("key           was in the token already");
    assertThat(point(again.said())).isEqualTo(point(made.said()));
    assertThat(hsm.objects("dukou")).isEqualTo(objects);

    rotates(uri);
  }

  private void rotates(String first) throws Exception {
    Path config = folder.resolve("site/dukou.yaml");
    for (String each : new String[] {"audit/log", "audit/domestic"}) {
      Files.createDirectories(folder.resolve("site").resolve(each));
    }
    OfflineSite.of(folder.resolve("site")).issuer();
    SoftHsm.Ended log =
        hsm.end(List.of(QUICK), TokenSite.class.getName(), folder.resolve("site").toString());
    assertThat(log.status()).as(log.said()).isZero();
    String second = hsm.uri("dukou", ";object=log-2;id=%0b");
    SoftHsm.Ended rotated =
        dukou("log", "rotate", "--config", config.toString(), "--pkcs11", second);
    assertThat(rotated.status()).as(rotated.said()).isZero();
    assertThat(rotated.said()).contains("key           made in the token, Ed25519");
    assertThat(end(hsm.publicKey("dukou", "log-2"))).isEqualTo(point(rotated.said()));
    String objects = hsm.objects("dukou");
    assertThat(objects).contains("ID:         0b");
    for (String known : List.of(first, second)) {
      SoftHsm.Ended same = dukou("log", "rotate", "--config", config.toString(), "--pkcs11", known);
      assertThat(same.status()).isEqualTo(2);
      assertThat(same.said()).contains("it signs this log already, or did; name another");
    }
    for (String kind : List.of("sm2", "ml-dsa-44")) {
      CommandRun other =
          CommandRun.of(
              "log", "rotate", "--config", config.toString(), "--kind", kind, "--pkcs11", second);
      assertThat(other.status()).isEqualTo(2);
      assertThat(other.err()).contains("--pkcs11 is for Ed25519 alone: leave it out");
    }
    assertThat(hsm.objects("dukou")).as("nothing was made").isEqualTo(objects);
  }

  @Test
  void whatCannotBeUsed_isRefusedWithTwo_aRemedy_andNoTrace() throws Exception {
    hsm.key("dukou", "twice", "01");
    hsm.key("dukou", "twice", "02");
    hsm.key("dukou", "rsa", "03", "rsa:2048");
    String objects = hsm.objects("dukou");
    refuses(hsm.uri("dukou", ";object=log"), "--pkcs11 is for Ed25519 alone", "--sm2");
    refuses(
        hsm.uri("dukou", ";object=log"), "goes without --password-file", "--password-file", "/p");
    refuses(
        hsm.uri("dukou", ";object=twice"), "several keys of the token are called so; name both");
    refuses(hsm.uri("dukou", ";object=rsa"), "is of another type; a log needs an Ed25519 key");
    refuses(hsm.uri("nowhere", ";object=log"), "no slot holds the token; put it in, or mend");
    refuses(
        hsm.uri("dukou", ";object=log").replace("token=dukou;", ""),
        "it names no token; write token=LABEL or serial=NUMBER");
    String wrong = hsm.uri("dukou", ";object=log").replaceFirst("pin-source=.*", "pin-source=");
    refuses(wrong + hsm.pin("9999"), "the PIN in pin-source is wrong, and was tried once");
    refuses(hsm.uri("dukou", ";object=log"), "wrong PINs were tried, and the token would soon be");
    hsm.login("dukou");
    assertThat(hsm.objects("dukou")).as("nothing was made").isEqualTo(objects);
  }
}

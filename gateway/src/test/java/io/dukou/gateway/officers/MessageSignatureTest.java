package io.dukou.gateway.officers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dukou.audit.LogKeys;
import io.dukou.audit.VerifierKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageSignatureTest {
  /** RFC 9421, appendix B.1.4: the public key test-key-ed25519, in PEM without its frame. */
  private static final String RFC_KEY =
      "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=";

  /** RFC 9421, appendix B.2.6. */
  private static final String RFC_INPUT =
      "sig-b26=(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\""
          + " \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"";

  private static final String RFC_SIGNATURE =
      "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpB"
          + "KRCw==:";

  private static final Map<String, String> RFC_REQUEST =
      Map.of(
          "date", "Tue, 20 Apr 2021 02:07:55 GMT",
          "@method", "POST",
          "@path", "/foo",
          "@authority", "example.com",
          "content-type", "application/json",
          "content-length", "18");

  @Test
  void theSignatureOfTheRfc_isVerified_andOfNothingElse() throws Exception {
    VerifierKey key = rfcKey();
    MessageSignature signature = MessageSignature.parse(RFC_INPUT, RFC_SIGNATURE);
    assertThat(signature.parameter("keyid")).isEqualTo("test-key-ed25519");
    assertThat(signature.verifies(RFC_REQUEST::get, key)).isTrue();
    for (String component : RFC_REQUEST.keySet()) {
      Map<String, String> other = new HashMap<>(RFC_REQUEST);
      other.put(component, other.get(component) + "x");
      assertThat(signature.verifies(other::get, key)).as(component).isFalse();
      other.remove(component);
      assertThat(signature.verifies(other::get, key)).as(component).isFalse();
    }
    assertThat(MessageSignature.parse(RFC_INPUT.replace("473;", "474;"), RFC_SIGNATURE))
        .satisfies(changed -> assertThat(changed.verifies(RFC_REQUEST::get, key)).isFalse());
  }

  @Test
  void whatIsSigned_isVerified_andNoChangedHeaderIs() {
    LogKeys officer = LogKeys.generate("one.officer.example", new SecureRandom());
    Map<String, String> request =
        Map.of(
            "@method", "POST",
            "@authority", "gateway.example:8443",
            "@path", "/v1/search",
            "content-digest", MessageSignature.digest("{}".getBytes(StandardCharsets.UTF_8)));
    Map<String, String> headers =
        MessageSignature.sign(officer, "abcDEF-_0123456789", request::get);
    String input = headers.get("signature-input");
    String value = headers.get("signature");
    MessageSignature signature = MessageSignature.parse(input, value);
    assertThat(signature.components()).containsExactlyInAnyOrderElementsOf(request.keySet());
    assertThat(signature.parameter("nonce")).isEqualTo("abcDEF-_0123456789");
    assertThat(signature.verifies(request::get, officer.vkey())).isTrue();
    Random random = new Random(4);
    for (int i = 0; i < 2_000; i++) {
      boolean ofInput = random.nextBoolean();
      String changedInput = ofInput ? changed(input, random) : input;
      String changedValue = ofInput ? value : changed(value, random);
      if (!changedInput.equals(input) || !changedValue.equals(value)) {
        assertThat(verifies(changedInput, changedValue, request, officer.vkey()))
            .as("%s %s", changedInput, changedValue)
            .isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "officer=()",
        "officer=(\"@method\")",
        "officer=(\"@method\" \"@method\");keyid=\"a\"",
        "officer=(\"@method\");keyid=\"a\";keyid=\"b\"",
        "officer=(\"@method\";sf);keyid=\"a\"",
        "officer=(\"@query-param\";name=\"x\");keyid=\"a\"",
        "officer=(\"@method\"  \"@path\");keyid=\"a\"",
        "officer=(\"@method\");keyid=\"a\\\"b\"",
        "officer=(\"@method\");keyid=\"a\n\"",
        "officer=(\"@method\"), other=(\"@path\")",
        "other=(\"@method\");keyid=\"a\""
      })
  void otherForms_areRefusedOrOfNobody(String input) {
    try {
      MessageSignature parsed = MessageSignature.parse(input, "officer=:AAAA:");
      assertThat(parsed.parameter("keyid")).isNull();
    } catch (DeskRefusal e) {
      assertThat(e.kind()).isEqualTo(DeskRefusal.Kind.UNKNOWN_OFFICER);
    }
  }

  @Test
  void aRequestThatIsNotSigned_isOfNobody() {
    assertThatExceptionOfType(DeskRefusal.class)
        .isThrownBy(() -> MessageSignature.parse(null, null))
        .withMessageContaining("RFC 9421");
  }

  private static boolean verifies(
      String input, String value, Map<String, String> request, VerifierKey key) {
    try {
      MessageSignature signature = MessageSignature.parse(input, value);
      return signature.components().equals(request.keySet())
          && signature.verifies(request::get, key);
    } catch (DeskRefusal e) {
      return false;
    }
  }

  private static String changed(String text, Random random) {
    StringBuilder changed = new StringBuilder(text);
    changed.setCharAt(
        random.nextInt("officer=".length(), text.length()), (char) (32 + random.nextInt(95)));
    return changed.toString();
  }

  private static VerifierKey rfcKey() throws Exception {
    byte[] encoded = Base64.getDecoder().decode(RFC_KEY);
    byte[] typed = new byte[33];
    typed[0] = 1; // Ed25519 in a signed note
    System.arraycopy(encoded, encoded.length - 32, typed, 1, 32);
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update("test-key-ed25519\n".getBytes(StandardCharsets.UTF_8));
    byte[] id = Arrays.copyOf(sha256.digest(typed), 4);
    assertThat(ByteBuffer.wrap(id).getInt()).isNotZero();
    return VerifierKey.parse(
        "test-key-ed25519+"
            + HexFormat.of().formatHex(id)
            + "+"
            + Base64.getEncoder().encodeToString(typed));
  }
}

package io.dukou.gateway.identity;

import static io.dukou.gateway.identity.TokenForge.NOW;
import static io.dukou.gateway.identity.TokenForge.bytes;
import static io.dukou.gateway.identity.TokenForge.encode;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.gateway.config.ClientConfig.ClientRole;
import io.dukou.gateway.config.GatewayConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthenticatorTest {
  private static final TokenForge FORGE = TokenForge.of("ES256");
  private static final String PEER = "203.0.113.9";
  private static Vertx vertx;

  @TempDir private Path temporary;
  private IdentityFolder folder;
  private Authenticator authenticator;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close();
  }

  @BeforeEach
  void makeAuthenticator() {
    folder = IdentityFolder.in(temporary);
    folder.write("issuer.pem", TokenForge.pem(FORGE.publicKey()));
    authenticator = authenticator(folder.tokens("ES256", "publicKeys: [issuer.pem]"));
  }

  @Test
  void soundToken_givesTheRegisteredCaller() {
    assertThat(caller(FORGE.token(claims -> {}), PEER))
        .isEqualTo(
            new Caller(
                "rhein-client",
                "Rhein Pharma AG",
                ClientRole.RECIPIENT,
                "rhein-pharma",
                "label_update",
                new Location(false, "CH")));
  }

  @Test
  void keysReadAgain_replaceTheOldOnes() {
    TokenForge next = TokenForge.of("ES256");
    folder.write("issuer.pem", TokenForge.pem(next.publicKey()));
    assertThat(refusal(next.token(claims -> {}))).isEqualTo(Refusal.BAD_SIGNATURE);
    authenticator.reloadKeys();
    assertThat(refusal(next.token(claims -> {}))).isNull();
    assertThat(refusal(FORGE.token(claims -> {}))).isEqualTo(Refusal.BAD_SIGNATURE);
  }

  @Test
  void acceptedToken_isRefusedOnceItsKeyIsGone() {
    String token = FORGE.token(claims -> {});
    assertThat(refusal(token)).isNull();
    assertThat(refusal(token)).isNull();
    folder.write("issuer.pem", TokenForge.pem(TokenForge.of("ES256").publicKey()));
    authenticator.reloadKeys();
    assertThat(refusal(token)).isEqualTo(Refusal.BAD_SIGNATURE);
  }

  @Test
  void unusableKeysReadAgain_leaveTheOldOnesAndAProblem() {
    folder.write("issuer.pem", "not a key");
    authenticator.reloadKeys();
    assertThat(authenticator.problems()).hasSize(1);
    assertThat(refusal(FORGE.token(claims -> {}))).isNull();
    folder.write("issuer.pem", TokenForge.pem(FORGE.publicKey()));
    authenticator.reloadKeys();
    assertThat(authenticator.problems()).isEmpty();
  }

  @Test
  void claimsBesideTheClient_changeNothing() {
    String token =
        FORGE.token(
            claims ->
                claims
                    .put("org", "Other")
                    .put("role", "operator")
                    .put("recipient", "ghost")
                    .put("purpose", "sales")
                    .put("country", "CN")
                    .put("location", "Shanghai"));
    assertThat(caller(token, PEER)).isEqualTo(caller(FORGE.token(claims -> {}), PEER));
  }

  @ParameterizedTest
  @CsvSource({
    "10.20.3.4, true, CN",
    "10.21.0.1, false, unknown",
    "203.0.113.9, false, unknown",
    "2001:db8:20::5, true, CN",
    "2001:db8:21::5, false, unknown",
    "127.0.0.1, false, unknown",
    ", false, unknown"
  })
  void callerRegisteredInChina_isThereOnlyInItsNetworks(
      String peer, boolean mainland, String country) {
    assertThat(caller(haikou(), peer).location()).isEqualTo(new Location(mainland, country));
  }

  @Test
  void peerBehindAnotherProgram_saysNothingAboutTheCaller() {
    authenticator = authenticator(folder.behindAnotherProgram("ES256", "publicKeys: [issuer.pem]"));
    assertThat(caller(haikou(), "10.20.3.4").location()).isEqualTo(new Location(false, "unknown"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsoundClaims")
  void unsoundClaims_areRefused(String what, Consumer<ObjectNode> claims, Refusal refusal) {
    assertThat(refusal(FORGE.token(claims))).isEqualTo(refusal);
  }

  static Stream<Arguments> unsoundClaims() {
    long now = NOW.getEpochSecond();
    return Stream.of(
        unsound("no issuer", c -> c.remove("iss"), Refusal.WRONG_ISSUER_OR_AUDIENCE),
        unsound("other issuer", c -> c.put("iss", "x"), Refusal.WRONG_ISSUER_OR_AUDIENCE),
        unsound("issuer a list", c -> c.putArray("iss").add("x"), Refusal.WRONG_ISSUER_OR_AUDIENCE),
        unsound("no audience", c -> c.remove("aud"), Refusal.WRONG_ISSUER_OR_AUDIENCE),
        unsound("other audience", c -> c.put("aud", "x"), Refusal.WRONG_ISSUER_OR_AUDIENCE),
        unsound("audience empty", c -> c.putArray("aud"), Refusal.WRONG_ISSUER_OR_AUDIENCE),
        unsound(
            "audience with a number",
            c -> c.putArray("aud").add("dukou").add(1),
            Refusal.WRONG_ISSUER_OR_AUDIENCE),
        unsound("no expiry", c -> c.remove("exp"), Refusal.BAD_TIMES),
        unsound("expiry null", c -> c.putNull("exp"), Refusal.MALFORMED_TOKEN),
        unsound("expiry text", c -> c.put("exp", "" + (now + 60)), Refusal.MALFORMED_TOKEN),
        unsound("expiry a fraction", c -> c.put("exp", now + 60.5), Refusal.BAD_TIMES),
        unsound("expiry negative", c -> c.put("exp", -1), Refusal.BAD_TIMES),
        unsound("expiry beyond time", c -> c.put("exp", Long.MAX_VALUE), Refusal.BAD_TIMES),
        unsound("expired", c -> c.put("exp", now - 5), Refusal.BAD_TIMES),
        unsound("no issue time", c -> c.remove("iat"), Refusal.BAD_TIMES),
        unsound("issued ahead", c -> c.put("iat", now + 6), Refusal.BAD_TIMES),
        unsound("lives too long", c -> c.put("exp", now + 541), Refusal.BAD_TIMES),
        unsound(
            "ends before it begins", c -> c.put("iat", now).put("exp", now - 1), Refusal.BAD_TIMES),
        unsound("not yet valid", c -> c.put("nbf", now + 6), Refusal.BAD_TIMES),
        unsound("valid-from text", c -> c.put("nbf", "now"), Refusal.BAD_TIMES),
        unsound("no client", c -> c.remove("sub"), Refusal.UNKNOWN_CLIENT),
        unsound("client a number", c -> c.put("sub", 5), Refusal.UNKNOWN_CLIENT),
        unsound("client empty", c -> c.put("sub", ""), Refusal.UNKNOWN_CLIENT),
        unsound("other client", c -> c.put("sub", "ghost"), Refusal.UNKNOWN_CLIENT),
        unsound("client by its id", c -> c.put("sub", "rhein-client"), Refusal.UNKNOWN_CLIENT),
        unsound(
            "client in azp only",
            c -> {
              c.remove("sub");
              c.put("azp", "rhein");
            },
            Refusal.UNKNOWN_CLIENT));
  }

  @ParameterizedTest
  @CsvSource({"exp, -4", "nbf, 5", "iat, 5"})
  void time_isTakenWithinTheLeeway(String claim, long offset) {
    String token = FORGE.token(claims -> claims.put(claim, NOW.getEpochSecond() + offset));
    assertThat(refusal(token)).isNull();
  }

  @Test
  void lifetimeOfExactlyTheLongest_isTaken() {
    long now = NOW.getEpochSecond();
    assertThat(refusal(FORGE.token(c -> c.put("iat", now).put("exp", now + 600)))).isNull();
    assertThat(refusal(FORGE.token(c -> c.put("iat", now).put("exp", now + 601))))
        .isEqualTo(Refusal.BAD_TIMES);
  }

  @Test
  void audienceAmongOthers_isTaken() {
    assertThat(refusal(FORGE.token(claims -> claims.putArray("aud").add("x").add("dukou"))))
        .isNull();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsoundHeaders")
  void unsoundHeader_isRefusedBeforeTheSignature(String what, Consumer<ObjectNode> header) {
    assertThat(refusal(FORGE.token(header, claims -> {}))).isEqualTo(Refusal.UNEXPECTED_HEADER);
  }

  static Stream<Arguments> unsoundHeaders() {
    return Stream.of(
        header("none", h -> h.put("alg", "none")),
        header("None", h -> h.put("alg", "None")),
        header("lower case", h -> h.put("alg", "es256")),
        header("another", h -> h.put("alg", "ES384")),
        header("shared key", h -> h.put("alg", "HS256")),
        header("a list", h -> h.putArray("alg").add("ES256")),
        header("missing", h -> h.remove("alg")),
        header("critical", h -> h.putArray("crit").add("exp")),
        header("critical, empty", h -> h.putArray("crit")),
        header("own key", h -> h.putObject("jwk").put("kty", "EC")),
        header("key elsewhere", h -> h.put("jku", "https://evil.example/keys")),
        header("own certificate", h -> h.putArray("x5c").add("MIIB")),
        header("certificate elsewhere", h -> h.put("x5u", "https://evil.example/")),
        header("payload not encoded", h -> h.put("b64", false)),
        header("compressed", h -> h.put("zip", "DEF")),
        header("encrypted", h -> h.put("enc", "A256GCM")),
        header("another type", h -> h.put("typ", "logout+jwt")),
        header("key id a number", h -> h.put("kid", 7)));
  }

  @Test
  void tokenWithoutSignature_isRefused() {
    String unsigned = encode(bytes("{\"alg\":\"none\"}")) + "." + encode(bytes("{}"));
    assertThat(refusal(unsigned)).isEqualTo(Refusal.MALFORMED_TOKEN);
    assertThat(refusal(unsigned + ".")).isEqualTo(Refusal.MALFORMED_TOKEN);
    assertThat(refusal(FORGE.token(c -> {}).replaceAll("[^.]*$", "")))
        .isEqualTo(Refusal.MALFORMED_TOKEN);
  }

  @Test
  void publicKeyUsedAsASharedSecret_isRefused() {
    String unsigned =
        encode(bytes("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"))
            + "."
            + FORGE.token(claims -> {}).split("\\.", -1)[1];
    for (byte[] secret :
        List.of(bytes(TokenForge.pem(FORGE.publicKey())), FORGE.publicKey().getEncoded())) {
      assertThat(refusal(unsigned + "." + TokenForge.hmac(unsigned, secret)))
          .isEqualTo(Refusal.UNEXPECTED_HEADER);
    }
  }

  @Test
  void signatureOfAnotherKey_isRefused() {
    assertThat(refusal(TokenForge.of("ES256").token(claims -> {})))
        .isEqualTo(Refusal.BAD_SIGNATURE);
  }

  @Test
  void signatureInDer_isRefused() {
    assertThat(refusal(FORGE.tokenSignedInDer())).isEqualTo(Refusal.BAD_SIGNATURE);
  }

  @Test
  void signatureOfZeros_isRefused() {
    String unsigned = FORGE.token(claims -> {}).replaceAll("\\.[^.]*$", "");
    assertThat(refusal(unsigned + "." + encode(new byte[64]))).isEqualTo(Refusal.BAD_SIGNATURE);
    assertThat(refusal(unsigned + "." + encode(new byte[1]))).isEqualTo(Refusal.BAD_SIGNATURE);
  }

  @Test
  void claimThatStandsTwice_isRefused() {
    long now = NOW.getEpochSecond();
    String claims =
        "{\"iss\":\"https://login.example\",\"aud\":\"dukou\",\"sub\":\"haikou\",\"sub\":\"rhein\","
            + "\"iat\":%d,\"exp\":%d}".formatted(now, now + 60);
    assertThat(refusal(FORGE.sign("{\"alg\":\"ES256\"}", claims)))
        .isEqualTo(Refusal.MALFORMED_TOKEN);
    assertThat(refusal(FORGE.sign("{\"alg\":\"none\",\"alg\":\"ES256\"}", claims)))
        .isEqualTo(Refusal.MALFORMED_TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "\"text\"", "{}x", "{", "", "{\"a\":1e999999999}"})
  void claimsThatAreNoObject_areRefused(String claims) {
    assertThat(refusal(FORGE.sign("{\"alg\":\"ES256\"}", claims))).isNotNull();
    assertThat(refusal(FORGE.sign(claims, "{}"))).isNotNull();
  }

  @Test
  void byteOrderMark_isRefused() {
    long now = NOW.getEpochSecond();
    String header = "{\"alg\":\"ES256\"}";
    String claims =
        "{\"iss\":\"https://login.example\",\"aud\":\"dukou\",\"sub\":\"rhein\","
            + "\"iat\":%d,\"exp\":%d}".formatted(now, now + 60);
    assertThat(refusal(FORGE.sign(header, claims))).isNull();
    assertThat(refusal(FORGE.sign(header, "\ufeff" + claims))).isEqualTo(Refusal.MALFORMED_TOKEN);
    assertThat(refusal(FORGE.sign("\ufeff" + header, claims))).isEqualTo(Refusal.MALFORMED_TOKEN);
  }

  @Test
  void deeplyNestedClaims_areRefused() {
    String deep = "{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}";
    assertThat(refusal(FORGE.sign("{\"alg\":\"ES256\"}", deep))).isNotNull();
    assertThat(refusal(FORGE.sign(deep, "{}"))).isEqualTo(Refusal.MALFORMED_TOKEN);
  }

  @Test
  void tokenLongerThanAllowed_isRefused() {
    String token = FORGE.token(claims -> claims.put("padding", "x".repeat(9000)));
    assertThat(refusal(token)).isEqualTo(Refusal.MALFORMED_TOKEN);
  }

  @Test
  void everyDamagedToken_isRefusedAndNeverFailsOtherwise() {
    Random random = new Random(7519);
    String sound = FORGE.token(claims -> {});
    for (int round = 0; round < 500; round++) {
      StringBuilder damaged = new StringBuilder(sound);
      int at = random.nextInt(sound.length());
      damaged.setCharAt(at, "ABCxyz019-_. ~\u00E9".charAt(random.nextInt(15)));
      boolean lastBitsOnly = at == sound.length() - 1;
      if (!damaged.toString().equals(sound) && !lastBitsOnly) {
        assertThat(refusal(damaged.toString())).as(damaged.toString()).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Basic cmhlaW46cGFzcw==",
        "Bearer a b",
        "Bearer  two-spaces",
        "Bearer a,Bearer b",
        "DPoP abc"
      })
  void otherAuthorization_isNoCredential(String value) {
    assertThat(refusalOf(evidence(List.of(value), PEER))).isEqualTo(Refusal.NO_CREDENTIALS);
  }

  @Test
  void noOrSeveralAuthorizationFields_areNoCredential() {
    String sound = "Bearer " + FORGE.token(claims -> {});
    assertThat(refusalOf(evidence(List.of(), PEER))).isEqualTo(Refusal.NO_CREDENTIALS);
    assertThat(refusalOf(evidence(List.of(sound, sound), PEER))).isEqualTo(Refusal.NO_CREDENTIALS);
    String[] many = new String[1000];
    Arrays.fill(many, sound);
    assertThat(refusalOf(evidence(List.of(many), PEER))).isEqualTo(Refusal.NO_CREDENTIALS);
  }

  @Test
  void scheme_isReadInAnyCase() {
    String token = FORGE.token(claims -> {});
    assertThat(authenticator.authenticate(evidence(List.of("bEARER " + token), PEER)).succeeded())
        .isTrue();
  }

  @Test
  void everyRefusal_isAnsweredInTheSameWords() {
    Stream<String> tokens =
        Stream.of("x", FORGE.token(c -> c.put("sub", "ghost")), FORGE.token(c -> c.remove("exp")));
    assertThat(tokens.map(token -> failure("Bearer " + token)))
        .allMatch(failure -> "valid credentials are required".equals(failure.getMessage()))
        .allMatch(failure -> failure.getCause() == null && failure.getStackTrace().length == 0);
  }

  private static Arguments unsound(String what, Consumer<ObjectNode> claims, Refusal refusal) {
    return Arguments.of(what, claims, refusal);
  }

  private static Arguments header(String what, Consumer<ObjectNode> header) {
    return Arguments.of(what, header);
  }

  private static Authenticator authenticator(GatewayConfig config) {
    return Authenticator.create(vertx, config, InstantSource.fixed(NOW.plus(Duration.ZERO)));
  }

  private static String haikou() {
    return FORGE.token(claims -> claims.put("sub", "haikou"));
  }

  private Caller caller(String token, String peer) {
    return authenticator.authenticate(evidence(List.of("Bearer " + token), peer)).result();
  }

  private Refusal refusal(String token) {
    return refusalOf(evidence(List.of("Bearer " + token), PEER));
  }

  private Throwable failure(String authorization) {
    return authenticator.authenticate(evidence(List.of(authorization), PEER)).cause();
  }

  private Refusal refusalOf(Evidence evidence) {
    Future<Caller> answer = authenticator.authenticate(evidence);
    assertThat(answer.isComplete()).isTrue();
    return answer.succeeded() ? null : ((AuthenticationException) answer.cause()).refusal();
  }

  private static Evidence evidence(List<String> authorization, String peer) {
    try {
      return new Evidence(authorization, null, peer == null ? null : InetAddress.getByName(peer));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}

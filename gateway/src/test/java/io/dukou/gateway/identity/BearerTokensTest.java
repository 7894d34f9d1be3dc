package io.dukou.gateway.identity;

import static io.dukou.gateway.identity.TokenForge.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.config.IdentityConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a token that is shown again. */
final class BearerTokensTest {
  private static final TokenForge FORGE = TokenForge.of("ES256");
  private static Vertx vertx;

  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);

  @TempDir private Path temporary;
  private IdentityFolder folder;
  private BearerTokens tokens;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close();
  }

  @BeforeEach
  void makeTokens() {
    folder = IdentityFolder.in(temporary);
    tokens = reading(FORGE);
  }

  @Test
  void tokenShownAgain_namesTheSameClient() {
    String token = FORGE.token(claims -> {});
    String first = tokens.check(token).result();
    assertThat(tokens.remembered()).isOne();
    assertThat(tokens.check(token).result()).isEqualTo(first).isEqualTo("rhein");
    assertThat(tokens.remembered()).isOne();
  }

  @Test
  void tokenShownAgainAtItsEnd_isRefusedAndForgotten() {
    String token = FORGE.token(claims -> {});
    tokens.check(token);
    time.set(NOW.plusSeconds(544));
    assertThat(tokens.check(token).succeeded()).isTrue();
    time.set(NOW.plusSeconds(545));
    assertThat(refusal(token)).isEqualTo(Refusal.BAD_TIMES);
    assertThat(tokens.remembered()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"iat", "nbf"})
  void tokenShownAgainOnceTheClockWentBack_isRefusedBeforeItBegins(String claim) {
    String token = FORGE.token(claims -> claims.put(claim, NOW.getEpochSecond()));
    tokens.check(token);
    time.set(NOW.minusSeconds(6));
    assertThat(refusal(token)).isEqualTo(Refusal.BAD_TIMES);
  }

  @Test
  void soundTokenWithAnotherSignature_isRefusedAlthoughItIsRemembered() {
    String token = FORGE.token(claims -> {});
    tokens.check(token);
    String unsigned = token.substring(0, token.lastIndexOf('.'));
    String other = FORGE.token(claims -> claims.put("sub", "haikou"));
    String forged = unsigned + other.substring(other.lastIndexOf('.'));
    assertThat(refusal(forged)).isEqualTo(Refusal.BAD_SIGNATURE);
  }

  @Test
  void refusedTokens_areNotRemembered() {
    tokens.check(TokenForge.of("ES256").token(claims -> {}));
    tokens.check(FORGE.token(claims -> claims.put("exp", NOW.getEpochSecond() - 5)));
    tokens.check(FORGE.token(claims -> claims.put("aud", "other")));
    tokens.check(FORGE.token(claims -> claims.remove("sub")));
    assertThat(tokens.remembered()).isZero();
  }

  @Test
  void keysReadAnew_knowNoTokenOfTheOldOnes() {
    String token = FORGE.token(claims -> {});
    tokens.check(token);
    tokens = reading(TokenForge.of("ES256"));
    assertThat(refusal(token)).isEqualTo(Refusal.BAD_SIGNATURE);
  }

  private BearerTokens reading(TokenForge issuer) {
    folder.write("issuer.pem", TokenForge.pem(issuer.publicKey()));
    IdentityConfig.Jwt config =
        folder
            .tokens("ES256", "publicKeys: [issuer.pem]")
            .identity()
            .bearerTokens()
            .orElseThrow(AssertionError::new);
    return BearerTokens.create(vertx, config, time::get);
  }

  private Refusal refusal(String token) {
    Future<String> answer = tokens.check(token);
    assertThat(answer.failed()).isTrue();
    return ((AuthenticationException) answer.cause()).refusal();
  }
}

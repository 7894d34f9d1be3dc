package io.dukou.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class VerifiedTokensTest {
  private static final Instant ISSUED = Instant.parse("2026-11-20T02:30:00Z");

  private final VerifiedTokens tokens = new VerifiedTokens(2);

  @Test
  void token_isFoundByItsWholeText() {
    tokens.add("a.b.c", of("one"));
    assertThat(tokens.find("a.b.c")).contains(of("one"));
    assertThat(tokens.find("a.b.d")).isEmpty();
  }

  @Test
  void tokenShownLongestAgo_makesRoom() {
    tokens.add("first", of("one"));
    tokens.add("second", of("two"));
    tokens.find("first");
    tokens.add("third", of("three"));
    assertThat(tokens.size()).isEqualTo(2);
    assertThat(tokens.find("second")).isEmpty();
    assertThat(tokens.find("first")).contains(of("one"));
  }

  @Test
  void removedToken_isForgotten() {
    tokens.add("first", of("one"));
    tokens.remove("first");
    assertThat(tokens.find("first")).isEmpty();
  }

  private static VerifiedToken of(String client) {
    return new VerifiedToken(client, ISSUED, ISSUED.plusSeconds(60), null);
  }
}

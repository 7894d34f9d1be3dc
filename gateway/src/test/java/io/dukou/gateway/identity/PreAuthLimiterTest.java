package io.dukou.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.config.ServerConfig.PreAuthentication;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PreAuthLimiterTest {
  private static final ShownCredentials KNOWN = shown("Bearer known");
  private static final ShownCredentials GUESS = shown("Bearer guess");

  private Instant now = TokenForge.NOW;

  private final PreAuthLimiter limiter =
      PreAuthLimiter.create(new PreAuthentication(6, 20, 100), () -> now);

  @Test
  void peerThatFailsTooOften_isTurnedAway() {
    fail("203.0.113.1", 5);
    assertThat(admits("203.0.113.1")).isTrue();
    fail("203.0.113.1", 1);
    assertThat(admits("203.0.113.1")).isFalse();
    assertThat(admits("203.0.113.2")).isTrue();
  }

  @Test
  void bucket_fillsEvenlyOverAMinute() {
    fail("203.0.113.1", 6);
    pass(Duration.ofMillis(9_999));
    assertThat(admits("203.0.113.1")).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(admits("203.0.113.1")).isTrue();
    fail("203.0.113.1", 1);
    assertThat(admits("203.0.113.1")).isFalse();
  }

  @Test
  void waiting_neverFillsMoreThanAMinuteAllows() {
    pass(Duration.ofDays(4000));
    fail("203.0.113.1", 6);
    assertThat(admits("203.0.113.1")).isFalse();
  }

  @Test
  void clockThatGoesBack_fillsNothingAndBreaksNothing() {
    fail("203.0.113.1", 6);
    pass(Duration.ofHours(-1));
    assertThat(admits("203.0.113.1")).isFalse();
    pass(Duration.ofHours(2));
    assertThat(admits("203.0.113.1")).isTrue();
  }

  @Test
  void addressesOfOneIpv6Network_areOnePeer() {
    for (int i = 0; i < 6; i++) {
      fail("2001:db8:1:2::" + i, 1);
    }
    assertThat(admits("2001:db8:1:2:ffff::1")).isFalse();
    assertThat(admits("2001:db8:1:3::1")).isTrue();
  }

  @Test
  void manyPeersTogether_areTurnedAwayButNotThoseWhoAuthenticatedLately() {
    limiter.succeeded(address("198.51.100.7"), KNOWN);
    for (int i = 0; i < 20; i++) {
      fail("203.0.113." + i, 1);
    }
    assertThat(admits("203.0.113.99")).isFalse();
    assertThat(admits("203.0.113.1")).isFalse();
    assertThat(admits("198.51.100.7")).isTrue();
  }

  @Test
  void knownPeer_isStillHeldByItsOwnBucket() {
    limiter.succeeded(address("198.51.100.7"), KNOWN);
    fail("198.51.100.7", 6);
    assertThat(admits("198.51.100.7")).isFalse();
  }

  @Test
  void credentialsThatAuthenticated_areHeldByNoBucket() {
    limiter.succeeded(address("198.51.100.7"), KNOWN);
    fail("198.51.100.7", 6);
    fail("203.0.113.1", 20);
    assertThat(limiter.admits(address("198.51.100.7"), KNOWN)).isTrue();
    assertThat(limiter.admits(address("203.0.113.9"), KNOWN)).isTrue();
    assertThat(limiter.admits(address("198.51.100.7"), GUESS)).isFalse();
    assertThat(limiter.admits(address("198.51.100.7"), shown())).isFalse();
  }

  @Test
  void credentialsThatFail_areHeldAgain() {
    limiter.succeeded(address("198.51.100.7"), KNOWN);
    fail("198.51.100.7", 6);
    limiter.failed(address("198.51.100.7"), KNOWN);
    assertThat(limiter.admits(address("198.51.100.7"), KNOWN)).isFalse();
  }

  @Test
  void showingNothing_isNeverRemembered() {
    limiter.succeeded(address("198.51.100.7"), shown());
    fail("198.51.100.7", 6);
    assertThat(limiter.admits(address("198.51.100.7"), shown())).isFalse();
  }

  @Test
  void strangers_pushNoCredentialsOut() {
    limiter.succeeded(address("198.51.100.7"), KNOWN);
    for (int i = 0; i < 1000; i++) {
      limiter.failed(address("203.0.113." + (i & 255)), shown("Bearer " + i));
    }
    assertThat(limiter.admits(address("198.51.100.7"), KNOWN)).isTrue();
  }

  @Test
  void shownCredentials_areEqualByAllTheirPartsAndPrintNone() {
    assertThat(shown("a", "b")).isEqualTo(shown("a", "b")).isNotEqualTo(shown("ab"));
    assertThat(shown("Bearer secret")).hasToString("ShownCredentials[redacted]");
  }

  @Test
  void memory_isBounded() {
    for (int i = 0; i < 100_000; i++) {
      fail("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), 1);
      limiter.succeeded(address("198.51.100.7"), shown("Bearer " + i));
    }
    assertThat(limiter.size()).isEqualTo(200);
  }

  @Test
  void counter_isDrainedOnceAndCanBeRestored() {
    RefusalCounter counter = new RefusalCounter();
    counter.add(Refusal.BAD_TIMES);
    counter.add(Refusal.BAD_TIMES);
    counter.add(Refusal.TOO_MANY);
    Map<Refusal, Long> drained = counter.drain();
    assertThat(drained)
        .containsOnly(Map.entry(Refusal.BAD_TIMES, 2L), Map.entry(Refusal.TOO_MANY, 1L));
    assertThat(counter.drain()).isEmpty();
    counter.add(Refusal.BAD_TIMES);
    counter.restore(drained);
    assertThat(counter.drain()).containsEntry(Refusal.BAD_TIMES, 3L);
  }

  private static ShownCredentials shown(String... authorization) {
    return ShownCredentials.of(List.of(authorization), null);
  }

  private void fail(String peer, int times) {
    for (int i = 0; i < times; i++) {
      limiter.failed(address(peer), GUESS);
    }
  }

  private boolean admits(String peer) {
    return limiter.admits(address(peer), GUESS);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}

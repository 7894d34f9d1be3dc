package io.dukou.gateway.seldom;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SeldomSaidTest {
  private Instant now = Instant.parse("2026-11-20T02:30:00Z");
  private final SeldomSaid seldom = new SeldomSaid(() -> now);

  @Test
  void sameWords_areDueOnceAMinute() {
    assertThat(seldom.isDue("broken")).isTrue();
    after(59);
    assertThat(seldom.isDue("broken")).isFalse();
    after(1);
    assertThat(seldom.isDue("broken")).isTrue();
    assertThat(seldom.isDue("broken")).isFalse();
  }

  @Test
  void otherWords_areDueAtOnce() {
    assertThat(seldom.isDue("broken")).isTrue();
    assertThat(seldom.isDue("broken in line 2")).isTrue();
    assertThat(seldom.isDue("broken")).isFalse();
  }

  @Test
  void wordsThatAlwaysDiffer_areDueAFewTimesAMinute() {
    assertThat(IntStream.range(0, 1000).filter(i -> seldom.isDue("fault " + i))).hasSize(8);
    after(60);
    assertThat(seldom.isDue("fault 1000")).isTrue();
  }

  @Test
  void forgottenWords_areDueAgain() {
    assertThat(seldom.isDue("broken")).isTrue();
    seldom.forget();
    assertThat(seldom.isDue("broken")).isTrue();
  }

  @Test
  void clockThatGoesBack_silencesNothing() {
    assertThat(seldom.isDue("broken")).isTrue();
    after(-3600);
    assertThat(seldom.isDue("broken")).isTrue();
  }

  private void after(long seconds) {
    now = now.plusSeconds(seconds);
  }
}

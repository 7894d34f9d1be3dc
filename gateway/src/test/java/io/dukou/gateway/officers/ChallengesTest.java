package io.dukou.gateway.officers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ChallengesTest {
  private Instant now = Instant.parse("2026-11-20T02:30:00Z");
  private final Challenges challenges = new Challenges(() -> now, new SecureRandom());

  @Test
  void aNonce_isGoodOnceAndForTwoMinutes() {
    String first = challenges.next();
    challenges.use(first);
    refuses(first);
    String second = challenges.next();
    now = now.plus(Challenges.VALIDITY).minusMillis(1);
    challenges.use(second);
    now = now.plusMillis(1);
    refuses(second);
    String third = challenges.next();
    now = now.plus(Challenges.VALIDITY);
    refuses(third);
    refuses(first);
  }

  @Test
  void aNonceOfAnotherRun_orAChangedOne_isNone() {
    refuses(new Challenges(() -> now, new SecureRandom()).next());
    String nonce = challenges.next();
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder changed = new StringBuilder(nonce);
      changed.setCharAt(random.nextInt(nonce.length()), (char) (33 + random.nextInt(94)));
      if (!changed.toString().equals(nonce)) {
        refuses(changed.toString());
      }
    }
    refuses("");
    refuses(nonce + "AAAA");
    challenges.use(nonce);
  }

  @Test
  void noTwoAreAlike_andUsedOnesAreForgottenWhenTheyAreTooOld() {
    Set<String> all = new HashSet<>();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 20_000; i++) {
        String nonce = challenges.next();
        assertThat(all.add(nonce)).isTrue();
        challenges.use(nonce);
      }
      String over = challenges.next();
      assertThatExceptionOfType(DeskRefusal.class)
          .isThrownBy(() -> challenges.use(over))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(DeskRefusal.Kind.UNAVAILABLE));
      now = now.plus(Duration.ofMinutes(2));
    }
  }

  private void refuses(String nonce) {
    assertThatExceptionOfType(DeskRefusal.class)
        .isThrownBy(() -> challenges.use(nonce))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(DeskRefusal.Kind.UNKNOWN_OFFICER));
  }
}

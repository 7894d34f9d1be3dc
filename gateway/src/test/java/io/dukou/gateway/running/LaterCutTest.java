package io.dukou.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.running.TestStudy.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Persons who come or go with one sensitive value would tell it to whoever has both tables. */
final class LaterCutTest {
  private static final int K = 11;
  private static final String DIVERSE =
      "\n  - {type: distinct-l-diversity, attribute: score, l: 2}";

  @TempDir Path folder;

  private final TestStudy study = TestStudy.of(400, 1).where(subject -> subject.age() < 60);
  private TestOrigin origin;
  private TestGateway gateway;

  @BeforeEach
  void prepare() throws IOException {
    origin = TestOrigin.serving(study.csv());
    gateway = TestGateway.in(folder, origin, study);
    gateway.consents(withNewcomers(39).consents(subject -> false));
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    origin.close();
  }

  @Test
  void newcomersWithOneValue_waitUntilTheyAreDiverse() throws IOException {
    gateway.set("models", DIVERSE).start();
    int before = rows();

    change(withNewcomers(9));
    assertThat(rows()).isEqualTo(before);

    gateway.restart();
    change(withNewcomers(39));
    assertThat(rows()).isEqualTo(before + K);
  }

  @Test
  void newcomersWithOneValue_comeInWhereNoModelLooksAtIt() {
    gateway.start();
    int before = rows();

    change(withNewcomers(9));
    assertThat(rows()).isEqualTo(before + K);
  }

  /** What leaves is known from the first table, values and all, though the origin has it not. */
  @Test
  void leaversWithOneValue_takeOthersAlongUntilTheyAreDiverse() throws IOException {
    TestStudy more = withNewcomers(9);
    origin.change(more.csv());
    gateway.set("models", DIVERSE).start();
    int before = rows();
    gateway.restart();

    change(study);
    assertThat(rows()).isLessThan(before - K);
  }

  /** Returns the study with k women of one age more, whose scores are from 0 to 9 or more. */
  private TestStudy withNewcomers(int largestScore) {
    return study.with(
        IntStream.range(0, K)
            .mapToObj(i -> new Subject("T-%05d".formatted(i), 33, "F", i * largestScore / (K - 1)))
            .toArray(Subject[]::new));
  }

  private int rows() {
    var answer = gateway.get(TestGateway.TABLE);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return (int) answer.body().lines().count() - 1;
  }

  private void change(TestStudy changed) {
    origin.change(changed.csv());
    gateway.setTime(gateway.now().plusSeconds(5));
  }
}

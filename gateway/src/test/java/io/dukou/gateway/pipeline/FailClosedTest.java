package io.dukou.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.LeafKind;
import io.dukou.gateway.journal.FakeJournal;
import io.dukou.gateway.pipeline.TestStages.Fault;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails in whatever stage: nothing is released, the refusal is recorded. */
final class FailClosedTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private static Vertx vertx;
  private final FakeJournal journal = new FakeJournal();
  private final List<Throwable> fatal = new ArrayList<>();

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  static Stream<Arguments> everyStageAndFault() {
    List<Fault> faults =
        List.of(
            Fault.throwing(new IllegalStateException("value of Jane Doe")),
            Fault.throwing(new StackOverflowError()),
            Fault.throwing(new OutOfMemoryError("injected")),
            Fault.throwing(new NoClassDefFoundError("gone")),
            Fault.completing(new IllegalStateException("value of Jane Doe")),
            Fault.completing(new OutOfMemoryError("injected")));
    return TestStages.NAMES.stream()
        .flatMap(stage -> faults.stream().map(fault -> Arguments.of(stage, fault)));
  }

  @ParameterizedTest
  @MethodSource("everyStageAndFault")
  void failingStage_refusesAndRecordsAndGivesBack(String stage, Fault fault) {
    TestStages stages = TestStages.failing(stage, fault);
    Answer answer = answer(stages, LONG);
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    assertThat(((Answer.Refused) answer).problem().status()).isEqualTo(500);
    assertThat(journal.leaves()).extracting(leaf -> leaf.kind()).containsExactly(LeafKind.REFUSAL);
    assertThat(journal.leaves().toString() + journal.parts()).doesNotContain("Jane Doe");
    assertThat(stages.tally.distinct(TestStages.BUCKET)).isZero();
  }

  @ParameterizedTest
  @MethodSource("everyStageAndFault")
  void failingStageAndFailingLog_refuseWithoutDecision(String stage, Fault fault) {
    journal.fail();
    Answer.Refused answer = (Answer.Refused) answer(TestStages.failing(stage, fault), LONG);
    assertThat(answer.problem().status()).isEqualTo(503);
    assertThat(answer.decision()).isEmpty();
  }

  @Test
  void errorOfTheVirtualMachine_isFatal() {
    answer(TestStages.failing("protect", Fault.throwing(new StackOverflowError())), LONG);
    assertThat(fatal).hasSize(1).first().isInstanceOf(StackOverflowError.class);
  }

  @Test
  void missingClass_isNotFatal() {
    answer(TestStages.failing("protect", Fault.throwing(new NoClassDefFoundError("x"))), LONG);
    assertThat(fatal).isEmpty();
  }

  @Test
  void stageThatNeverEnds_isRefusedInTime() {
    TestStages stages = TestStages.failing("fetch", Fault.never());
    Answer.Refused answer = (Answer.Refused) answer(stages, Duration.ofMillis(20));
    assertThat(answer.problem().code()).isEqualTo("too_slow");
    assertThat(journal.leaves()).hasSize(1);
  }

  @Test
  void requestUnderWayWhenTheGatewayStops_isRefusedAndRecordedBeforeThat() throws Exception {
    StagedPipeline pipeline = pipeline(TestStages.failing("fetch", Fault.never()), LONG);
    var answer = pipeline.answer(TestStages.request()).toCompletionStage().toCompletableFuture();
    pipeline.end().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(journal.leaves()).extracting(leaf -> leaf.kind()).containsExactly(LeafKind.REFUSAL);
    Answer.Refused refused = (Answer.Refused) answer.get(10, TimeUnit.SECONDS);
    assertThat(refused.problem().code()).isEqualTo("stopping");
  }

  private StagedPipeline pipeline(TestStages stages, Duration deadline) {
    return StagedPipeline.of(
        vertx, TestStages.parts(journal, deadline, fatal::add), stages.crossing(journal));
  }

  private Answer answer(TestStages stages, Duration deadline) {
    StagedPipeline pipeline = pipeline(stages, deadline);
    try {
      return pipeline
          .answer(TestStages.request())
          .toCompletionStage()
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

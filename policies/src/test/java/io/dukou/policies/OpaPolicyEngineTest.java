package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults of a policy server, by a transport that answers whatever a test wants. */
final class OpaPolicyEngineTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final PolicyInput INPUT = PolicyInput.of(Tree.base());

  /** A fault: its name and what becomes of a good answer. */
  private record Fault(String name, UnaryOperator<String> answer) {
    @Override
    public String toString() {
      return name;
    }
  }

  @Test
  void goodAnswer_isTheDecisionOfTheEmbeddedEngine() {
    Decision embedded = Engines.decide(Engines.embedded(), EntryPoint.RELEASE, INPUT);
    Decision served =
        Engines.decide(answering(UnaryOperator.identity()), EntryPoint.RELEASE, INPUT);
    assertThat(served.canonicalJson()).isEqualTo(embedded.canonicalJson());
  }

  @Test
  void request_carriesTheCanonicalInputAndAsksForProvenance() {
    List<String> sent = new ArrayList<>();
    OpaTransport transport =
        (path, body) -> {
          sent.add(path);
          sent.add(new String(body, StandardCharsets.UTF_8));
          return CompletableFuture.failedStage(new IOException("refused"));
        };
    Engines.assertUnavailable(
        OpaPolicyEngine.over(transport, DEADLINE).evaluate(EntryPoint.REQUEST, INPUT));
    assertThat(sent)
        .containsExactly(
            "/v1/data/dukou/main/request?provenance=true&strict-builtin-errors=true",
            "{\"input\":" + INPUT.canonicalJson() + "}");
  }

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault("empty body", answer -> ""),
        new Fault("no JSON", answer -> "<html>502</html>"),
        new Fault("cut off", answer -> answer.substring(0, answer.length() / 2)),
        new Fault("more after it", answer -> answer + "{}"),
        new Fault("no object", answer -> "[" + answer + "]"),
        new Fault("undefined", answer -> "{\"provenance\":{\"bundles\":{}}}"),
        new Fault("null result", edited(a -> a.putNull("result"))),
        new Fault("a warning", edited(a -> a.putObject("warning"))),
        new Fault("no provenance", edited(a -> a.remove("provenance"))),
        new Fault("no bundle", edited(a -> a.withObject("/provenance").remove("bundles"))),
        new Fault("another revision", edited(a -> revision(a, "0".repeat(64)))),
        new Fault("an empty revision", edited(a -> revision(a, ""))),
        new Fault("another outcome", edited(a -> result(a).put("outcome", "maybe"))),
        new Fault("outcome no text", edited(a -> result(a).put("outcome", true))),
        new Fault("no outcome", edited(a -> result(a).remove("outcome"))),
        new Fault("no reasons", edited(a -> result(a).remove("reasons"))),
        new Fault("reasons no list", edited(a -> result(a).putObject("reasons"))),
        new Fault("a reason no object", edited(a -> result(a).withArray("reasons").add(1))),
        new Fault("an empty reason", edited(a -> result(a).withArray("reasons").addObject())),
        new Fault("an additional key", edited(a -> result(a).put("note", "x"))),
        new Fault("a revision of its own", edited(a -> result(a).put("revision", "x"))),
        new Fault("no rules", edited(a -> result(a).putArray("evaluated"))),
        new Fault("a rule missing", edited(a -> result(a).withArray("evaluated").remove(3))),
        new Fault("a rule twice", edited(OpaPolicyEngineTest::repeatRule)),
        new Fault("an unknown result", edited(a -> firstRule(a).put("result", "fine"))),
        new Fault("milder than a denial", edited(a -> firstRule(a).put("result", "deny"))),
        new Fault("milder than unknown", edited(a -> firstRule(a).put("result", "unknown"))),
        new Fault("a denial without a reason", edited(a -> result(a).put("outcome", "deny"))),
        new Fault(
            "waiting for no reason", edited(a -> result(a).put("outcome", "require_approval"))),
        new Fault("milder than a duty", edited(a -> firstRule(a).put("result", "oblige"))),
        new Fault("a key twice", answer -> answer.replaceFirst("\"outcome\"", "\"outcome\":1,$0")));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void badAnswer_isUnavailable(Fault fault) {
    Engines.assertUnavailable(answering(fault.answer()).evaluate(EntryPoint.RELEASE, INPUT));
  }

  @Test
  void anotherRevision_isNamedBesideTheRightOne() {
    OpaPolicyEngine engine = answering(edited(a -> revision(a, "0".repeat(64))));
    assertThat(Engines.assertUnavailable(engine.evaluate(EntryPoint.RELEASE, INPUT)))
        .hasMessageContaining("by revision " + "0".repeat(64))
        .hasMessageContaining("this gateway by revision " + engine.revision());
    assertThat(Engines.assertUnavailable(engine.check()))
        .hasMessageContaining("by revision " + "0".repeat(64));
  }

  @Test
  void revisionThatIsNoWord_isNotRepeated() {
    OpaPolicyEngine engine = answering(edited(a -> revision(a, "13800138000 \n x")));
    assertThat(Engines.assertUnavailable(engine.evaluate(EntryPoint.RELEASE, INPUT)))
        .hasMessageContaining("(unreadable)")
        .hasMessageNotContaining("138");
  }

  @Test
  void check_asksForNoDecisionAndIsContentWithTheRevision() {
    List<String> sent = new ArrayList<>();
    String answer = edited(a -> a.remove("result")).apply(goodAnswer(EntryPoint.RELEASE, INPUT));
    OpaTransport transport =
        (path, body) -> {
          sent.add(path);
          return CompletableFuture.completedStage(answer.getBytes(StandardCharsets.UTF_8));
        };
    OpaPolicyEngine engine = OpaPolicyEngine.over(transport, DEADLINE);
    assertThat(engine.check().toCompletableFuture()).isCompletedWithValue(null);
    assertThat(sent).containsExactly("/v1/data/dukou/health?provenance=true");
  }

  @Test
  void check_failsWhereTheServerNamesNoBundle() {
    OpaPolicyEngine engine = answering(answer -> "{}");
    assertThat(Engines.assertUnavailable(engine.check()))
        .hasMessageContaining("no bundle with a revision");
  }

  @Test
  void bytesThatAreNoUtf8_areUnavailable() {
    OpaTransport transport =
        (path, body) -> CompletableFuture.completedStage(new byte[] {'{', (byte) 0xff, '}'});
    Engines.assertUnavailable(
        OpaPolicyEngine.over(transport, DEADLINE).evaluate(EntryPoint.RELEASE, INPUT));
  }

  @Test
  void transportThatFails_isUnavailableWithItsCause() {
    IOException reset = new IOException("reset");
    OpaTransport transport = (path, body) -> CompletableFuture.failedStage(reset);
    assertThat(
            Engines.assertUnavailable(
                OpaPolicyEngine.over(transport, DEADLINE).evaluate(EntryPoint.RELEASE, INPUT)))
        .hasCause(reset);
  }

  @Test
  void transportThatThrows_isUnavailable() {
    OpaTransport transport =
        (path, body) -> {
          throw new IllegalStateException("closed");
        };
    Engines.assertUnavailable(
        OpaPolicyEngine.over(transport, DEADLINE).evaluate(EntryPoint.RELEASE, INPUT));
  }

  @Test
  void transportThatNeverAnswers_isUnavailableAfterTheDeadline() {
    OpaTransport transport = (path, body) -> new CompletableFuture<>();
    Engines.assertUnavailable(
        OpaPolicyEngine.over(transport, Duration.ofMillis(20)).evaluate(EntryPoint.RELEASE, INPUT));
  }

  /** Every single byte of a good answer changed: never a milder outcome than the true one. */
  @Test
  void denialWithOneByteChanged_isNeverAnAllow() {
    ObjectNode facts = Tree.base();
    Samples.set(facts, "/release/min_class_size", Tree.parse("3"));
    PolicyInput refused = PolicyInput.of(facts);
    byte[] good = goodAnswer(EntryPoint.RELEASE, refused).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < good.length; i += 3) {
      byte[] changed = good.clone();
      changed[i] ^= 1;
      OpaTransport transport = (path, body) -> CompletableFuture.completedStage(changed);
      CompletionStage<Decision> stage =
          OpaPolicyEngine.over(transport, DEADLINE).evaluate(EntryPoint.RELEASE, refused);
      boolean refuses =
          stage
              .handle((decision, failure) -> decision == null || decision.refuses())
              .toCompletableFuture()
              .join();
      assertThat(refuses).as("byte %d", i).isTrue();
    }
  }

  private static OpaPolicyEngine answering(UnaryOperator<String> change) {
    OpaTransport transport =
        (path, body) ->
            CompletableFuture.completedStage(
                change
                    .apply(goodAnswer(EntryPoint.RELEASE, INPUT))
                    .getBytes(StandardCharsets.UTF_8));
    return OpaPolicyEngine.over(transport, DEADLINE);
  }

  /** What a server with the right bundle answers: the embedded decision without its revision. */
  private static String goodAnswer(EntryPoint entryPoint, PolicyInput input) {
    PolicyEngine engine = Engines.embedded();
    ObjectNode answer = Resources.JSON.createObjectNode();
    ObjectNode result = Engines.decide(engine, entryPoint, input).toJson();
    result.remove("revision");
    answer.set("result", result);
    answer
        .putObject("provenance")
        .put("version", "1.22.2")
        .set(
            "bundles",
            Resources.JSON.valueToTree(Map.of("policy", Map.of("revision", engine.revision()))));
    return answer.toString();
  }

  private static UnaryOperator<String> edited(Consumer<ObjectNode> edit) {
    return answer -> {
      ObjectNode json = (ObjectNode) Tree.parse(answer);
      edit.accept(json);
      return json.toString();
    };
  }

  private static ObjectNode result(ObjectNode answer) {
    return answer.withObject("/result");
  }

  private static ObjectNode firstRule(ObjectNode answer) {
    return (ObjectNode) result(answer).withArray("evaluated").get(0);
  }

  private static void repeatRule(ObjectNode answer) {
    result(answer).withArray("evaluated").add(firstRule(answer).deepCopy());
  }

  private static void revision(ObjectNode answer, String revision) {
    answer.withObject("/provenance/bundles/policy").put("revision", revision);
  }
}

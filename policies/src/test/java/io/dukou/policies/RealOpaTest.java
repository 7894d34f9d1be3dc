package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples and random inputs, decided by a real OPA server and by the embedded engine. */
@Tag("real-server")
final class RealOpaTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static OpaServer server;
  private static PolicyEngine opa;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    server = OpaServer.start();
    opa = OpaPolicyEngine.over(RealOpaTest::post, DEADLINE);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  static List<Samples.Sample> samples() {
    return Samples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void sample_isDecidedAlikeToTheByte(Samples.Sample sample) {
    PolicyInput input = PolicyInput.of(sample.input());
    Decision served = Engines.decide(opa, sample.entryPoint(), input);
    sample.assertDecides(served);
    assertThat(served.canonicalJson())
        .isEqualTo(Engines.decide(Engines.embedded(), sample.entryPoint(), input).canonicalJson());
  }

  @Test
  void randomInputs_areDecidedAlikeToTheByte() {
    Random random = new Random(40);
    for (int round = 0; round < 300; round++) {
      PolicyInput input = PolicyInput.of(randomInput(random));
      EntryPoint entryPoint = random.nextBoolean() ? EntryPoint.REQUEST : EntryPoint.RELEASE;
      assertThat(Engines.decide(opa, entryPoint, input).canonicalJson())
          .as("round %d: %s", round, input.canonicalJson())
          .isEqualTo(Engines.decide(Engines.embedded(), entryPoint, input).canonicalJson());
    }
  }

  @Test
  void ruleOfTheServer_cannotBeReplaced() throws IOException, InterruptedException {
    HttpRequest replacement =
        HttpRequest.newBuilder(server.address().resolve("/v1/policies/dukou/main/main.rego"))
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    "package dukou.main\nrelease := {\"outcome\": \"allow\"}"))
            .build();
    assertThat(HTTP.send(replacement, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(400);
  }

  @Test
  void serverThatIsGone_isUnavailable() {
    OpaTransport nowhere = (path, body) -> post(URI.create("http://127.0.0.1:1"), path, body);
    Engines.assertUnavailable(
        OpaPolicyEngine.over(nowhere, DEADLINE)
            .evaluate(EntryPoint.REQUEST, PolicyInput.of(Tree.base())));
  }

  /** A sample whose facts are, here and there, those of another sample, unknown or absent. */
  private static ObjectNode randomInput(Random random) {
    List<Samples.Sample> samples = Samples.all();
    ObjectNode input = samples.get(random.nextInt(samples.size())).input().deepCopy();
    for (int mixed = random.nextInt(5); mixed > 0; mixed--) {
      ObjectNode other = samples.get(random.nextInt(samples.size())).input();
      String group = random(random, names(input));
      if (!group.equals("event")) {
        input.set(group, other.path(group).deepCopy());
      }
    }
    for (int lost = random.nextInt(4); lost > 0; lost--) {
      loseOneFact(input, random);
    }
    return input;
  }

  private static void loseOneFact(ObjectNode input, Random random) {
    JsonNode group = input.path(random(random, names(input)));
    if (group instanceof ObjectNode facts && !facts.isEmpty()) {
      String fact = random(random, names(facts));
      if (!fact.equals("time")) {
        facts.remove(fact);
      }
    }
  }

  private static List<String> names(ObjectNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String random(Random random, List<String> names) {
    return names.get(random.nextInt(names.size()));
  }

  private static CompletionStage<byte[]> post(String path, byte[] body) {
    return post(server.address(), path, body);
  }

  private static CompletionStage<byte[]> post(URI address, String path, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(DEADLINE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(
            answer -> {
              if (answer.statusCode() != 200) {
                throw new IllegalStateException("status " + answer.statusCode());
              }
              return answer.body();
            });
  }
}

package io.dukou.gateway.pipeline;

import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.audit.Receipt;
import io.dukou.gateway.config.ClientConfig.ClientRole;
import io.dukou.gateway.config.OriginConfig;
import io.dukou.gateway.config.RouteConfig;
import io.dukou.gateway.config.Specification;
import io.dukou.gateway.cut.RouteTable;
import io.dukou.gateway.cut.TableSet;
import io.dukou.gateway.facts.Facts;
import io.dukou.gateway.facts.StudyRegistry;
import io.dukou.gateway.facts.TransferIntent;
import io.dukou.gateway.format.ReadOptions;
import io.dukou.gateway.format.TableFormat;
import io.dukou.gateway.identity.Caller;
import io.dukou.gateway.identity.Location;
import io.dukou.gateway.journal.FakeJournal;
import io.dukou.gateway.journal.Journal;
import io.dukou.gateway.pipeline.Progress.Cleared;
import io.dukou.gateway.pipeline.Progress.Fetched;
import io.dukou.gateway.pipeline.Progress.Intended;
import io.dukou.gateway.pipeline.Progress.Measured;
import io.dukou.gateway.pipeline.Progress.Permitted;
import io.dukou.gateway.pipeline.Progress.Recorded;
import io.dukou.gateway.pipeline.Progress.Shielded;
import io.dukou.gateway.release.PersonTally;
import io.dukou.gateway.release.PreparedAnswer;
import io.dukou.gateway.release.ReadyBody;
import io.dukou.gateway.release.Selection;
import io.dukou.gateway.yaml.ByteSize;
import io.dukou.gateway.yaml.Problem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** Stages that let everything pass, each of which can be made to fail. */
final class TestStages {
  static final Instant NOW = Instant.parse("2026-11-20T02:30:00Z");
  static final PersonTally.Bucket BUCKET = new PersonTally.Bucket("hospital", 2026, true);
  static final List<String> NAMES =
      List.of(
          "identify", "intend", "decide", "fetch", "protect", "measure", "decideAgain", "record");

  final PersonTally tally = new PersonTally();
  final ReadyBody body = ReadyBody.of("a\n1\n".getBytes(StandardCharsets.UTF_8));
  private final Map<String, Fault> faults;

  private TestStages(Map<String, Fault> faults) {
    this.faults = faults;
  }

  /** Returns stages of which {@code stage} does {@code fault} instead of its work. */
  static TestStages failing(String stage, Fault fault) {
    return new TestStages(Map.of(stage, fault));
  }

  Crossing crossing(Journal journal) {
    return new Crossing(
        stage("identify", input -> input),
        stage("intend", input -> new Intended(input, set(), route(), intent(), Selection.whole())),
        stage("decide", input -> new Permitted(input, null)),
        stage("fetch", input -> new Fetched(input, null)),
        stage("protect", input -> new Shielded(input, null, null, new PreparedAnswer(body, null))),
        stage(
            "measure",
            input -> new Measured(input, null, tally.reserve(BUCKET, 1, Set.of("p1", "p2")))),
        stage("decideAgain", input -> new Cleared(input, null)),
        stage("record", input -> new Recorded(input, new Receipt(7, "{}", "proof"))),
        new ReleaseStage(journal, null, () -> NOW, Runnable::run));
  }

  static Request request() {
    Caller caller =
        new Caller(
            "rhein-stats",
            "Rhein",
            ClientRole.RECIPIENT,
            "rhein-pharma",
            "label_update",
            new Location(false, "CH"));
    return new Request(caller, false, "/study/table", List.of(), Optional.empty());
  }

  static StagedPipeline.Parts parts(
      FakeJournal journal, Duration deadline, Consumer<Throwable> fatal) {
    return new StagedPipeline.Parts(
        List.of(),
        100,
        deadline,
        noFacts(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        journal,
        index -> {
          throw new IndexOutOfBoundsException();
        },
        Runnable::run,
        () -> NOW,
        fatal);
  }

  private <I extends Progress, O extends Progress> Stage<I, O> stage(
      String name, Function<I, O> work) {
    return input -> {
      Fault fault = faults.get(name);
      return fault == null ? CompletableFuture.completedFuture(work.apply(input)) : fault.happen();
    };
  }

  private static StudyRegistry noFacts() {
    Facts facts = new Facts("revision", Map.of(), Map.of(), Map.of(), List.of(), List.of());
    return new StudyRegistry() {
      @Override
      public Facts current() {
        return facts;
      }

      @Override
      public List<Problem> problems() {
        return List.of();
      }
    };
  }

  private static TransferIntent intent() {
    return new TransferIntent(
        "lc-001",
        "table",
        "rhein-pharma",
        "label_update",
        List.of("age"),
        new Location(false, "CH"),
        TransferIntent.Kind.PULL,
        NOW);
  }

  private static TableSet set() {
    return TableSet.of(List.of(route())).get(0);
  }

  private static RouteTable route() {
    String text =
        """
        subject: s
        attributes:
          s: {role: direct-identifier}
          age: {role: quasi-identifier, hierarchy: {redact: {from: right, char: "*", length: 2}}}
        models: [{type: k-anonymity, k: 11}]
        """;
    OriginConfig origin =
        new OriginConfig(
            URI.create("http://127.0.0.1:1/table"),
            new OriginConfig.EntityTag(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            new ByteSize(1000),
            OriginConfig.Format.CSV,
            new OriginConfig.CsvForm(',', StandardCharsets.UTF_8),
            new OriginConfig.Trust(null, null, null));
    RouteConfig config =
        new RouteConfig(
            "/study/table",
            "lc-001",
            "table",
            origin,
            new Specification("spec.yaml", text, Path.of(".")),
            null,
            null,
            List.of());
    return new RouteTable(
        config,
        SpecParser.parse(text, "spec.yaml", SpecFiles.none()),
        null,
        "digest",
        TableFormat.CSV,
        ReadOptions.of("table"));
  }

  /** What happens instead of a stage's work. */
  interface Fault {
    <T> CompletionStage<T> happen();

    static Fault throwing(RuntimeException failure) {
      return new Fault() {
        @Override
        public <T> CompletionStage<T> happen() {
          throw failure;
        }
      };
    }

    static Fault throwing(Error failure) {
      return new Fault() {
        @Override
        public <T> CompletionStage<T> happen() {
          throw failure;
        }
      };
    }

    static Fault completing(Throwable failure) {
      return new Fault() {
        @Override
        public <T> CompletionStage<T> happen() {
          return CompletableFuture.failedFuture(failure);
        }
      };
    }

    static Fault never() {
      return new Fault() {
        @Override
        public <T> CompletionStage<T> happen() {
          return new CompletableFuture<>();
        }
      };
    }
  }
}

package io.dukou.gateway.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dukou.gateway.config.Cidr;
import io.dukou.gateway.config.HostPort;
import io.dukou.gateway.config.OriginConfig;
import io.dukou.gateway.config.RouteConfig;
import io.dukou.gateway.config.Specification;
import io.dukou.gateway.config.TableLimits;
import io.dukou.gateway.journal.FakeJournal;
import io.dukou.gateway.keys.Secret;
import io.dukou.gateway.outbound.OutboundClient;
import io.dukou.gateway.outbound.OutboundException;
import io.dukou.gateway.outbound.OutboundLimits;
import io.dukou.gateway.outbound.OutboundRules;
import io.dukou.gateway.yaml.ByteSize;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tables are cut together: both as they were at one moment, or neither. */
final class JointCutTest {
  private static final Duration RECHECK = Duration.ofMinutes(5);
  private static final String ONE = "subject,age\nS-1,34\n";
  private static final String TWO = "subject,age\nS-1,34\nS-2,35\n";
  private static final String SPEC =
      """
      subject: subject
      tables:
        visits: {attributes: {age: {role: quasi-identifier}}}
        labs: {attributes: {age: {role: quasi-identifier}}}
      models: [{type: k-anonymity, k: 2}]
      """;

  private static Vertx vertx;

  private final SecureRandom random = new SecureRandom();
  private final Secret key = Secret.random(random);
  private final Set<Long> held = new HashSet<>();
  private final Map<VersionedOrigin, Integer> seen = new HashMap<>();
  private Instant now = Instant.parse("2026-11-20T02:30:00Z");

  @TempDir private Path folder;
  private VersionedOrigin visits;
  private VersionedOrigin labs;
  private OutboundClient client;
  private CutStore store;
  private CutKeeper keeper;

  @BeforeAll
  static void openVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void closeVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void start() throws IOException {
    visits = new VersionedOrigin(ONE);
    labs = new VersionedOrigin(ONE);
    OutboundRules rules =
        new OutboundRules(
            Set.of(HostPort.of(visits.url()), HostPort.of(labs.url())),
            List.of(Cidr.parse("127.0.0.0/8")));
    client = OutboundClient.create(vertx, rules, OutboundLimits.defaults(), null);
    restart(Runnable::run);
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    visits.close();
    labs.close();
  }

  @Test
  void firstLook_readsBothTables_andTheVersionOfTheFirstAgain() {
    JointCut cut = current();
    assertThat(asked(visits)).containsExactly("HEAD", "GET", "HEAD", "HEAD");
    assertThat(asked(labs)).containsExactly("HEAD", "GET", "HEAD");
    assertThat(cut.cuts().keySet()).containsExactly("visits", "labs");
    assertThat(cut.numbers()).containsExactly(1L, 2L);
    assertThat(cut.rows().get("labs").table().rowCount()).isEqualTo(1);
  }

  @Test
  void unchangedVersions_keepTheCut_andReadNoTable() {
    JointCut cut = current();
    passInterval();
    assertThat(current()).isSameAs(cut);
    assertThat(asked(visits)).endsWith("HEAD", "HEAD").hasSize(5);
    assertThat(asked(labs)).endsWith("GET", "HEAD", "HEAD").hasSize(4);
  }

  @Test
  void changeOfOneTable_isANewCutOfBoth_readAnewWhereItChanged() {
    JointCut old = current();
    asked(visits);
    asked(labs);
    labs.change("2", TWO);
    passInterval();
    JointCut cut = current();
    assertThat(cut.of(route("visits", visits))).isSameAs(old.of(route("visits", visits)));
    assertThat(cut.rows().get("labs").table().rowCount()).isEqualTo(2);
    assertThat(asked(visits)).containsExactly("HEAD", "HEAD");
    assertThat(asked(labs)).containsExactly("HEAD", "GET", "HEAD");
  }

  @Test
  void firstTableThatMovesWhileTheSecondIsRead_isReadAgain() {
    visits.numberBodies();
    visits.nextTags("1", "1", "1", "2");
    visits.change("2", ONE);
    JointCut cut = current();
    assertThat(cut.of(route("visits", visits)).cut().version()).isEqualTo("\"2\"");
    assertThat(asked(visits)).containsExactly("HEAD", "GET", "HEAD", "HEAD", "HEAD", "GET", "HEAD");
    assertThat(asked(labs)).containsExactly("HEAD", "GET", "HEAD", "HEAD");
  }

  @Test
  void tablesThatGoOnMoving_yieldNoCut() {
    visits.numberBodies();
    visits.nextTags("1", "1", "1", "2", "2", "2", "2", "3");
    visits.change("3", ONE);
    labs.numberBodies();
    labs.nextTags("1", "1", "1");
    labs.change("2", ONE);
    assertThat(failure())
        .isInstanceOf(OriginException.class)
        .extracting(e -> ((OriginException) e).problem())
        .isEqualTo(OriginException.Problem.CHANGES_WHILE_READ);
  }

  @Test
  void failureOfOneOrigin_yieldsNoCutOfEither_untilItAnswersAgain() {
    JointCut cut = current();
    passInterval();
    labs.breakDown(true);
    visits.change("2", TWO);
    assertThat(failure()).isInstanceOf(OutboundException.class);
    assertThat(failure()).isInstanceOf(OutboundException.class);
    labs.breakDown(false);
    assertThat(current().numbers()).isNotEqualTo(cut.numbers());
    assertThat(current().rows().get("visits").table().rowCount()).isEqualTo(2);
  }

  @Test
  void callersOfBothTables_shareOneLook() {
    Queue<Runnable> waiting = new ArrayDeque<>();
    restart(waiting::add);
    CompletionStage<JointCut> one = keeper.current(set());
    CompletionStage<JointCut> other = keeper.current(set());
    assertThat(waiting).hasSize(1);
    waiting.remove().run();
    assertThat(other.toCompletableFuture().join()).isSameAs(one.toCompletableFuture().join());
  }

  @Test
  void cutOfBeforeARestart_isKept_whileBothVersionsStand() {
    JointCut cut = current();
    asked(visits);
    asked(labs);
    restart(Runnable::run);
    assertThat(current().numbers()).isEqualTo(cut.numbers());
    assertThat(asked(visits)).containsExactly("HEAD");
    assertThat(asked(labs)).containsExactly("HEAD");
  }

  @Test
  void cutsThatATableNeeds_stay() {
    JointCut old = current();
    held.addAll(old.numbers());
    labs.change("2", TWO);
    passInterval();
    current();
    assertThat(store.all().stream().map(CutRecord::number)).containsExactly(1L, 2L, 3L);
  }

  private JointCut current() {
    return keeper.current(set()).toCompletableFuture().join();
  }

  private Throwable failure() {
    Throwable thrown = catchThrowable(this::current);
    return thrown == null ? null : thrown.getCause();
  }

  /** Returns the methods that an origin was asked with since the last call. */
  private List<String> asked(VersionedOrigin origin) {
    int before = seen.getOrDefault(origin, 0);
    List<String> methods = origin.methods(before);
    seen.put(origin, before + methods.size());
    return methods;
  }

  private void passInterval() {
    now = now.plus(RECHECK);
  }

  private void restart(Executor workers) {
    store = CutStore.open(folder, key, random);
    OriginAccess access = new OriginAccess(client, OutboundLimits.defaults(), new FakeJournal());
    keeper = CutKeeper.create(store, access, workers, () -> now, held::contains);
  }

  private TableSet set() {
    return TableSet.of(List.of(route("labs", labs), route("visits", visits))).get(0);
  }

  /** The interval of the labs is the shorter one. */
  private RouteTable route(String dataset, VersionedOrigin origin) {
    OriginConfig config =
        new OriginConfig(
            origin.url(),
            new OriginConfig.EntityTag(),
            dataset.equals("labs") ? RECHECK : RECHECK.multipliedBy(2),
            Duration.ofSeconds(30),
            new ByteSize(1 << 20),
            OriginConfig.Format.CSV,
            new OriginConfig.CsvForm(',', StandardCharsets.UTF_8),
            new OriginConfig.Trust(null, null, null));
    RouteConfig route =
        new RouteConfig(
            "/lc-1/" + dataset,
            "lc-1",
            dataset,
            config,
            new Specification("spec.yaml", SPEC, folder),
            null,
            null,
            List.of());
    return RouteTable.of(route, new TableLimits(1_000, 100, new ByteSize(1 << 16), 8, 1_000));
  }
}

package io.dukou.gateway.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dukou.anonymizer.spec.SpecException;
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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When an origin is looked at again, and which of its tables becomes a cut. */
final class CutKeeperTest {
  private static final Duration RECHECK = Duration.ofMinutes(5);
  private static final String FIRST = "subject,age\nS-1,34\n";
  private static final String SECOND = "subject,age\nS-1,34\nS-2,35\n";
  private static final String SPEC =
      """
      subject: subject
      attributes:
        subject: {role: direct-identifier}
        age: {role: quasi-identifier, hierarchy: {redact: {from: right, char: "*", length: 2}}}
      models:
        - {type: k-anonymity, k: 11}
      suppressionLimit: 0.1
      """;

  private static Vertx vertx;

  private final SecureRandom random = new SecureRandom();
  private final Secret key = Secret.random(random);
  private final FakeJournal journal = new FakeJournal();
  private final Set<Long> held = new HashSet<>();
  private OriginConfig.Version version = new OriginConfig.EntityTag();
  private Instant now = Instant.parse("2026-11-20T02:30:00Z");

  @TempDir private Path folder;
  private VersionedOrigin origin;
  private OutboundClient client;
  private CutStore store;
  private CutKeeper keeper;
  private int seen;

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
    origin = new VersionedOrigin(FIRST);
    OutboundRules rules =
        new OutboundRules(Set.of(HostPort.of(origin.url())), List.of(Cidr.parse("127.0.0.0/8")));
    client = OutboundClient.create(vertx, rules, OutboundLimits.defaults(), null);
    restart(Runnable::run);
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    origin.close();
  }

  @Test
  void firstLook_readsVersionTableAndVersion() throws IOException {
    DataCut cut = current();
    assertThat(asked()).containsExactly("HEAD", "GET", "HEAD");
    assertThat(cut.rows().table().rowCount()).isEqualTo(1);
    assertThat(cut.cut().version()).isEqualTo("\"1\"");
    assertThat(cut.cut().readAt()).isEqualTo(now);
    assertThat(bodyOf(cut)).isEqualTo(FIRST);
    assertThat(cut.cut().length()).isEqualTo(FIRST.length());
  }

  @Test
  void lookWithinTheInterval_asksNothing() {
    DataCut cut = current();
    asked();
    origin.change("2", SECOND);
    now = now.plus(RECHECK).minusMillis(1);
    assertThat(current()).isSameAs(cut);
    assertThat(asked()).isEmpty();
  }

  @Test
  void unchangedVersion_keepsTheCut_andReadsNoTable() {
    DataCut cut = current();
    asked();
    passInterval();
    assertThat(current()).isSameAs(cut);
    assertThat(asked()).containsExactly("HEAD");
  }

  @Test
  void changedVersion_isANewCut_andTheOldOneGoes() {
    DataCut old = current();
    origin.change("2", SECOND);
    passInterval();
    DataCut cut = current();
    assertThat(cut.rows().table().rowCount()).isEqualTo(2);
    assertThat(store.all()).containsExactly(cut.cut());
    assertThat(keeper.kept(old.cut().number(), route())).isEmpty();
  }

  @Test
  void heldCut_staysReadable() {
    DataCut old = current();
    held.add(old.cut().number());
    origin.change("2", SECOND);
    passInterval();
    current();
    assertThat(keeper.kept(old.cut().number(), route()).orElseThrow().rows().table().rowCount())
        .isEqualTo(1);
  }

  @Test
  void otherVersionOfEqualBytes_isTheSameCut() {
    DataCut cut = current();
    origin.change("2", FIRST);
    passInterval();
    assertThat(current().cut()).isEqualTo(cut.cut());
    asked();
    passInterval();
    current();
    assertThat(asked()).containsExactly("HEAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 1 2", "1 2 2", "1 2 1"})
  void versionThatMovesOnceWhileRead_isReadOnceMore(String tags) {
    String[] named = tags.split(" ");
    origin.nextTags(named);
    origin.change(named[2], SECOND);
    assertThat(current().cut().version()).isEqualTo('"' + named[2] + '"');
    assertThat(asked()).containsExactly("HEAD", "GET", "HEAD", "GET", "HEAD");
    assertThat(store.all()).hasSize(1);
  }

  @Test
  void versionThatMovesAgain_yieldsNoCut() {
    origin.nextTags("1", "1", "2", "2", "3");
    origin.change("3", SECOND);
    assertThat(failure())
        .isInstanceOf(OriginException.class)
        .extracting(e -> ((OriginException) e).problem())
        .isEqualTo(OriginException.Problem.CHANGES_WHILE_READ);
    assertThat(store.all()).isEmpty();
  }

  @Test
  void failingOrigin_yieldsNoOldCut_untilItAnswersAgain() {
    DataCut cut = current();
    passInterval();
    origin.breakDown(true);
    assertThat(failure()).isInstanceOf(OutboundException.class);
    origin.breakDown(false);
    assertThat(current()).isSameAs(cut);
  }

  @Test
  void bodyThatIsNoTable_yieldsNoCut_andLeavesNothing() throws IOException {
    origin.change("1", "subject,age\nS-1\n");
    assertThat(failure()).isInstanceOf(UnreadableBodyException.class);
    assertThat(store.all()).isEmpty();
    assertThat(folder.toFile().list()).isEmpty();
  }

  @Test
  void callersAtOnce_shareOneLook() {
    Queue<Runnable> waiting = new ArrayDeque<>();
    restart(waiting::add);
    CompletionStage<JointCut> one = keeper.current(set());
    CompletionStage<JointCut> other = keeper.current(set());
    assertThat(waiting).hasSize(1);
    waiting.remove().run();
    assertThat(other.toCompletableFuture().join()).isSameAs(one.toCompletableFuture().join());
    assertThat(asked()).containsExactly("HEAD", "GET", "HEAD");
  }

  @Test
  void cutOfBeforeARestart_isKept_whileItsVersionStands() {
    DataCut cut = current();
    asked();
    restart(Runnable::run);
    assertThat(current().cut()).isEqualTo(cut.cut());
    assertThat(current().rows().table().rowCount()).isEqualTo(1);
    assertThat(asked()).containsExactly("HEAD");
  }

  @Test
  void clockThatWasPutBack_leavesNoCutUnchecked() {
    current();
    origin.change("2", SECOND);
    now = now.minus(Duration.ofHours(1));
    assertThat(current().rows().table().rowCount()).isEqualTo(2);
  }

  @Test
  void damagedBody_isReadAnewAfterARestart() throws IOException {
    damage(current().cut());
    restart(Runnable::run);
    asked();
    DataCut cut = current();
    assertThat(cut.rows().table().rowCount()).isEqualTo(1);
    assertThat(bodyOf(cut)).isEqualTo(FIRST);
    assertThat(store.all()).containsExactly(cut.cut());
    assertThat(asked()).containsExactly("HEAD", "GET", "HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/csv; charset=GBK",
        "text/csv; header=absent",
        "text/csv; charset=utf-8; charset=utf-8"
      })
  void bodyAnnouncedOtherwise_yieldsNoCut(String contentType) {
    origin.announce(contentType);
    assertThat(failure())
        .isInstanceOf(OriginException.class)
        .extracting(e -> ((OriginException) e).problem())
        .isEqualTo(OriginException.Problem.OTHER_FORM);
    assertThat(store.all()).isEmpty();
    origin.announce("text/csv; charset=UTF-8");
    assertThat(current().rows().table().rowCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"version\":\"1\"}garbage",
        "{\"version\":\"1\"}{}",
        "{\"version\":\"1\",\"version\":\"2\"}",
        "\uFEFF{\"version\":\"1\"}",
        "{\"version\":{}}",
        ""
      })
  void versionDocumentThatIsNotOneValue_yieldsNoCut(String document) {
    version = new OriginConfig.Pointer(origin.documentUrl(), "/version");
    origin.document(document);
    assertThat(failure())
        .isInstanceOf(OriginException.class)
        .extracting(e -> ((OriginException) e).problem())
        .isEqualTo(OriginException.Problem.NO_POINTER);
    origin.document("{\"version\":\"1\"}\n");
    assertThat(current().cut().version()).isEqualTo("1");
  }

  @Test
  void cutOfAnotherSource_isNotTakenForThisOne() throws IOException {
    long old = current().cut().number();
    origin.close();
    start();
    assertThat(current().cut().number()).isNotEqualTo(old);
  }

  @Test
  void readThatCannotBeRecorded_isNotMade() {
    journal.fail();
    assertThat(failure()).isNotNull();
    assertThat(asked()).isEmpty();
  }

  @Test
  void specificationThatLeavesBoundsToTheData_makesNoRoute() {
    String found =
        SPEC.replace(
            "{redact: {from: right, char: \"*\", length: 2}}",
            "{intervals: {start: 0, width: 5, top: automatic}}");

    assertThatExceptionOfType(SpecException.class)
        .isThrownBy(() -> route(found))
        .withMessageContaining("a bound found in the data");
  }

  @Test
  void eachRead_hasAnEntryBeforeAndAfterIt() {
    current();
    assertThat(journal.leaves()).hasSize(6);
    assertThat(journal.leaves().get(2).decision().path("reads").textValue()).isEqualTo("table");
    assertThat(journal.leaves().get(3).decision().path("bytes").longValue())
        .isEqualTo(FIRST.length());
  }

  private DataCut current() {
    return keeper.current(set()).toCompletableFuture().join().of(route());
  }

  private Throwable failure() {
    Throwable thrown = catchThrowable(this::current);
    return thrown == null ? null : thrown.getCause();
  }

  /** Returns the methods that the origin was asked with since the last call. */
  private List<String> asked() {
    List<String> methods = origin.methods(seen);
    seen += methods.size();
    return methods;
  }

  private void passInterval() {
    now = now.plus(RECHECK);
  }

  private void restart(Executor workers) {
    store = CutStore.open(folder, key, random);
    OriginAccess access = new OriginAccess(client, OutboundLimits.defaults(), journal);
    keeper = CutKeeper.create(store, access, workers, () -> now, held::contains);
  }

  private void damage(CutRecord cut) throws IOException {
    Path file = folder.resolve(cut.number() + "-body");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  private String bodyOf(DataCut cut) throws IOException {
    try (InputStream in = store.body(cut.cut())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private TableSet set() {
    return TableSet.of(List.of(route())).get(0);
  }

  private RouteTable route() {
    return route(SPEC);
  }

  private RouteTable route(String text) {
    OriginConfig config =
        new OriginConfig(
            origin.url(),
            version,
            RECHECK,
            Duration.ofSeconds(30),
            new ByteSize(1 << 20),
            OriginConfig.Format.CSV,
            new OriginConfig.CsvForm(',', StandardCharsets.UTF_8),
            new OriginConfig.Trust(null, null, null));
    Specification spec = new Specification("spec.yaml", text, folder);
    RouteConfig route =
        new RouteConfig("/lc-1/labs", "lc-1", "labs", config, spec, null, null, List.of());
    return RouteTable.of(route, new TableLimits(1_000, 100, new ByteSize(1 << 16), 8, 1_000));
  }
}

package io.dukou.gateway.running;

import io.dukou.anonymizer.plan.Planner;
import io.dukou.audit.AuditLog;
import io.dukou.audit.DigestSuite;
import io.dukou.audit.LogFailedException;
import io.dukou.audit.LogOptions;
import io.dukou.audit.LogSigners;
import io.dukou.audit.postgres.PostgresHome;
import io.dukou.audit.postgres.PostgresOptions;
import io.dukou.gateway.completeness.CompletenessWatch;
import io.dukou.gateway.config.AuditConfig;
import io.dukou.gateway.config.AuditConfig.Suite;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.config.HostPort;
import io.dukou.gateway.config.PolicyConfig;
import io.dukou.gateway.config.RecordsConfig;
import io.dukou.gateway.cut.CutKeeper;
import io.dukou.gateway.cut.CutStore;
import io.dukou.gateway.cut.OriginAccess;
import io.dukou.gateway.cut.RouteTable;
import io.dukou.gateway.cut.TableSet;
import io.dukou.gateway.facts.PersonKeys;
import io.dukou.gateway.facts.YamlStudyRegistry;
import io.dukou.gateway.identity.Authenticator;
import io.dukou.gateway.journal.Journal;
import io.dukou.gateway.keys.GatewayKeys;
import io.dukou.gateway.officers.LogDesk;
import io.dukou.gateway.officers.OfficerServer;
import io.dukou.gateway.outbound.OpaCalls;
import io.dukou.gateway.outbound.OutboundClient;
import io.dukou.gateway.outbound.OutboundLimits;
import io.dukou.gateway.outbound.OutboundRequest;
import io.dukou.gateway.outbound.OutboundRules;
import io.dukou.gateway.pipeline.ReceiptSource;
import io.dukou.gateway.pipeline.StagedPipeline;
import io.dukou.gateway.release.Answers;
import io.dukou.gateway.release.PersonTally;
import io.dukou.gateway.release.ProtectedTables;
import io.dukou.gateway.release.ReleaseMemory;
import io.dukou.gateway.release.SubjectKeyStore;
import io.dukou.gateway.release.TableStore;
import io.dukou.gateway.server.AnswerWatch;
import io.dukou.gateway.spool.SpoolFactory;
import io.dukou.gateway.spool.SpoolOptions;
import io.dukou.gateway.tiles.TileServer;
import io.dukou.policies.EmbeddedPolicyEngine;
import io.dukou.policies.OpaPolicyEngine;
import io.dukou.policies.PolicyEngine;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of one gateway, put together in the order in which they need each other, and closed in
 * the opposite one. Opening and closing block.
 */
final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
  private static final Duration POLICY_CHECK = Duration.ofSeconds(5);
  private static final Duration SPACE_CHECK = Duration.ofSeconds(1);
  private static final PolicyWatch.Place EMBEDDED =
      new PolicyWatch.Place(
          "the embedded policy", "give the machine room, or raise policy.timeout");
  private static final String OPA_REMEDY =
      "see that it runs there, with the bundle of this version of Dukou, or mend policy.opa.url";

  private final Vertx vertx;
  private final GatewayConfig config;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private final GatewayKeys keys;
  private final YamlStudyRegistry facts;
  private final Condition condition;
  private final Authenticator callers;
  private final List<TableSet> sets;
  private final Workers workers;
  private final PolicyEngine policies;
  private final StateFolder state;
  private final AuditLog log;
  private final CompletenessWatch completeness;
  private final StagedPipeline pipeline;
  private @Nullable LogSpace space;
  private @Nullable TileServer tiles;
  private @Nullable OfficerServer officers;

  private Parts(Vertx vertx, GatewayConfig config, InstantSource clock, SecureRandom random) {
    this.vertx = vertx;
    this.config = config;
    this.clock = clock;
    this.random = random;
    try {
      this.state = opened(StateFolder.take(config.state().directory())); // first: others may wait
      this.keys = GatewayKeys.load(config.keys().directory());
      this.facts = YamlStudyRegistry.open(config.facts().files());
      this.condition = new Condition(facts);
      this.callers = Authenticator.create(vertx, config, clock);
      condition.keys(callers::problems);
      this.sets = sets(config);
      this.workers = opened(Workers.start(config.routes().size()));
      this.policies = opened(startPolicies());
      this.log = opened(openLog());
      open.push(workers::endReading); // once the client below is closed, before the log is
      PersonTally tally = new PersonTally();
      ReleaseMemory memory = new ReleaseMemory(tally);
      this.completeness = opened(watchCompleteness(memory, tally));
      this.pipeline = assemble(memory, tally);
      startOfficers();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Opens everything that a gateway needs before it can listen. */
  static Parts open(Vertx vertx, GatewayConfig config, InstantSource clock, SecureRandom random) {
    return new Parts(vertx, config, clock, random);
  }

  YamlStudyRegistry facts() {
    return facts;
  }

  Condition condition() {
    return condition;
  }

  Authenticator callers() {
    return callers;
  }

  PolicyEngine policies() {
    return policies;
  }

  AuditLog log() {
    return log;
  }

  /** Returns what shows the log by HTTP, if anything does. */
  Optional<TileServer> tiles() {
    return Optional.ofNullable(tiles);
  }

  /** Returns what officers ask by HTTP, if anything does. */
  Optional<OfficerServer> officers() {
    return Optional.ofNullable(officers);
  }

  /** Returns who is told of the answers that leave. */
  AnswerWatch completeness() {
    return completeness.answers();
  }

  StagedPipeline pipeline() {
    return pipeline;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      AutoCloseable part = open.pop();
      try {
        part.close();
      } catch (Exception e) { // one part that cannot be closed must not keep the others open
        LOG.warn("{} was not closed: {}", part.getClass().getSimpleName(), e.getClass().getName());
      }
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  private static List<TableSet> sets(GatewayConfig config) {
    return TableSet.of(
        config.routes().stream().map(route -> RouteTable.of(route, config.tables())).toList());
  }

  private PolicyEngine startPolicies() {
    PolicyConfig.Opa opa = config.policy().opa();
    if (opa == null) {
      PolicyEngine engine =
          EmbeddedPolicyEngine.start(
              workers.computing(),
              Runtime.getRuntime().availableProcessors(),
              config.policy().timeout());
      return PolicyWatch.over(engine, EMBEDDED, clock);
    }
    return watched(opa);
  }

  /** Starts to ask a policy server, and to look after it while nobody asks. */
  private PolicyWatch watched(PolicyConfig.Opa opa) {
    OutboundRequest.Trust trust = new OutboundRequest.Trust(opa.authorities(), opa.tokenFile());
    OpaCalls calls =
        opened(
            OpaCalls.create(
                vertx,
                OutboundRules.of(config.outbound()),
                new OpaCalls.Target(opa.url(), trust, config.policy().timeout())));
    OpaPolicyEngine engine = OpaPolicyEngine.over(calls, config.policy().timeout());
    HostPort server = HostPort.of(opa.url());
    PolicyWatch watch =
        PolicyWatch.over(
            engine,
            new PolicyWatch.Place(
                "the policy server at " + server.host() + ":" + server.port(), OPA_REMEDY),
            clock);
    condition.policies(watch::trouble);
    opened(watch.checkEvery(POLICY_CHECK, vertx, engine::check));
    return watch;
  }

  private Planner planner() {
    return Planner.named(config.planner())
        .orElseThrow(
            () -> new IllegalArgumentException("the planner is not on the class path any more"));
  }

  private AuditLog openLog() {
    LogSigners logKeys = LogFolders.signers(config, random);
    if (!logKeys.name().equals(config.audit().origin())) {
      throw new IllegalArgumentException(
          "audit.origin is not the name of the log's key: write " + logKeys.name());
    }
    if (!LogSigners.areEncrypted(config.keys().directory())) {
      LOG.info("the keys of the log are not encrypted; docs/audit-log.md says how to do it");
    }
    AuditLog opened = openLog(new LogFolders.Keys(keys, logKeys));
    condition.log(opened::healthy);
    return opened;
  }

  private AuditLog openLog(LogFolders.Keys logKeys) {
    boolean unused = state.isUnused();
    LogOptions options = LogOptions.defaults().withRandom(random).withOnFailure(condition::fail);
    PostgresOptions database = config.audit().database();
    if (database == null) {
      LogFolders.makeFolders(config.audit());
      LogSpace reserved = opened(LogSpace.open(config.audit(), clock));
      reserved.lookEvery(SPACE_CHECK);
      condition.space(reserved);
      this.space = reserved;
      Path published = state.folder(StateFolder.ACKNOWLEDGED);
      return LogFolders.open(config.audit(), reserved, published, logKeys, options, unused);
    }
    PostgresHome home = opened(PostgresHome.open(database));
    home.whenFailed(
        failure ->
            condition.fail(
                new LogFailedException(
                    "the database of the log cannot be used any more: " + failure.getMessage(),
                    failure)));
    return LogFolders.open(home, state.folder(StateFolder.ACKNOWLEDGED), logKeys, options, unused);
  }

  private StagedPipeline assemble(ReleaseMemory memory, PersonTally tally) {
    TableStore tableStore = TableStore.open(state.folder("tables"), keys.cuts(), random);
    SubjectKeyStore pseudonyms =
        SubjectKeyStore.open(state.folder("pseudonyms"), keys.cuts(), random);
    CutStore cutStore = CutStore.open(state.folder("cuts"), keys.cuts(), random);
    OutboundLimits limits =
        OutboundLimits.defaults().withConnect(config.outbound().connectTimeout());
    OutboundClient outbound =
        opened(OutboundClient.create(vertx, OutboundRules.of(config.outbound()), limits, null));
    startStamping(outbound);
    AuditConfig.Tiles shown = config.audit().tiles();
    if (shown != null) {
      this.tiles = opened(TileServer.start(vertx, log.published(), shown));
    }
    Optional<Witnessing> witnessing = startWitnessing(outbound);
    Journal journal = guarded(witnessing.<Journal>map(each -> each).orElse(log::append));
    CutKeeper cuts =
        CutKeeper.create(
            cutStore,
            new OriginAccess(outbound, limits, journal),
            workers.reading(),
            clock,
            tableStore::needsCut);
    ProtectedTables tables =
        ProtectedTables.create(
            memory,
            tableStore,
            new ProtectedTables.Making(
                journal, persons(), random, planner(), pseudonyms, workers.computing()));
    return StagedPipeline.create(
        vertx,
        new StagedPipeline.Parts(
            sets,
            config.tables().pageRows(),
            config.server().timeouts().answer(),
            facts,
            policies,
            cuts,
            tables,
            Answers.create(spools(), digests(), keys.cursors(), workers.computing()),
            memory,
            tally,
            log,
            journal,
            witnessing.<ReceiptSource>map(each -> each::receipt).orElse(log::receipt),
            workers.computing(),
            clock,
            condition::fail));
  }

  private Journal guarded(Journal journal) {
    return space == null ? journal : space.guard(journal);
  }

  /** Replays the log into the memory, and into what compares with the log from then on. */
  private CompletenessWatch watchCompleteness(ReleaseMemory memory, PersonTally tally) {
    CompletenessWatch watch =
        CompletenessWatch.over(
            log, memory::replay, tally::released, config.server().timeouts(), clock);
    condition.completeness(watch::difference, watch::figures);
    watch.lookEvery(config.audit().completenessInterval(), vertx);
    return watch;
  }

  private void startStamping(OutboundClient outbound) {
    AuditConfig.TimeStamps stamps = config.audit().timeStamps();
    if (stamps != null) {
      TimeStamping.Means means = new TimeStamping.Means(random, clock);
      condition.timeStamps(
          opened(TimeStamping.start(vertx, log, outbound, stamps, means))::trouble);
    }
  }

  private Optional<Witnessing> startWitnessing(OutboundClient outbound) {
    AuditConfig.Witnesses witnesses = config.audit().witnesses();
    if (witnesses == null) {
      return Optional.empty();
    }
    Witnessing witnessing = opened(Witnessing.start(vertx, log, outbound, witnesses, clock));
    condition.witnesses(witnessing::trouble);
    return Optional.of(witnessing);
  }

  private void startOfficers() {
    RecordsConfig records = config.records();
    if (records.api() != null) {
      LogDesk.Shared desk = LogDesk.Shared.of(log, records, keys.counting(), clock);
      this.officers = opened(OfficerServer.start(vertx, records, desk, clock, random));
    }
  }

  private SpoolFactory spools() {
    try {
      SpoolOptions defaults = SpoolOptions.in(config.spool().directory());
      return SpoolFactory.create(
          new SpoolOptions(
              config.spool().directory(),
              config.spool().memory().bytes(),
              Math.max(defaults.memoryQuota(), config.spool().memory().bytes()),
              config.spool().quota().bytes()),
          random);
    } catch (IOException e) {
      throw new UncheckedIOException(config.spool().directory() + " cannot be used", e);
    }
  }

  private PersonKeys persons() {
    boolean sm = config.audit().suite() == Suite.SM;
    return PersonKeys.of(
        keys.counting(),
        PersonKeys.Use.COUNTING,
        sm ? PersonKeys.Digest.SM3 : PersonKeys.Digest.SHA_256);
  }

  private DigestSuite digests() {
    return config.audit().suite() == Suite.SM ? DigestSuite.SHA256_AND_SM3 : DigestSuite.SHA256;
  }
}

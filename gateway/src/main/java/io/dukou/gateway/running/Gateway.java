package io.dukou.gateway.running;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.audit.AuditLog;
import io.dukou.audit.LeafKind;
import io.dukou.audit.VerifierKey;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.identity.Authenticator;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.server.GatewayServer;
import io.dukou.gateway.server.ServerParts;
import io.dukou.gateway.yaml.Problem;
import io.dukou.policies.PolicyCatalogue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway.
 *
 * <pre>{@code
 * Gateway.start(vertx, config, Clock.systemUTC(), new SecureRandom())
 *     .onSuccess(gateway -> System.out.println(gateway.port()));
 * }</pre>
 *
 * <p>At its start it reads facts and keys, opens the log and replays it, loads the rules, names
 * those that are not loaded, appends a {@code start} entry, and only then listens. Any thread may
 * call; methods that return a future do not block.
 */
public final class Gateway {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final Vertx vertx;
  private final GatewayConfig config;
  private final Parts parts;
  private final GatewayServer server;
  private final FactsReload facts;
  private final FactsWatch factsWatch = new FactsWatch();
  private final long factsTimer;
  private boolean toldThatFactsAreLate; // the timer's thread alone

  private Gateway(
      Vertx vertx, GatewayConfig config, Parts parts, GatewayServer server, InstantSource clock) {
    this.facts = new FactsReload(parts.facts(), clock);
    this.vertx = vertx;
    this.config = config;
    this.parts = parts;
    this.server = server;
    this.factsTimer = vertx.setPeriodic(config.facts().recheck().toMillis(), id -> lookAtFacts());
  }

  /**
   * Starts a gateway.
   *
   * @param clock tells the time of events, and when credentials are valid
   * @param random source of keys, salts and nonces
   * @return completes when it listens; fails where a file, key or folder cannot be used, and then
   *     nothing stays open
   */
  public static Future<Gateway> start(
      Vertx vertx, GatewayConfig config, InstantSource clock, SecureRandom random) {
    requireNonNull(config, "config");
    return vertx
        .executeBlocking(() -> Parts.open(vertx, config, clock, random), false)
        .compose(parts -> listen(vertx, config, parts, clock));
  }

  /** Returns the port that callers connect to. */
  public int port() {
    return server.port();
  }

  /** Returns the port that operators connect to. */
  public int adminPort() {
    return server.adminPort();
  }

  /** Returns the port that shows the log, if there is to be one. */
  public OptionalInt tilePort() {
    return parts.tiles().map(tiles -> OptionalInt.of(tiles.port())).orElse(OptionalInt.empty());
  }

  /** Returns the port that officers connect to, if there is to be one. */
  public OptionalInt officerPort() {
    return parts
        .officers()
        .map(officers -> OptionalInt.of(officers.port()))
        .orElse(OptionalInt.empty());
  }

  /** Returns the public key that checks this gateway's receipts. */
  public VerifierKey verifierKey() {
    return parts.log().vkey();
  }

  /** Returns the log, for those who watch it from inside the process. */
  public AuditLog log() {
    return parts.log();
  }

  /**
   * Completes, if ever, with why this process must end: the log cannot be written any more, or the
   * virtual machine has lost memory or stack. Nothing is released from then on.
   */
  public CompletableFuture<Throwable> failure() {
    return parts.condition().fatal();
  }

  /**
   * Reads the facts, the keys of the tokens' issuer and the TLS certificate again. What cannot be
   * used leaves the old in place and is logged; {@code /readyz} tells of facts and keys.
   *
   * @return fails when the certificate cannot be used
   */
  public Future<Void> reload() {
    return vertx
        .executeBlocking(
            () -> {
              reloadKeys(parts.callers());
              return null;
            },
            false)
        .compose(done -> Future.fromCompletionStage(factsWatch.look(this::readFacts)))
        .compose(done -> server.reloadCertificate());
  }

  /**
   * Stops: takes no more requests, lets those in work end, records how, and closes the log.
   *
   * @return completes when everything is closed; never fails
   */
  public Future<Void> stop() {
    vertx.cancelTimer(factsTimer);
    factsWatch.close();
    return server.stop().eventually(() -> close(vertx, parts)).otherwiseEmpty();
  }

  private static Future<Gateway> listen(
      Vertx vertx, GatewayConfig config, Parts parts, InstantSource clock) {
    // Reading the catalogue takes time that an event loop does not have.
    return vertx
        .executeBlocking(() -> recordStart(parts, clock), false)
        .compose(recording -> recording)
        .compose(
            recorded -> {
              Authenticator callers = parts.callers();
              return GatewayServer.start(
                  vertx,
                  config.server(),
                  new ServerParts(
                      callers::authenticate,
                      parts.pipeline(),
                      parts.pipeline(),
                      parts.condition(),
                      parts.completeness(),
                      clock));
            })
        .map(server -> new Gateway(vertx, config, parts, server, clock))
        .onSuccess(gateway -> LOG.info("listening on port {}", gateway.port()))
        .recover(failure -> close(vertx, parts).transform(closed -> failed(failure)));
  }

  /** Closes what a gateway had open; Vert.x may be closed after it, and interrupts it before. */
  private static Future<Void> close(Vertx vertx, Parts parts) {
    return vertx.executeBlocking(
        () -> {
          parts.close();
          return null;
        },
        false);
  }

  private static Future<Gateway> failed(Throwable failure) {
    return Future.failedFuture(failure);
  }

  private static Future<Void> recordStart(Parts parts, InstantSource clock) {
    PolicyCatalogue catalogue = PolicyCatalogue.standard();
    String notLoaded =
        catalogue.notLoaded().stream()
            .map(PolicyCatalogue.RuleName::number)
            .collect(Collectors.joining(" "));
    LOG.info(
        "{} of {} rules are loaded, revision {}; not loaded: {}",
        catalogue.loaded().size(),
        catalogue.all().size(),
        parts.policies().revision(),
        notLoaded);
    Entry start =
        Entry.of(LeafKind.START, clock.instant())
            .decision(
                JsonNodeFactory.instance.objectNode().put("outcome", "started"),
                parts.policies().revision())
            .domestic("facts", parts.facts().current().revision())
            .domestic("rulesNotLoaded", notLoaded);
    return Future.fromCompletionStage(start.appendTo(parts.log()::append)).mapEmpty();
  }

  private void lookAtFacts() {
    boolean begun = factsWatch.lookUnlessBusy(() -> reading(FactsReload::look));
    Optional<Problem> late = begun ? Optional.empty() : parts.facts().late();
    if (late.isPresent() && !toldThatFactsAreLate) {
      LOG.error("the facts stay as they were: {}", late.get());
    }
    toldThatFactsAreLate = late.isPresent();
  }

  private void readFacts() {
    reading(FactsReload::reload);
  }

  /** Runs on the thread of the facts. What must end the process is not left to that thread. */
  private void reading(Consumer<FactsReload> look) {
    try {
      look.accept(facts);
    } catch (VirtualMachineError e) {
      parts.condition().fail(e);
    }
  }

  private static void reloadKeys(Authenticator callers) {
    callers.reloadKeys();
    callers.problems().forEach(problem -> LOG.error("the keys stay as they were: {}", problem));
  }

  /** Returns the configuration it was started with. */
  public GatewayConfig config() {
    return config;
  }
}

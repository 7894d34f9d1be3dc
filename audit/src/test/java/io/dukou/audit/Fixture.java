package io.dukou.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Keys, drafts and options that are the same in every run. */
final class Fixture {
  static final String ORIGIN = "log.example/dukou";
  static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");
  static final LogKeys KEYS = LogKeys.generate(ORIGIN, random(1));
  static final DomesticKey DOMESTIC_KEY = DomesticKey.generate(random(2));
  static final VerifierKey VKEY = KEYS.vkey();

  /** A witness, and the policy that asks for it. */
  static final WitnessKeys WITNESS =
      WitnessKeys.generate("witness.example/w", WitnessKeys.Kind.ED25519, random(21));

  static final WitnessPolicy POLICY =
      WitnessPolicy.parse("witness one " + WITNESS.vkey() + "\nquorum one\n");

  private Fixture() {}

  /** Returns a checkpoint with the cosignature of the witness. */
  static Checkpoint cosigned(Checkpoint published) {
    String text = Note.parse(published.note()).text();
    return published.with(WITNESS.vkey(), WITNESS.cosign(text, NOON));
  }

  /** Has the witness cosign what is published, and keeps that. */
  static Checkpoint keepCosigned(AuditLog log) {
    Checkpoint cosigned = cosigned(log.publish());
    log.keepCosigned(cosigned);
    return cosigned;
  }

  /** Returns a generator that repeats itself. */
  static SecureRandom random(long seed) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(seed);
      return random;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns options that publish after each batch. */
  static LogOptions eager() {
    return LogOptions.defaults().withPublishInterval(Duration.ZERO).withRandom(random(3));
  }

  /** Returns options that publish on closing only. */
  static LogOptions lazy() {
    return eager().withPublishInterval(Duration.ofDays(1));
  }

  static LeafDraft draft(int number) {
    return draft(number, "recipient-" + number % 3);
  }

  static LeafDraft draft(int number, String recipient) {
    return new LeafDraft(
        LeafKind.RELEASE,
        NOON.plusSeconds(number),
        recipient,
        "LC-2026-01",
        "adsl",
        "safety-review",
        decision(number),
        "rev-7",
        Map.of("sha-256", "ab".repeat(32)),
        "cd".repeat(32),
        1_000L + number);
  }

  static JsonNode decision(int number) {
    ObjectNode decision = JsonNodeFactory.instance.objectNode();
    decision.put("outcome", "allow");
    decision.put("number", number);
    return decision;
  }

  static DomesticPart part(int number) {
    ObjectNode value = JsonNodeFactory.instance.objectNode().put("rows", number);
    List<String> persons = IntStream.range(0, number % 5).mapToObj(i -> "person-" + i).toList();
    return new DomesticPart(Map.of("input", value), persons);
  }

  /** Makes and opens a log on a disk. */
  static AuditLog create(PowerCutDisk disk, LogOptions options) {
    AuditLog.create(disk.storage("log"), domestic(disk), KEYS);
    return open(disk, options);
  }

  static AuditLog open(PowerCutDisk disk, LogOptions options) {
    return AuditLog.open(disk.storage("log"), domestic(disk), KEYS, options);
  }

  static DomesticStorage domestic(PowerCutDisk disk) {
    return new DomesticStorage(disk.storage("domestic"), DOMESTIC_KEY);
  }

  static LogReport check(PowerCutDisk disk) {
    return LogCheck.check(disk.storage("log"), VKEY, domestic(disk));
  }

  /** Appends entries one after the other. */
  static List<Receipt> append(AuditLog log, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> log.append(draft(i), part(i)).join()).toList();
  }

  /** Erases a whole domestic part without an order. */
  static void erase(AuditLog log, long index) {
    log.erase(new Erasure(index, log.entry(index).leaf().domestic(), List.of()), log.size());
  }

  /** Appends entries without waiting in between, so that they may share batches. */
  static List<Receipt> appendTogether(AuditLog log, int from, int to) {
    var futures = IntStream.range(from, to).mapToObj(i -> log.append(draft(i), part(i))).toList();
    return futures.stream().map(java.util.concurrent.CompletableFuture::join).toList();
  }
}

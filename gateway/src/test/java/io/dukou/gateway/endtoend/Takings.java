package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.LeafKind;
import io.dukou.audit.ReceiptVerifier;
import io.dukou.audit.Verification;
import io.dukou.audit.VerifierKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that callers got from a gateway over all its lives, and the judgement of it. Bodies
 * are compared with their receipts at once and forgotten. One thread.
 */
final class Takings {
  private static final Histories.Look LOOK = new Histories.Look("marker", List.of("age", "sex"));

  private final VerifierKey key;
  private final List<Answer> answers = new ArrayList<>();

  /** Tables of the group of alpha and beta, by digest, in the order of their first decision. */
  private final Map<String, Table> tables = new HashMap<>();

  /** Bodies of this life by digest, whole and begun. */
  private final Map<String, byte[]> whole = new HashMap<>();

  private final Map<String, List<byte[]>> begun = new HashMap<>();

  /** Answers by client of which not even the head came whole. */
  private final Map<String, Integer> headless = new HashMap<>();

  Takings(VerifierKey key) {
    this.key = key;
  }

  /** An answer whose head was whole, and what its receipt proved. */
  private record Answer(String client, boolean release, long decision, Verification proof) {}

  /** A table as it was given, and when first. */
  private record Table(long decision, List<Map<String, String>> rows) {}

  /** Takes in what a request brought. */
  void add(Taken taken) {
    if (taken.answer() == null) {
      headless.merge(taken.client(), taken.bytes() > 0 ? 1 : 0, Integer::sum);
      return;
    }
    assertThat(taken.decision()).as("the decision of %s", taken.path()).isNotNegative();
    Verification proof = verify(taken);
    answers.add(new Answer(taken.client(), taken.isRelease(), taken.decision(), proof));
    if (taken.isRelease()) {
      remember(taken, proof.leaf().digests().get("sha-256"));
    }
  }

  /** Compares what was begun in this life with what came whole in it. */
  void endLife() {
    begun.forEach(
        (digest, pieces) -> {
          byte[] body = whole.get(digest);
          for (byte[] piece : pieces) {
            assertThat(body == null || isStart(piece, body)).as("a piece of its body").isTrue();
          }
        });
    whole.clear();
    begun.clear();
  }

  /** Compares all with the log that is left, and the tables of a group with each other. */
  void judge(GivenLog log, int k) {
    assertThat(answers).isNotEmpty();
    Set<Long> decisions = new HashSet<>();
    for (Answer answer : answers) {
      assertThat(decisions.add(answer.decision)).as("one entry, one answer").isTrue();
      judge(answer, log);
    }
    headless.forEach(
        (client, count) ->
            assertThat(unclaimed(log, client, decisions)).isGreaterThanOrEqualTo(count));
    Histories histories = new Histories(LOOK);
    new TreeMap<>(byDecision()).values().forEach(histories::add);
    for (int given = 1; given <= histories.size(); given++) {
      assertThat(histories.sharedBy(given)).isGreaterThanOrEqualTo(k);
    }
  }

  /** Returns the number of different tables that the group was given. */
  int tables() {
    return tables.size();
  }

  private static void judge(Answer answer, GivenLog log) {
    GivenLog.Given entry = log.find(answer.decision).orElseThrow();
    assertThat(entry.client()).isEqualTo(answer.client);
    assertThat(entry.leaf()).isEqualTo(answer.proof.leaf());
    assertThat(entry.leaf().kind()).isEqualTo(answer.release ? LeafKind.RELEASE : LeafKind.REFUSAL);
    assertThat(answer.proof.index()).isEqualTo(answer.decision);
    assertThat(answer.proof.checkpoint().rootHash())
        .isEqualTo(log.rootAt(answer.proof.checkpoint().size()));
  }

  private static long unclaimed(GivenLog log, String client, Set<Long> decisions) {
    return Arrays.stream(new LeafKind[] {LeafKind.RELEASE, LeafKind.REFUSAL})
        .flatMap(kind -> log.all(kind).stream())
        .filter(entry -> entry.client().equals(client) && !decisions.contains(entry.index()))
        .count();
  }

  private Verification verify(Taken taken) {
    try {
      boolean body = taken.isRelease() && taken.isWhole();
      Verification proof =
          ReceiptVerifier.verify(
              taken.receipt(), key, body ? new ByteArrayInputStream(taken.body()) : null);
      assertThat(body ? proof.bodyProved() : proof.valid()).as(taken.receipt()).isTrue();
      return proof;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remember(Taken taken, String digest) {
    if (!taken.isWhole()) {
      begun.computeIfAbsent(digest, unknown -> new ArrayList<>()).add(taken.body());
      return;
    }
    whole.put(digest, taken.body());
    boolean ofTheGroup = !taken.client().startsWith("gamma");
    if (ofTheGroup && taken.path().equals(Site.PREFIX)) {
      tables.merge(
          digest,
          new Table(taken.decision(), taken.answer().rows()),
          (one, other) -> one.decision < other.decision ? one : other);
    }
  }

  private Map<Long, List<Map<String, String>>> byDecision() {
    Map<Long, List<Map<String, String>>> rows = new HashMap<>();
    tables.values().forEach(table -> rows.put(table.decision, table.rows));
    return rows;
  }

  private static boolean isStart(byte[] piece, byte[] body) {
    return Arrays.equals(piece, 0, piece.length, body, 0, Math.min(piece.length, body.length));
  }
}

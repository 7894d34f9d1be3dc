package io.dukou.gateway.demo;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import io.dukou.audit.LogCheck;
import io.dukou.audit.LogReport;
import io.dukou.audit.ReceiptVerifier;
import io.dukou.audit.Verification;
import io.dukou.audit.VerifierKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plays the main job and says what happens: a refusal, the same request allowed, what the release
 * looks like, filters, receipts, and a forged body. Each step checks what it claims, and the story
 * fails when one does not hold.
 */
final class DemoStory {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TABLE = "/lc-rws-014/demographics";
  private static final List<String> QUASI_IDENTIFIERS = List.of("county", "sex", "age", "enrolled");
  private static final int SMALLEST_CLASS = 11;
  private static final int SHOWN_ROWS = 3;

  private final PrintWriter out;
  private final Stage stage;
  private int step;

  /** Creates a story told to {@code out}. */
  DemoStory(PrintWriter out, Stage stage) {
    this.out = requireNonNull(out, "out");
    this.stage = requireNonNull(stage, "stage");
  }

  /**
   * What the story is played with.
   *
   * @param statistician a client of the overseas recipient
   * @param cro a client of its sub-recipient
   * @param hospital the origin
   * @param folder where the facts are
   * @param reload makes the gateway take new facts, and returns when it has
   * @param log the log's directory
   * @param key the log's public key
   */
  record Stage(
      DemoCaller statistician,
      DemoCaller cro,
      HospitalOrigin hospital,
      DemoFolder folder,
      Runnable reload,
      Path log,
      VerifierKey key) {}

  /**
   * Plays all steps.
   *
   * @throws DemoFailedException if the gateway does not do what the story says
   */
  void play() throws IOException {
    refusedWithoutContract();
    DemoCaller.Answer whole = allowedWithContract();
    showClasses(whole);
    rawFilterRefused();
    releasedFilterServed(whole);
    secondTableRefused();
    forgedBodyFails(whole);
    wholeLogChecked();
    originSawNothingElse();
  }

  private void refusedWithoutContract() throws IOException {
    title("Basel asks for the demographics; no standard contract is registered");
    DemoCaller.Answer answer = ask(stage.statistician(), TABLE, 403);
    JsonNode reasons = JSON.readTree(answer.body()).path("reasons");
    boolean named = false;
    for (JsonNode reason : reasons) {
      say("  " + reason.path("rule").asText() + "  " + words(reason));
      named |= reason.path("rule").asText().equals("R40");
    }
    require(named, "the refusal names rule R40");
  }

  private DemoCaller.Answer allowedWithContract() throws IOException {
    title(
        "The contract, the impact assessment and the ethics approval are registered; asked again");
    stage.folder().registerGrounds();
    stage.reload().run();
    DemoCaller.Answer answer = ask(stage.statistician(), TABLE, 200);
    List<String> lines = answer.text().lines().toList();
    say(
        "  "
            + (lines.size() - 1)
            + " rows, generalised; names, IDs, phones, addresses and free text"
            + " stayed in China:");
    lines.stream().limit(1 + SHOWN_ROWS).forEach(line -> say("    " + line));
    return answer;
  }

  private void showClasses(DemoCaller.Answer whole) {
    title("How well does a subject hide in this table?");
    Map<List<String>, Integer> classes = new HashMap<>();
    rows(whole).forEach(row -> classes.merge(project(row), 1, Integer::sum));
    int smallest = Collections.min(classes.values());
    say(
        "  equal "
            + String.join(", ", QUASI_IDENTIFIERS)
            + ": "
            + classes.size()
            + " classes, the smallest of "
            + smallest
            + " subjects");
    require(smallest >= SMALLEST_CLASS, "no class has fewer than 11 subjects");
  }

  private void rawFilterRefused() throws IOException {
    title("A filter on a raw value, age=54, would cut smaller than the classes");
    DemoCaller.Answer answer = ask(stage.statistician(), TABLE + "?age=54", 422);
    say("  " + JSON.readTree(answer.body()).path("detail").asText());
  }

  private void releasedFilterServed(DemoCaller.Answer whole) throws IOException {
    title("A filter on a released value, sex=F, is a selection of what may be had anyway");
    DemoCaller.Answer answer = ask(stage.statistician(), TABLE + "?sex=F", 200);
    Set<Map<String, String>> known = new HashSet<>(rows(whole));
    List<Map<String, String>> selected = rows(answer);
    say("  " + selected.size() + " rows, every one of them in the whole table");
    require(!selected.isEmpty() && known.containsAll(selected), "a filter shows nothing new");
  }

  private void secondTableRefused() throws IOException {
    title("The sponsor's CRO asks for the visits; what one of the group has, all have");
    DemoCaller.Answer answer = ask(stage.cro(), "/lc-rws-014/visits", 403);
    say("  " + JSON.readTree(answer.body()).path("detail").asText());
  }

  private void forgedBodyFails(DemoCaller.Answer whole) throws IOException {
    title("Someone changes one byte of the saved table");
    byte[] forged = whole.body().clone();
    forged[forged.length / 2] ^= 1;
    Verification verification = verify(whole, forged);
    verification.statements().stream()
        .filter(statement -> statement.outcome() == Verification.Outcome.FAILED)
        .forEach(statement -> say("  " + statement.words()));
    require(!verification.valid(), "the receipt does not vouch for a changed body");
  }

  private void wholeLogChecked() {
    title("An inspector re-reads the whole log");
    LogReport report = LogCheck.check(stage.log(), stage.key());
    long entries = report.size() + report.journalled();
    say(
        "  "
            + entries
            + " entries, every hash, signature and chain checked: "
            + (report.sound() ? "sound" : "NOT sound"));
    require(report.sound(), "the log is sound");
  }

  private void originSawNothingElse() {
    title("What the hospital's server was asked in all this");
    List<String> requests = stage.hospital().requests();
    new java.util.TreeSet<>(requests)
        .forEach(one -> say("  " + one + "  (" + Collections.frequency(requests, one) + "x)"));
    require(
        requests.stream().noneMatch(request -> request.contains("?")),
        "nothing of a caller's URL reaches the origin");
  }

  private DemoCaller.Answer ask(DemoCaller caller, String path, int expected) throws IOException {
    DemoCaller.Answer answer = caller.get(path);
    say("  GET " + path + "  ->  " + answer.status() + ", decision " + answer.decision());
    require(answer.status() == expected, "the status is " + expected);
    Verification verification = verify(answer, answer.status() == 200 ? answer.body() : null);
    require(verification.valid(), "the receipt verifies");
    say(
        "  receipt verified offline: signature, inclusion"
            + (verification.bodyProved() ? ", body" : "")
            + " proved");
    return answer;
  }

  private Verification verify(
      DemoCaller.Answer answer, byte @org.jspecify.annotations.Nullable [] body)
      throws IOException {
    return ReceiptVerifier.verify(
        answer.receipt(), stage.key(), body == null ? null : new ByteArrayInputStream(body));
  }

  private static List<Map<String, String>> rows(DemoCaller.Answer answer) {
    List<Map<String, String>> rows = new ArrayList<>();
    CsvReader.builder()
        .ofNamedCsvRecord(answer.text())
        .forEach(record -> rows.add(record.getFieldsAsMap()));
    return rows;
  }

  private static List<String> project(Map<String, String> row) {
    return QUASI_IDENTIFIERS.stream().map(column -> row.getOrDefault(column, "")).toList();
  }

  private static String words(JsonNode reason) {
    List<String> citations = new ArrayList<>();
    reason.path("citations").forEach(citation -> citations.add(citation.asText()));
    return reason.path("text_en").asText() + " (" + String.join("; ", citations) + ")";
  }

  private void title(String text) {
    step++;
    out.println();
    out.println(step + ". " + text);
    out.flush();
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  private void require(boolean holds, String claim) {
    if (!holds) {
      throw new DemoFailedException("step " + step + ": it is not so that " + claim);
    }
  }
}

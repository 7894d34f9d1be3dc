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
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plays the main job and says what happens: a refusal, the same request allowed, what the release
 * looks like, filters, receipts, and a forged body. Each step checks what it claims, and the story
 * fails when one does not hold.
 */
final class DemoStory {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TABLE = "/lc-rws-014/demographics";
  private static final List<String> QUASI_IDENTIFIERS = List.of("county", "sex", "age", "enrolled");

  /** What never leaves: direct identifiers and free text, as demographics.yaml says. */
  private static final List<String> KEPT_IN_CHINA =
      List.of("subject", "name", "id_no", "phone", "address", "comment");

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
   * @param study what the hospital knows
   * @param hospital the origin
   * @param folder where the facts are
   * @param reload makes the gateway take new facts, and returns when it has
   * @param log the log's directory
   * @param key the log's public key
   */
  record Stage(
      DemoCaller statistician,
      DemoCaller cro,
      SyntheticStudy study,
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
    introduce();
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

  private void introduce() {
    say("");
    say("Lecheng  the Boao Lecheng pilot zone in Hainan, China, where devices may be used that");
    say("         are not yet approved there; a hospital in it follows patients with a retinal");
    say("         implant (study lc-rws-014).");
    say("Basel    Rhein Pharma AG in Switzerland, who makes the implant and wants to bring its");
    say("         label up to date with what Lecheng saw.");
    StudyTable visits = stage.study().visits();
    StudyTable labs = stage.study().labs();
    StudyTable events = stage.study().adverseEvents();
    say(
        "Tables   "
            + sized(stage.study().demographics())
            + " and "
            + sized(visits)
            + " have a route");
    say("         through the gateway; " + sized(labs) + " and " + sized(events));
    say("         have none yet: a study gives one table to a recipient and its partners, so");
    say("         that a further route would only be refused, as in step 6.");
  }

  private static String sized(StudyTable table) {
    return table.name() + " (" + table.rows().size() + " rows)";
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
    say("  decision numbers are places in the log; each read of the origin, each table made and");
    say("  each delivery's end has one as well");
    showRawRow();
    showReleasedRows(answer);
    return answer;
  }

  private void showRawRow() {
    StudyTable raw = stage.study().demographics();
    List<String> comments = raw.cells("comment");
    int shown = 0;
    while (comments.get(shown).isEmpty()) {
      shown++;
    }
    say("  inside China, 1 of " + raw.rows().size() + " rows as the hospital has them (invented):");
    say("    " + String.join(",", raw.columns()));
    say("    " + String.join(",", raw.rows().get(shown)));
  }

  private void showReleasedRows(DemoCaller.Answer answer) {
    List<String> lines = answer.text().lines().toList();
    say("  in Basel, " + SHOWN_ROWS + " of " + (lines.size() - 1) + " rows as they were released;");
    say("  who withdrew consent, or cannot hide, is not among them:");
    lines.stream().limit(1 + SHOWN_ROWS).forEach(line -> say("    " + line));
    for (String column : KEPT_IN_CHINA) {
      Set<String> kept = new HashSet<>(stage.study().demographics().cells(column));
      kept.remove("");
      require(kept.stream().noneMatch(answer.text()::contains), column + " stayed in China");
    }
    say("  searched for every name, ID, phone, address, comment and subject number: none of them");
    say("  is in what Basel got");
  }

  private void showClasses(DemoCaller.Answer whole) {
    title("How well does a subject hide in this table?");
    List<String> subjects = stage.study().demographics().cells("subject");
    require(new HashSet<>(subjects).size() == subjects.size(), "a row is a subject");
    List<Map<String, String>> rows = rows(whole);
    List<String> telling = QUASI_IDENTIFIERS.stream().filter(name -> tells(rows, name)).toList();
    Collection<Integer> classes = classSizes(rows, telling);
    int smallest = Collections.min(classes);
    say("  each row is another subject; those with equal " + String.join(", ", telling) + " are");
    say("  one class: " + classes.size() + " classes, the smallest of " + smallest + " subjects");
    List<String> blank = new ArrayList<>(QUASI_IDENTIFIERS);
    blank.removeAll(telling);
    for (String column : blank) {
      String value = rows.get(0).getOrDefault(column, "");
      say("  " + column + " is " + value + " in every row, so it tells nothing");
    }
    require(smallest >= SMALLEST_CLASS, "no class has fewer than 11 subjects");
  }

  private static boolean tells(List<Map<String, String>> rows, String column) {
    return rows.stream().map(row -> row.get(column)).distinct().count() > 1;
  }

  private static Collection<Integer> classSizes(
      List<Map<String, String>> rows, List<String> columns) {
    Map<List<String>, Integer> classes = new HashMap<>();
    for (Map<String, String> row : rows) {
      List<String> values = columns.stream().map(name -> row.getOrDefault(name, "")).toList();
      classes.merge(values, 1, Integer::sum);
    }
    return classes.values();
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
    title("Basel's partner in Germany asks for the visits; what one of the group has, all have");
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
    new TreeSet<>(requests)
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

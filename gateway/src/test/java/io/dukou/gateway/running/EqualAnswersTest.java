package io.dukou.gateway.running;

import static io.dukou.gateway.running.TestGateway.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.gateway.running.TestStudy.Subject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two origins or ledgers that differ only in persons who may not be provided, or whom the same plan
 * suppresses, give the same answers, byte for byte: statuses, fields, bodies, cursors, indices, and
 * receipts less their salted commitments, the hashes over those, and signatures. Keys are the same
 * and the clock stands still, so nothing else is left out.
 */
final class EqualAnswersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WITHDRAWN = "2026-11-01T00:00:00Z";

  @TempDir Path folder;

  private final TestStudy study =
      TestStudy.of(400, 3).where(subject -> subject.age() >= 20 && subject.age() < 60);

  @Test
  void suppressedSubjects_changeNothingThatARecipientSees() throws IOException {
    TestStudy other = study.with(new Subject("S-99001", 77, "F", 1));
    TestStudy third =
        study.with(new Subject("S-99002", 71, "M", 39), new Subject("S-99003", 79, "F", 3));
    List<String> one = seen(study, ledger(study, ""));
    assertThat(seen(other, ledger(other, ""))).isEqualTo(one);
    assertThat(seen(third, ledger(third, ""))).isEqualTo(one);
    assertThat(one.get(0)).startsWith("200 ");
  }

  @Test
  void subjectsWhoMayNotBeProvided_changeNothingThatARecipientSees() throws IOException {
    TestStudy more = study.with(new Subject("S-99001", 33, "F", 1));
    List<String> without = seen(study, ledger(study, ""));
    assertThat(seen(more, ledger(study, ""))).isEqualTo(without);
    assertThat(seen(more, ledger(study, row("S-99001", WITHDRAWN, "", "")))).isEqualTo(without);
    assertThat(seen(more, ledger(study, row("S-99001", "", "no", "2015-03-01"))))
        .isEqualTo(without);
  }

  /** The law asks for rules for the information of children, and this study has none. */
  @Test
  void childWhoseInformationNoRulesProtect_changesNothingThatARecipientSees() throws IOException {
    TestStudy more = study.with(new Subject("S-99001", 33, "F", 1));
    List<String> without = seen(study, ledger(study, ""));
    assertThat(seen(more, ledger(study, row("S-99001", "", "yes", "2015-03-01"))))
        .isEqualTo(without);
  }

  @Test
  void childWhoseInformationRulesProtect_isReleasedUntilTheyEnd() throws IOException {
    TestStudy more = study.with(new Subject("S-99001", 33, "F", 1));
    try (TestOrigin origin = TestOrigin.serving(more.csv());
        TestGateway gateway =
            gateway(origin, ledger(study, row("S-99001", "", "yes", "2015-03-01")), "MR-1")) {
      long protectedRows = rows(gateway);
      gateway.set("minorRules", "none").reload();
      gateway.setTime(gateway.now().plusSeconds(2));
      assertThat(rows(gateway)).isLessThan(protectedRows);
    }
  }

  private static long rows(TestGateway gateway) {
    HttpResponse<String> answer = gateway.get(TABLE);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().lines().count();
  }

  @Test
  void withdrawalOfAPersonWhoIsGone_changesNothingThatARecipientSees() throws IOException {
    String gone = study.subjects().get(0).id();
    String kept = seenAfter(gone, ledger(study, "")).toString();
    String withdrawn =
        ledger(study, "").replace(row(gone, "", "", ""), row(gone, WITHDRAWN, "", ""));
    assertThat(withdrawn).isNotEqualTo(ledger(study, ""));
    assertThat(seenAfter(gone, withdrawn)).hasToString(kept);
    assertThat(kept).contains("200 ");
  }

  /** The comparison itself must be able to fail. */
  @Test
  void releasedSubject_isSeen() throws IOException {
    TestStudy more = study.with(new Subject("S-99001", 33, "F", 1));
    assertThat(seen(more, ledger(more, ""))).isNotEqualTo(seen(study, ledger(study, "")));
  }

  /** What becomes of the others is seen in neither of two tables that are planned together. */
  @Test
  void subjectsOutsideTheRelease_changeNothingInTwoTables() throws IOException {
    TestStudy large = TestStudy.of(1500, 3);
    TestStudy more = large.with(new Subject("S-99001", 33, "F", 2));
    String event = more.events().substring(large.events().length());
    String alone = more.events() + event + event; // nobody else has three
    List<String> one = seenTogether(large, large.events(), large);
    assertThat(seenTogether(more, alone, more)).as("suppressed for its events").isEqualTo(one);
    assertThat(seenTogether(more, more.events(), large)).as("without consent").isEqualTo(one);
    assertThat(seenTogether(more, more.events(), more)).as("released").isNotEqualTo(one);
    assertThat(one.get(0)).startsWith("200 ");
    assertThat(one).anyMatch(view -> view.contains("subjkey,day,term"));
  }

  private List<String> seenTogether(TestStudy served, String events, TestStudy consenting)
      throws IOException {
    Path own = Files.createTempDirectory(folder, "gateway");
    try (TestOrigin origin = TestOrigin.serving(served.csv());
        TestGateway gateway = TestGateway.in(own, origin, study, new RepeatedPseudonyms())) {
      origin.change("/other", events);
      gateway.consents(ledger(consenting, ""));
      gateway.together().start();
      List<String> views = new ArrayList<>();
      for (String path : List.of(TABLE, TestGateway.OTHER_TABLE)) {
        HttpResponse<String> page = gateway.get(path + "?limit=20");
        String cursor = page.headers().firstValue("dukou-next-cursor").orElseThrow();
        views.add(view(gateway.get(path)));
        views.add(view(page));
        views.add(view(gateway.get("aare", path + "?limit=20&cursor=" + cursor)));
        views.add(view(gateway.get(path + "?limit=20&cursor=" + cursor)));
      }
      views.add(view(gateway.get(TestGateway.OTHER_TABLE + "?day=2026-02")));
      return views;
    }
  }

  private List<String> seen(TestStudy served, String ledger) throws IOException {
    try (TestOrigin origin = TestOrigin.serving(served.csv());
        TestGateway gateway = gateway(origin, ledger)) {
      return answers(gateway);
    }
  }

  /** Returns what is seen once a subject who was given is in the data no more. */
  private List<String> seenAfter(String gone, String ledger) throws IOException {
    try (TestOrigin origin = TestOrigin.serving(study.csv());
        TestGateway gateway = gateway(origin, ledger(study, ""))) {
      assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
      origin.change(study.where(subject -> !subject.id().equals(gone)).csv());
      gateway.consents(ledger);
      gateway.reload();
      gateway.setTime(gateway.now().plusSeconds(2));
      return answers(gateway);
    }
  }

  private TestGateway gateway(TestOrigin origin, String ledger) throws IOException {
    return gateway(origin, ledger, "none");
  }

  private TestGateway gateway(TestOrigin origin, String ledger, String minorRules)
      throws IOException {
    Path own = Files.createTempDirectory(folder, "gateway");
    TestGateway gateway = TestGateway.in(own, origin, study, new RepeatedKeys());
    gateway.consents(ledger);
    return gateway.set("minorRules", minorRules).start();
  }

  private static List<String> answers(TestGateway gateway) throws IOException {
    List<HttpResponse<String>> answers = new ArrayList<>();
    HttpResponse<String> page = gateway.get(TABLE + "?limit=20");
    answers.add(gateway.get(TABLE));
    answers.add(page);
    page.headers()
        .firstValue("dukou-next-cursor")
        .ifPresent(next -> answers.add(gateway.get(TABLE + "?limit=20&cursor=" + next)));
    for (String query :
        List.of("age=%5B20%2C60%29", "age=%5B20%2C40%29&sex=F", "age=%5B70%2C80%29", "age=77")) {
      answers.add(gateway.get(TABLE + "?" + query));
    }
    answers.add(gateway.get(TABLE + "?name=x"));
    answers.add(gateway.get(TABLE + "?limit=5&cursor=x"));
    answers.add(gateway.get("aare", TABLE));
    answers.add(gateway.get("other", TABLE));
    answers.add(gateway.send("HEAD", "rhein-stats", TABLE));
    answers.add(gateway.send("POST", "rhein-stats", TABLE));
    answers.add(gateway.get("aare", TestGateway.OTHER_TABLE));
    answers.add(gateway.get("other", "/.well-known/dukou/receipts/1"));
    List<String> views = new ArrayList<>();
    for (HttpResponse<String> answer : answers) {
      views.add(view(answer));
    }
    return views;
  }

  private static String view(HttpResponse<String> answer) throws IOException {
    StringBuilder view = new StringBuilder().append(answer.statusCode()).append(' ');
    for (Map.Entry<String, List<String>> field : answer.headers().map().entrySet()) {
      boolean receipt = field.getKey().equals("dukou-receipt");
      view.append(field.getKey())
          .append(receipt ? proof(field.getValue().get(0)) : field.getValue())
          .append('\n');
    }
    return view.append(answer.body()).toString();
  }

  /** Returns a receipt without what is salted or signed: the commitment, hashes, the signature. */
  private static String proof(String base64) throws IOException {
    StringBuilder proof = new StringBuilder();
    String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    for (String line : text.lines().toList()) {
      if (line.startsWith("extra ")) {
        byte[] leaf = Base64.getDecoder().decode(line.substring("extra ".length()));
        ObjectNode shown = (ObjectNode) JSON.readTree(leaf);
        shown.remove("domestic");
        proof.append(shown);
      } else {
        proof.append(line.replaceFirst("[A-Za-z0-9+/]{43,}=*$", "(salted or signed)"));
      }
      proof.append('\n');
    }
    return proof.toString();
  }

  private static String ledger(TestStudy consenting, String more) {
    return "subject,version,basis,separate_sensitive,separate_export,recipients,purposes,"
        + "withdrawn_at,guardian_separate,birth_date\n"
        + consenting.subjects().stream()
            .map(subject -> row(subject.id(), "", "", ""))
            .collect(Collectors.joining())
        + more;
  }

  private static String row(String subject, String withdrawnAt, String guardian, String born) {
    return subject
        + ",ICF-3,consent,yes,yes,rhein-pharma|aare-biostat|other-pharma,label_update,"
        + String.join(",", withdrawnAt, guardian, born)
        + "\n";
  }
}

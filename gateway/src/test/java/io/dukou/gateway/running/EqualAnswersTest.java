package io.dukou.gateway.running;

import static io.dukou.gateway.running.TestGateway.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.running.TestStudy.Subject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two origins that differ only in subjects who are suppressed give the same answers: rows (in an
 * order that a fresh key decides), fields, lengths, statuses and words.
 */
final class EqualAnswersTest {
  @TempDir Path folder;

  private final TestStudy study =
      TestStudy.of(400, 3).where(subject -> subject.age() >= 20 && subject.age() < 60);

  @Test
  void suppressedSubjects_changeNothingThatARecipientSees() throws IOException {
    TestStudy other = study.with(new Subject("S-99001", 77, "F", 1));
    TestStudy third =
        study.with(new Subject("S-99002", 71, "M", 39), new Subject("S-99003", 79, "F", 3));
    List<Map<String, String>> one = seen(study, "one");
    assertThat(seen(other, "two")).isEqualTo(one);
    assertThat(seen(third, "three")).isEqualTo(one);
  }

  private List<Map<String, String>> seen(TestStudy served, String name) throws IOException {
    Path own = Files.createDirectory(folder.resolve(name));
    try (TestOrigin origin = TestOrigin.serving(served.csv());
        TestGateway gateway = TestGateway.in(own, origin, served).start()) {
      return List.of(
          view(gateway.get(TABLE)),
          view(gateway.get(TABLE + "?limit=20")),
          view(gateway.get(TABLE + "?age=%5B70%2C80%29")),
          view(gateway.get(TABLE + "?age=77")),
          view(gateway.get(TABLE + "?name=x")),
          view(gateway.get(TABLE + "?limit=5&cursor=x")),
          view(gateway.send("HEAD", "rhein-stats", TABLE)),
          view(gateway.get("other", "/.well-known/dukou/receipts/1")));
    }
  }

  /** Returns what is seen of an answer, less what depends on time, index, salt or signature. */
  private static Map<String, String> view(HttpResponse<String> answer) {
    Map<String, String> view = new TreeMap<>();
    answer.headers().map().forEach((field, values) -> view.put(field, values.toString()));
    view.put("dukou-receipt", "length " + (view.get("dukou-receipt") == null ? 0 : 1));
    view.remove("repr-digest"); // of rows in another order
    view.computeIfPresent("dukou-next-cursor", (field, cursor) -> "length " + cursor.length());
    view.put("status", Integer.toString(answer.statusCode()));
    boolean table = answer.statusCode() == 200 && answer.body().length() > 1000;
    view.put(
        "body", table ? answer.body().lines().sorted().toList().toString() : sortedOrSame(answer));
    return view;
  }

  private static String sortedOrSame(HttpResponse<String> answer) {
    return answer.statusCode() == 200
        ? Long.toString(answer.body().lines().count())
        : answer.body();
  }
}

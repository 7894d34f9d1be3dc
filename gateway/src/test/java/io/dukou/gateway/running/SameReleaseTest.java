package io.dukou.gateway.running;

import static io.dukou.gateway.running.TestGateway.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.gateway.running.TestStudy.Subject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As long as what is released stays the same, its order, its digest and its cursors do, whatever
 * happens outside of it.
 */
final class SameReleaseTest {
  @TempDir Path folder;

  private final TestStudy study = TestStudy.of(400, 1).where(subject -> subject.age() < 60);
  private TestOrigin origin;
  private TestGateway gateway;
  private Seen before;

  @BeforeEach
  void start() throws IOException {
    origin = TestOrigin.serving(study.csv());
    gateway = TestGateway.in(folder, origin, study).start();
    before = Seen.by(gateway, null);
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    origin.close();
  }

  @Test
  void personWithoutConsent_changesNothing() {
    change(study.with(new Subject("S-99999", 33, "F", 1)).csv());
    assertThat(Seen.by(gateway, before)).isEqualTo(before);
  }

  @Test
  void personWhoWaits_changesNothing() throws IOException {
    TestStudy grown = study.with(new Subject("S-99999", 33, "F", 1));
    gateway.consents(grown.consents(subject -> false));
    gateway.reload();
    change(grown.csv());
    assertThat(Seen.by(gateway, before)).isEqualTo(before);
  }

  @Test
  void cellThatIsNotReleased_changesNothing() {
    change(study.csv().replace(",Name S-00007,", ",Nobody,"));
    assertThat(Seen.by(gateway, before)).isEqualTo(before);
  }

  @Test
  void changesOneAfterAnother_acrossRestarts_changeNothing() {
    change(study.csv().replace(",Name S-00007,", ",Nobody,"));
    gateway.restart();
    assertThat(Seen.by(gateway, before)).isEqualTo(before);
    gateway.stop();
    change(study.with(new Subject("S-99999", 33, "F", 1)).csv());
    gateway.start();
    assertThat(Seen.by(gateway, before)).isEqualTo(before);
  }

  @Test
  void bodyOfACutThatIsDamaged_isReadAnew_andChangesNothing() throws IOException {
    gateway.stop();
    damage(folder.resolve("state/cuts"), "-body");
    gateway.start();
    assertThat(Seen.by(gateway, before)).isEqualTo(before);
  }

  @Test
  void damagedTableOfState_stopsTheStart_namingFileAndRemedy() throws IOException {
    gateway.stop();
    Path file = damage(folder.resolve("state/tables"), "-table");
    assertThatThrownBy(gateway::start)
        .cause()
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining("; remedy: remove it, and the protected table is made anew");
    Files.delete(file);
    gateway.start();
    List<String> rows = gateway.get(TABLE).body().lines().sorted().toList();
    assertThat(rows).isEqualTo(before.body().lines().sorted().toList());
  }

  /** The comparison itself must be able to fail; and a table has an order of its own. */
  @Test
  void cellThatIsReleased_makesAnotherTable() {
    String row = study.subjects().get(0).row();
    String other =
        row.contains(",drug,") ? row.replace(",drug,", ",sham,") : row.replace(",sham,", ",drug,");
    change(study.csv().replace(row, other));
    Seen after = Seen.by(gateway, null);
    assertThat(firstRows(after)).isNotEqualTo(firstRows(before));
    assertThat(gateway.get(TABLE + "?limit=10&cursor=" + before.cursor()).statusCode())
        .isEqualTo(400);
  }

  private static List<String> firstRows(Seen seen) {
    return seen.body().lines().limit(50).toList();
  }

  private void change(String csv) {
    origin.change(csv);
    gateway.setTime(gateway.now().plusSeconds(5));
  }

  private static Path damage(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      Path file = files.filter(path -> path.toString().endsWith(suffix)).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      return Files.write(file, bytes);
    }
  }

  /** What a recipient sees of a table: its body and digest, and a page behind an old cursor. */
  private record Seen(String body, Optional<String> digest, String cursor, String page) {
    static Seen by(TestGateway gateway, Seen earlier) {
      HttpResponse<String> whole = gateway.get(TABLE);
      assertThat(whole.statusCode()).as(whole.body()).isEqualTo(200);
      String cursor =
          gateway.get(TABLE + "?limit=10").headers().firstValue("dukou-next-cursor").orElseThrow();
      String used = earlier == null ? cursor : earlier.cursor();
      HttpResponse<String> page = gateway.get(TABLE + "?limit=10&cursor=" + used);
      assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
      return new Seen(whole.body(), whole.headers().firstValue("repr-digest"), cursor, page.body());
    }
  }
}

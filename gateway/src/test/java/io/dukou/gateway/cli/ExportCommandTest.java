package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.audit.LeafKind;
import io.dukou.gateway.journal.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportCommandTest {
  private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");

  @TempDir private Path folder;
  private OfflineSite site;
  private Path out;

  @BeforeEach
  void writeEntries() throws Exception {
    site = OfflineSite.in(folder);
    out = folder.resolve("out");
    site.append(
        log -> {
          for (LeafKind kind : LeafKind.values()) {
            if (kind != LeafKind.ERASURE && kind != LeafKind.HOLD) {
              Entry.of(kind, NOON)
                  .recipient("=cmd|' /C calc'!A0", "review")
                  .dataset("study-1", "adsl")
                  .decision(JsonNodeFactory.instance.objectNode().put("outcome", "x"), "r")
                  .domestic("secret", "held in China")
                  .appendTo(log::append)
                  .join();
            }
          }
        });
  }

  @Test
  void archive_isVerifiedWithTheKeyAlone() throws Exception {
    CommandRun run = export("--from", "2", "--to", "5");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("entries 2 to 5 are in");
    CommandRun sound = verify();
    assertThat(sound.status()).isZero();
    assertThat(sound.out())
        .contains("proved     Entries 2 to 5 are in the archive as they were signed")
        .contains("not shown  The domestic parts of 4 entries are not in the archive")
        .endsWith("VALID\n");
    byte[] bytes = Files.readAllBytes(out);
    Files.write(out, Arrays.copyOf(bytes, bytes.length / 2));
    CommandRun damaged = verify();
    assertThat(damaged.status()).isEqualTo(1);
    assertThat(damaged.out()).contains("FAILED").endsWith("NOT VALID\n");
  }

  @Test
  void domesticParts_areInAnArchiveThatStaysInChina() {
    assertThat(export("--domestic").err()).contains("for officers only: show an officer's key");
    assertThat(out).doesNotExist();
    String key = site.path("one.key").toString();
    assertThat(export("--domestic", "--key", key).err()).contains("--key takes --reason as well");
    CommandRun run = export("--domestic", "--key", key, "--reason", "an inspection");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("; the export is entry 10");
    assertThat(verify().out())
        .contains("proved     10 domestic parts are what their entries commit to");
    assertThat(export("--domestic", "--format", "csv").status()).isEqualTo(2);
  }

  @Test
  void sheet_hasNoFormula() throws Exception {
    assertThat(export("--format", "csv").status()).isZero();
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(11);
    assertThat(lines.get(0)).startsWith("\uFEFFentry,at,kind");
    assertThat(lines.get(1))
        .startsWith(
            "\"0\",\"2026-03-01T04:00:00Z\",\"release\",\"'=cmd|' /C calc'!A0\",,\"study-1\"");
    assertThat(Files.readString(out)).doesNotContain("held in China");
  }

  @Test
  void auditEvents_areOneALine() throws Exception {
    assertThat(export("--format", "fhir", "--from", "9").status()).isZero();
    assertThat(Files.readAllLines(out))
        .singleElement()
        .asString()
        .startsWith("{\"resourceType\":\"AuditEvent\",\"id\":\"entry-9\"");
  }

  @Test
  void entriesThatAreNotThere_areBadInput() {
    assertThat(export("--from", "10").err()).contains("no entries 10 to 9: the log has 10, from 0");
    assertThat(export("--to", "10").status()).isEqualTo(2);
    assertThat(out).doesNotExist();
  }

  private CommandRun export(String... more) {
    List<String> arguments = new ArrayList<>(List.of("log", "export", "--out", out.toString()));
    arguments.addAll(List.of(more));
    return site.run(arguments.toArray(new String[0]));
  }

  private CommandRun verify() {
    return CommandRun.of(
        "log", "verify-archive", out.toString(), "--vkey", site.logKeys().vkey().toString());
  }
}

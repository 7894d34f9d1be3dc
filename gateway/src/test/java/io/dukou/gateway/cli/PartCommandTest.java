package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.audit.BodyDigest;
import io.dukou.audit.BodyDigester;
import io.dukou.audit.DigestSuite;
import io.dukou.audit.LeafKind;
import io.dukou.audit.Receipt;
import io.dukou.gateway.journal.Entry;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PartCommandTest {
  @TempDir private Path folder;
  private OfflineSite site;
  private Path body;
  private Path receipt;

  @BeforeEach
  void releaseABody() throws Exception {
    site = OfflineSite.in(folder);
    byte[] bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);
    body = Files.write(folder.resolve("body.csv"), bytes);
    BodyDigest digest = BodyDigester.digest(new ByteArrayInputStream(bytes), DigestSuite.SHA256);
    Receipt[] made = new Receipt[1];
    site.append(
        log ->
            made[0] =
                Entry.of(LeafKind.RELEASE, Instant.EPOCH)
                    .decision(JsonNodeFactory.instance.objectNode(), null)
                    .body(digest)
                    .appendTo(log::append)
                    .join());
    receipt = Files.writeString(folder.resolve("r.tlog-proof"), made[0].tlogProof());
  }

  @Test
  void part_isVerifiedWithoutTheRest() throws Exception {
    Path part = folder.resolve("part");
    CommandRun cut = cut(part, "150000", "20000");
    assertThat(cut.status()).as(cut.err()).isZero();
    assertThat(cut.out()).contains("pieces 2 to 2 of 5, from byte 131072");
    assertThat(part).hasSize(65_536);
    Files.delete(body);
    CommandRun sound = verify(part);
    assertThat(sound.status()).as(sound.out()).isZero();
    assertThat(sound.out())
        .contains(
            "proved     The part is bytes 131072 to 196607 of the 300000 of the body of the entry.")
        .doesNotContain("That it begins");

    byte[] bytes = Files.readAllBytes(part);
    bytes[9]++;
    Files.write(part, bytes);
    CommandRun changed = verify(part);
    assertThat(changed.status()).isEqualTo(1);
    assertThat(changed.out()).contains("FAILED     The part, with this proof, does not belong");
  }

  @Test
  void lastPart_isShorter() {
    Path part = folder.resolve("part");
    assertThat(cut(part, "299999", "1").status()).isZero();
    assertThat(part).hasSize(300_000 - 4 * 65_536);
    assertThat(verify(part).status()).isZero();
  }

  @Test
  void bytesBeyondTheBodyAndProofsThatAreNone_areBadInput() throws Exception {
    Path part = folder.resolve("part");
    CommandRun beyond = cut(part, "299999", "2");
    assertThat(beyond.status()).isEqualTo(2);
    assertThat(beyond.err()).contains("which has 300000 bytes");
    Files.writeString(folder.resolve("part.proof"), "no proof");
    assertThat(verify(part).status()).isEqualTo(2);
  }

  private CommandRun cut(Path part, String offset, String length) {
    return CommandRun.of(
        "part", body.toString(), "--offset", offset, "--length", length, "--out", part.toString());
  }

  private CommandRun verify(Path part) {
    return CommandRun.of(
        "verify",
        receipt.toString(),
        "--vkey",
        site.logKeys().vkey().toString(),
        "--part",
        part.toString());
  }
}

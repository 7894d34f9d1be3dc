package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets code that is not ours judge our log: a Go program over golang.org/x/mod, whose notes, trees
 * and tiles are those of the Go checksum database, and the checker of another log, Tessera. Tagged,
 * since it fetches them.
 */
@Tag("real-server")
final class GoInteropTest {
  private static final int ENTRIES = 70_000;
  private static final String FSCK = "github.com/transparency-dev/tessera/cmd/fsck@v1.0.4";

  @TempDir private static Path program;
  @TempDir private Path directory;

  private final List<Path> receipts = new ArrayList<>();

  @BeforeAll
  static void build() throws Exception {
    assumeTrue(onPath("go"), "SKIPPED: there is no Go on this machine");
    Path sources = Path.of("src", "test", "go").toAbsolutePath();
    Run download = run(sources, "go", "mod", "download");
    assumeTrue(download.exit == 0, "SKIPPED: the Go module is not to be had: " + download.output);
    Run build = run(sources, "go", "build", "-o", binary(), ".");
    assertThat(build.exit).as(build.output).isZero();
  }

  @BeforeEach
  void write() throws IOException {
    Path domestic = Files.createDirectory(directory.resolve("domestic"));
    LogStorage log = LogStorage.posix(Files.createDirectory(log()));
    DomesticStorage store = new DomesticStorage(LogStorage.posix(domestic), Fixture.DOMESTIC_KEY);
    AuditLog.create(log, store, Fixture.KEYS);
    LogOptions options = LogOptions.defaults().withQueue(ENTRIES, 1L << 30);
    try (AuditLog audit = AuditLog.open(log, store, Fixture.KEYS, options)) {
      for (int size : new int[] {1, 2, 255, 257, 700, ENTRIES}) {
        int from = (int) audit.size();
        save(Fixture.appendTogether(audit, from, size).get(0));
      }
      save(audit.receipt(256));
    }
  }

  @Test
  void other_peoples_code_proves_every_entry_and_receipt() throws Exception {
    Run run = verify(receipts);
    assertThat(run.output).isEqualTo("proved 70000 entries and 7 receipts\n");
    assertThat(run.exit).isZero();
  }

  @Test
  void fsck_of_tessera_accepts_the_log_and_refuses_a_changed_one() throws Exception {
    Path go = Files.createDirectories(program.resolve("go"));
    Run install = run(go, "env", "GOBIN=" + go, "GOFLAGS=-modcacherw", "go", "install", FSCK);
    assumeTrue(install.exit == 0, "SKIPPED: " + FSCK + " is not to be had: " + install.output);
    Path key = Files.writeString(directory.resolve("vkey"), Fixture.VKEY + "\n");
    assertThat(fsck(go, key)).contains("Successfully fsck'd log with size 70000");

    for (String file : List.of("tile/0/001", "tile/1/000", "tile/entries/002")) {
      change(file);
      assertThat(fsck(go, key)).as(file).contains("fsck failed").doesNotContain("Successfully");
      change(file);
    }
  }

  @Test
  void other_peoples_code_accepts_our_cosignatures_and_we_accept_theirs() throws Exception {
    LogKeys witness = LogKeys.generate("witness.example/w", Fixture.random(31));
    WitnessKey vkey = WitnessKey.of(witness.vkey());
    Path key = directory.resolve("witness.key");
    witness.save(key);
    String note = Files.readString(log().resolve("checkpoint"));
    Checkpoint published = Checkpoint.open(note, Fixture.VKEY);
    Instant at = Instant.parse("2026-03-01T05:00:00Z");
    String text = Note.parse(note).text();
    Checkpoint ours = published.with(vkey, WitnessKeys.of(witness).cosign(text, at));
    Path cosigned = Files.writeString(directory.resolve("cosigned"), ours.note());

    Run judged = witnessed("-witness", vkey.toString(), cosigned);
    Run theirs = witnessed("-cosigner", key.toString(), log().resolve("checkpoint"));

    assertThat(judged.output).isEqualTo("cosigned at 2026-03-01T05:00:00Z\n");
    assertThat(theirs.exit).as(theirs.output).isZero();
    assertThat(vkey.cosigned(Note.parse(theirs.output))).isPresent();
    assertThat(theirs.output).contains(text);

    MlDsaKeys mlDsa =
        MlDsaKeys.generate("witness.example/pq", Fixture.random(33), InstantSource.fixed(at));
    String line = Note.line(mlDsa.key().name(), mlDsa.key().id(), mlDsa.signature(text));
    Path both = Files.writeString(directory.resolve("pq"), note + line);
    Run quantum = witnessed("-witness", mlDsa.key().toString(), both);
    assertThat(quantum.output).isEqualTo("cosigned at 2026-03-01T05:00:00Z\n");
    assertThat(WitnessKey.parse(mlDsa.key().toString()).cosigned(Note.parse(note + line)))
        .contains(at);

    String other = LogKeys.generate("witness.example/w", Fixture.random(32)).vkey().toString();
    String wrong = WitnessKey.of(VerifierKey.parse(other)).toString();
    assertThat(witnessed("-witness", wrong, cosigned).exit).isEqualTo(1);
  }

  private Run witnessed(String option, String value, Path checkpoint) throws Exception {
    return run(
        directory,
        binary(),
        "-vkey",
        Fixture.VKEY.toString(),
        option,
        value,
        checkpoint.toString());
  }

  /** Changes a bit in the middle of a file of the log, or changes it back. */
  private void change(String file) throws IOException {
    Path path = log().resolve(file);
    byte[] content = Files.readAllBytes(path);
    content[content.length / 2] ^= 1;
    Files.write(path, content);
  }

  /** Returns what the checker says; it ends with 0 whatever it finds. */
  private String fsck(Path go, Path key) throws Exception {
    Run run =
        run(
            directory,
            go.resolve("fsck").toString(),
            "-ui=false",
            "-N=4", // a single worker that finds a fault never ends
            "-storage_url=" + log().toUri(),
            "-public_key=" + key);
    return run.output;
  }

  @Test
  void other_peoples_code_refuses_a_changed_tile_bundle_or_checkpoint() throws Exception {
    for (String file : List.of("tile/0/001", "tile/1/000", "tile/entries/002", "checkpoint")) {
      change(file);
      assertThat(verify(List.of()).exit).as(file).isEqualTo(1);
      change(file);
    }
    assertThat(verify(List.of()).exit).isZero();
  }

  @Test
  void other_peoples_code_refuses_a_receipt_of_a_fork() throws Exception {
    PowerCutDisk fork = new PowerCutDisk();
    try (AuditLog audit = Fixture.create(fork, Fixture.lazy())) {
      save(Fixture.appendTogether(audit, 5, 9).get(3));
    }
    Path forked = receipts.get(receipts.size() - 1);
    Verification alone = ReceiptVerifier.verify(Files.readString(forked), Fixture.VKEY, null);
    assertThat(alone.valid()).isTrue();
    assertThat(verify(List.of(forked)).exit).isEqualTo(1);
  }

  /** A key that was stolen after it had retired: good for what it signed, and for nothing new. */
  @Test
  void other_peoples_code_refuses_a_fork_by_a_retired_key() throws Exception {
    Path keys = Files.createDirectory(directory.resolve("keys"));
    LogSigners first = LogSigners.create(keys, Fixture.ORIGIN, false, null, Fixture.random(41));
    Path log = Files.createDirectory(directory.resolve("rotated"));
    Path parts = Files.createDirectory(directory.resolve("rotated-parts"));
    DomesticStorage store = new DomesticStorage(LogStorage.posix(parts), Fixture.DOMESTIC_KEY);
    AuditLog.create(LogStorage.posix(log), store, first);
    try (AuditLog audit = AuditLog.open(LogStorage.posix(log), store, first, Fixture.eager())) {
      save(Fixture.appendTogether(audit, 0, 5).get(0));
    }
    LogSigners both = first.rotate(keys, 5, 3, LogSigners.Kind.ED25519, null, Fixture.random(42));
    try (AuditLog audit = AuditLog.open(LogStorage.posix(log), store, both, Fixture.eager())) {
      save(Fixture.appendTogether(audit, 5, 7).get(0));
      save(Fixture.appendTogether(audit, 7, 30).get(0));
    }
    Path list = Files.writeString(directory.resolve("log.vkeys"), both.verifier().toString());
    List<Path> honest = receipts.subList(receipts.size() - 3, receipts.size());
    assertThat(judged(list, log, honest).output).isEqualTo("proved 30 entries and 3 receipts\n");

    PowerCutDisk other = new PowerCutDisk();
    AuditLog.create(other.storage("log"), Fixture.domestic(other), first);
    try (AuditLog fork =
        AuditLog.open(other.storage("log"), Fixture.domestic(other), first, Fixture.eager())) {
      save(Fixture.appendTogether(fork, 0, 20).get(19));
    }
    Path forked = receipts.get(receipts.size() - 1);
    assertThat(judged(list, log, List.of(forked)).output)
        .contains("no key that may sign a tree of 20 entries has");
    assertThat(ReceiptVerifier.verify(Files.readString(forked), both.verifier(), null).valid())
        .isFalse();
  }

  /** A witness whose state was rolled back cosigns a fork: its history tells all the same. */
  @Test
  void other_peoples_code_refuses_a_fork_that_a_rolled_back_witness_cosigned() throws Exception {
    WitnessKeys witness = WitnessKeys.of(LogKeys.generate("witness.example/w", Fixture.random(31)));
    WitnessKey vkey = witness.vkey();
    PowerCutDisk fork = new PowerCutDisk();
    Receipt receipt;
    try (AuditLog audit = Fixture.create(fork, Fixture.lazy())) {
      receipt = Fixture.appendTogether(audit, 5, 9).get(3);
    }
    int split = receipt.tlogProof().indexOf("\n\n") + 2;
    Checkpoint alone = Checkpoint.open(receipt.tlogProof().substring(split), Fixture.VKEY);
    String text = Note.parse(alone.note()).text();
    Checkpoint cosigned = alone.with(vkey, witness.cosign(text, Fixture.NOON));
    Path forked =
        Files.writeString(
            directory.resolve("forked.tlog-proof"),
            receipt.tlogProof().substring(0, split) + cosigned.note());

    assertThat(verify(List.of(forked)).exit).isEqualTo(1);
    WitnessPolicy one = WitnessPolicy.parse("witness a " + vkey + "\nquorum a\n");
    assertThat(ReceiptVerifier.verify(Files.readString(forked), Fixture.VKEY, null).valid())
        .isTrue();
    String other = LogKeys.generate("other.example/w", Fixture.random(32)).vkey().toString();
    WitnessPolicy two =
        WitnessPolicy.parse(
            "witness a %s\nwitness b %s\ngroup g all a b\nquorum g\n"
                .formatted(vkey, WitnessKey.of(VerifierKey.parse(other))));
    assertThat(WitnessStatement.of(one, cosigned).outcome()).isEqualTo(Verification.Outcome.PROVED);
    assertThat(WitnessStatement.of(two, cosigned).outcome()).isEqualTo(Verification.Outcome.FAILED);
  }

  private Run judged(Path list, Path log, List<Path> proofs) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(binary(), "-vkeys", list.toString(), "-log", log.toString()));
    proofs.forEach(proof -> command.add(proof.toString()));
    return run(directory, command.toArray(String[]::new));
  }

  private void save(Receipt receipt) throws IOException {
    Path file = directory.resolve(receipts.size() + ".tlog-proof");
    receipts.add(Files.writeString(file, receipt.tlogProof()));
  }

  private Path log() {
    return directory.resolve("log");
  }

  private Run verify(List<Path> proofs) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(binary(), "-vkey", Fixture.VKEY.toString(), "-log", log().toString()));
    proofs.forEach(proof -> command.add(proof.toString()));
    return run(directory, command.toArray(String[]::new));
  }

  private static String binary() {
    return program.resolve("verifylog").toString();
  }

  private static boolean onPath(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
  }

  private static Run run(Path directory, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }

  /** How a program ended and what it said. */
  private record Run(int exit, String output) {}
}

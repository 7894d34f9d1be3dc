package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A target of Jazzer for every parser of what others can write: whatever the bytes, it is refused
 * as malformed and nothing else is thrown, and what is read is written again as the same bytes
 * where a form has one spelling.
 *
 * <p>In the gate each target runs on the inputs kept beside this class ({@code
 * ParserFuzzTestInputs}). To search for more, guided by coverage, say {@code JAZZER_FUZZ=1 mvn …
 * -Dtest='ParserFuzzTest#note'}.
 */
final class ParserFuzzTest {
  private static final LogVerifier KEY = Fixture.VKEY;

  @MethodSource("checkpoints")
  @FuzzTest(maxDuration = "2m")
  void note(byte[] data) {
    refusedOr(data, text -> assertThat(Note.parse(text)).isNotNull());
    refusedOr(data, text -> assertThat(Note.open(text, Fixture.VKEY)).isNotNull());
  }

  @MethodSource("checkpoints")
  @FuzzTest(maxDuration = "2m")
  void checkpoint(byte[] data) {
    refusedOr(data, text -> assertThat(Checkpoint.open(text, KEY)).isNotNull());
    refusedOr(
        data,
        text -> {
          Checkpoint read = Checkpoint.open(Note.sign(text, Fixture.KEYS), KEY);
          assertThat(text).startsWith(read.origin() + "\n" + read.size() + "\n");
        });
  }

  @MethodSource("proofs")
  @FuzzTest(maxDuration = "2m")
  void proof(byte[] data) {
    refusedOr(data, text -> assertThat(TlogProof.parse(text).text()).isEqualTo(text));
  }

  @MethodSource("proofs")
  @FuzzTest(maxDuration = "2m")
  void receipt(byte[] data) throws IOException {
    ByteArrayInputStream body = new ByteArrayInputStream(data);
    Verification result = ReceiptVerifier.verify(text(data), KEY, body);
    assertThat(result.bodyProved()).isFalse();
  }

  @MethodSource("entries")
  @FuzzTest(maxDuration = "2m")
  void entry(byte[] data) {
    refused(data, bytes -> assertThat(Leaf.parse(bytes).decision().isObject()).isTrue());
  }

  @MethodSource("bundles")
  @FuzzTest(maxDuration = "2m")
  void entryBundle(byte[] data) {
    for (int count : List.of(1, 2, TilePath.WIDTH)) {
      refused(
          data,
          bytes -> {
            List<byte[]> entries = EntryBundle.decode(bytes, count, count);
            assertThat(EntryBundle.encode(entries)).isEqualTo(bytes);
          });
    }
  }

  @MethodSource("tiles")
  @FuzzTest(maxDuration = "2m")
  void tile(byte[] data) {
    PowerCutDisk disk = new PowerCutDisk();
    LogStorage storage = disk.storage("log");
    int width = Math.max(1, Math.min(TilePath.WIDTH - 1, data.length / TreeHash.LENGTH));
    try {
      StorageFiles files = new StorageFiles(storage);
      files.replace(TilePath.hashes(0, 0, width), data);
      files.replace(TilePath.entries(0, width), data);
      TileReader tiles = new TileReader(storage, width);
      tiles.node(0, width - 1L);
      tiles.entries(0);
    } catch (MalformedException | LogDamagedException refused) {
      assertThat(refused).hasMessageNotContaining("\u0000");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @MethodSource("keys")
  @FuzzTest(maxDuration = "2m")
  void verifierKeys(byte[] data) {
    refusedOr(data, text -> assertThat(VerifierKey.parse(text)).hasToString(text));
    refusedOr(
        data,
        text -> {
          String read = VerifierKeys.parse(text).toString();
          assertThat(VerifierKeys.parse(read)).hasToString(read);
        });
    refusedOr(data, text -> assertThat(Sm2Key.parse(text)).isNotNull());
    refusedOr(data, text -> assertThat(MlDsaKey.parse(text)).isNotNull());
    refusedOr(data, text -> assertThat(WitnessKey.parse(text)).isNotNull());
  }

  @MethodSource("policies")
  @FuzzTest(maxDuration = "2m")
  void witnessPolicy(byte[] data) {
    refusedOr(data, text -> assertThat(WitnessPolicy.parse(text).check(CHECKPOINT)).isNotNull());
  }

  @MethodSource("questions")
  @FuzzTest(maxDuration = "2m")
  void witnessQuestion(byte[] data) {
    refused(data, bytes -> assertThat(Witness.Question.parse(bytes).note()).isNotNull());
  }

  @MethodSource("frames")
  @FuzzTest(maxDuration = "2m")
  void journalFrame(byte[] data) {
    JournalFrame frame = JournalFrame.read(data, 0);
    if (frame != null) {
      byte[] again = frame.encode();
      assertThat(again).isEqualTo(Arrays.copyOf(data, again.length));
    }
  }

  @MethodSource("records")
  @FuzzTest(maxDuration = "2m")
  void domesticRecord(byte[] data) {
    refused(data, bytes -> assertThat(DomesticRecord.decode(bytes).encode()).isEqualTo(bytes));
    DomesticHeader header = DomesticHeader.read(data);
    if (header != null) {
      ByteBuffer again = ByteBuffer.allocate(DomesticHeader.BYTES);
      header.write(again);
      assertThat(again.array()).isEqualTo(Arrays.copyOf(data, DomesticHeader.BYTES));
    }
  }

  @MethodSource("orders")
  @FuzzTest(maxDuration = "2m")
  void order(byte[] data) {
    refusedOr(data, text -> assertThat(SignedOrder.parse(text)).isNotNull());
    refusedOr(data, text -> assertThat(Order.parse(text)).isNotNull());
  }

  @MethodSource("parts")
  @FuzzTest(maxDuration = "2m")
  void bodyPart(byte[] data) {
    refusedOr(data, text -> assertThat(BodyPart.parse(text).text()).isEqualTo(text));
  }

  private static final String CHECKPOINT =
      Checkpoint.sign(LogSigners.of(Fixture.KEYS), 3, new byte[32]).note();

  private static Stream<byte[]> texts(String... seeds) {
    return Stream.of(seeds).map(seed -> seed.getBytes(UTF_8));
  }

  static Stream<byte[]> checkpoints() {
    String body = "%s\n7\n%s\n".formatted(Fixture.ORIGIN, "A".repeat(43) + "=");
    return texts(CHECKPOINT, body, body + "extension\n");
  }

  private static List<Receipt> receipts() {
    try (AuditLog log = Fixture.create(new PowerCutDisk(), Fixture.eager())) {
      return Fixture.append(log, 0, 9);
    }
  }

  static Stream<byte[]> proofs() {
    return texts(receipts().get(7).tlogProof());
  }

  /** The last of them once ended in an exception of the JSON library. */
  static Stream<byte[]> entries() {
    String leaf = receipts().get(3).leaf();
    return texts(
        leaf, leaf.replaceFirst("\"number\":3", "\"number\":8E88080000000000000806938637"));
  }

  static Stream<byte[]> bundles() {
    byte[] leaf = receipts().get(3).leaf().getBytes(UTF_8);
    return Stream.of(EntryBundle.encode(List.of(leaf, leaf)), new byte[] {0, 0, 0, 1, 65});
  }

  static Stream<byte[]> tiles() {
    return Stream.concat(bundles(), Stream.of(new byte[5 * TreeHash.LENGTH]));
  }

  static Stream<byte[]> keys() {
    Sm2Key sm2 = Sm2Keys.generate(Fixture.ORIGIN, Fixture.random(44)).key();
    LogKeys witness = LogKeys.generate("one.example/w", Fixture.random(41));
    return texts(
        Fixture.VKEY.toString(),
        Fixture.VKEY + " 0 9\n" + sm2 + " 5 -\n",
        sm2.toString(),
        WitnessKey.of(witness.vkey()).toString());
  }

  static Stream<byte[]> policies() {
    LogKeys witness = LogKeys.generate("one.example/w", Fixture.random(41));
    return texts(
        "log %s\nwitness a %s https://one.example/w\ngroup g 1 a\nquorum g\n"
            .formatted(Fixture.VKEY, WitnessKey.of(witness.vkey())),
        "quorum none\n");
  }

  static Stream<byte[]> questions() {
    return texts("old 0\n\n" + CHECKPOINT, "old 2\n" + "A".repeat(43) + "=\n\n" + CHECKPOINT);
  }

  static Stream<byte[]> frames() {
    byte[] leaf = receipts().get(3).leaf().getBytes(UTF_8);
    return Stream.of(new JournalFrame(5, List.of(leaf), CHECKPOINT).encode());
  }

  /** The last of them was once read, although it says what is left of nothing. */
  static Stream<byte[]> records() {
    ByteBuffer header = ByteBuffer.allocate(DomesticHeader.BYTES);
    new DomesticHeader(7, 5, 100, 1, DomesticHeader.State.LIVE).write(header);
    return Stream.of(
        DomesticRecord.salted(Fixture.part(3), Fixture.random(9)).encode(),
        header.array(),
        new byte[] {0, 0, 0, 13, 4, 0, 0, 0, 0, 52, 52, 52, 52, 52, 52, 52, 52});
  }

  static Stream<byte[]> orders() {
    return texts("dukou order v1\nlog a.example/log\naction erase\nreason r\nerase 3\n");
  }

  static Stream<byte[]> parts() {
    return texts("dukou-part@v1\nfirst 1\ncount 2\ntotal 5\n" + "A".repeat(43) + "=\n");
  }

  private static String text(byte[] data) {
    return new String(data, UTF_8);
  }

  private static void refusedOr(byte[] data, Consumer<String> reader) {
    try {
      reader.accept(text(data));
    } catch (MalformedException refused) {
      assertThat(refused).hasMessageNotContaining("\u0000");
    }
  }

  private static void refused(byte[] data, Consumer<byte[]> reader) {
    try {
      reader.accept(data);
    } catch (MalformedException refused) {
      assertThat(refused).hasMessageNotContaining("\u0000");
    }
  }
}

package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The byte formats on disk: what is written is read back, anything else is not taken for it. */
final class FormatsTest {
  @Test
  void a_bundle_is_entries_behind_their_lengths() {
    byte[] bundle = EntryBundle.encode(List.of("a".getBytes(UTF_8), new byte[0], new byte[258]));
    assertThat(bundle).hasSize(1 + 258 + 6).startsWith(0, 1, 'a', 0, 0, 1, 2);
  }

  @Test
  void any_bundle_survives_and_any_cut_off_one_is_refused() {
    Random random = new Random(5);
    for (int round = 0; round < 100; round++) {
      List<byte[]> entries = randomEntries(random);
      byte[] bundle = EntryBundle.encode(entries);
      int width = entries.size();
      assertThat(EntryBundle.decode(bundle, width, width)).containsExactlyElementsOf(entries);
      refusesBundle(Arrays.copyOf(bundle, random.nextInt(bundle.length)), width);
      refusesBundle(Arrays.copyOf(bundle, bundle.length + 1), width);
      refusesBundle(bundle, width - 1);
    }
  }

  @Test
  void the_largest_entry_fits_and_a_larger_one_does_not() {
    byte[] largest = new byte[65_535];
    byte[] bundle = EntryBundle.encode(List.of(largest));
    assertThat(EntryBundle.decode(bundle, 1, 1)).containsExactly(largest);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> EntryBundle.put(ByteBuffer.allocate(70_000), new byte[65_536]));
  }

  @Test
  void any_frame_survives_and_any_changed_or_torn_one_is_not_read() {
    Random random = new Random(6);
    for (int round = 0; round < 200; round++) {
      JournalFrame frame =
          new JournalFrame(random.nextInt(), randomEntries(random), "note\u2014\n");
      if (frame.start() < 0) {
        continue;
      }
      byte[] bytes = frame.encode();
      JournalFrame read = JournalFrame.read(bytes, 0);
      assertThat(read.entries()).containsExactlyElementsOf(frame.entries());
      assertThat(read.checkpoint()).isEqualTo(frame.checkpoint());
      assertThat(read.end()).isEqualTo(frame.end());
      assertThat(JournalFrame.read(Arrays.copyOf(bytes, random.nextInt(bytes.length)), 0)).isNull();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(JournalFrame.read(bytes, 0)).isNull();
    }
  }

  @Test
  void a_frame_that_lost_any_sector_is_not_read() {
    byte[] bytes = new JournalFrame(0, List.of(filled(60_000)), "note\n").encode();
    for (int from = 0; from < bytes.length; from += 512) {
      byte[] torn = bytes.clone();
      Arrays.fill(torn, from, Math.min(bytes.length, from + 512), (byte) 0);
      assertThat(JournalFrame.read(torn, 0)).as("sector at %d", from).isNull();
    }
  }

  @Test
  void noise_is_neither_frame_nor_domestic_header() {
    Random random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      byte[] noise = new byte[random.nextInt(100)];
      random.nextBytes(noise);
      if (noise.length >= 4) {
        ByteBuffer.wrap(noise).putInt(JournalFrame.MAGIC);
      }
      assertThat(JournalFrame.read(noise, 0)).isNull();
      assertThat(DomesticHeader.read(noise)).isNull();
    }
  }

  @Test
  void a_domestic_header_survives_and_any_changed_one_is_not_read() {
    DomesticHeader header = new DomesticHeader(7, 5, 1234, 99, DomesticHeader.State.LIVE);
    ByteBuffer bytes = ByteBuffer.allocate(DomesticHeader.BYTES);
    header.write(bytes);
    assertThat(DomesticHeader.read(bytes.array())).isEqualTo(header);
    for (int bit = 0; bit < 8 * DomesticHeader.BYTES; bit++) {
      byte[] changed = bytes.array().clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(DomesticHeader.read(changed)).as("bit %d", bit).isNull();
    }
  }

  @Test
  void one_written_byte_marks_what_became_of_a_record() {
    DomesticHeader header = new DomesticHeader(7, 5, 1234, 99, DomesticHeader.State.LIVE);
    ByteBuffer bytes = ByteBuffer.allocate(DomesticHeader.BYTES);
    header.write(bytes);
    for (DomesticHeader.State state : DomesticHeader.State.values()) {
      bytes.put(DomesticHeader.STATE_OFFSET, state.bytes().get());
      assertThat(DomesticHeader.read(bytes.array()).state()).isEqualTo(state);
    }
  }

  @Test
  void a_proof_survives_its_text() {
    Random random = new Random(8);
    for (int length = 0; length <= 63; length++) {
      byte[] leaf = new byte[random.nextInt(200)];
      random.nextBytes(leaf);
      List<byte[]> path = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        path.add(filled(32));
      }
      TlogProof proof = TlogProof.parse(new TlogProof(leaf, length, path, "note\n").text());
      assertThat(proof.leaf()).isEqualTo(leaf);
      assertThat(proof.index()).isEqualTo(length);
      assertThat(proof.path()).containsExactlyElementsOf(path);
      assertThat(proof.checkpoint()).isEqualTo("note\n");
    }
  }

  @Test
  void a_proof_longer_than_any_tree_is_high_is_refused() {
    List<byte[]> path = java.util.Collections.nCopies(64, filled(32));
    String text = new TlogProof(new byte[1], 0, path, "note\n").text();
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> TlogProof.parse(text));
    String huge = text + "x".repeat(TlogProof.MAX_CHARS);
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> TlogProof.parse(huge));
  }

  @Test
  void noise_is_no_proof_no_note_and_no_key() {
    Random random = new Random(9);
    String alphabet = "\n\n\n +=/aA0\u2014\u2014cextraindex ";
    for (int round = 0; round < 3000; round++) {
      StringBuilder noise = new StringBuilder(round % 2 == 0 ? "c2sp.org/tlog-proof@v1\n" : "");
      for (int i = random.nextInt(60); i > 0; i--) {
        noise.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String text = noise.toString();
      assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> TlogProof.parse(text));
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> Checkpoint.open(text, Fixture.VKEY));
      assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> VerifierKey.parse(text));
    }
  }

  private static void refusesBundle(byte[] bundle, int width) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> EntryBundle.decode(bundle, width, width));
  }

  private static List<byte[]> randomEntries(Random random) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      byte[] entry = new byte[1 + random.nextInt(300)];
      random.nextBytes(entry);
      entries.add(entry);
    }
    return entries;
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0x5a);
    return bytes;
  }
}

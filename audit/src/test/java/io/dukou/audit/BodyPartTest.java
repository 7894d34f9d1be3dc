package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BodyPartTest {
  private static final int CHUNK = BodyDigester.CHUNK_BYTES;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9})
  void every_run_of_chunks_of_a_body_is_proved_and_no_other_bytes_are(int chunks)
      throws IOException {
    byte[] body = body(chunks * CHUNK - 17);
    String root = root(body);
    for (int first = 0; first < chunks; first++) {
      for (int last = first; last < chunks; last++) {
        int from = first * CHUNK;
        int to = Math.min(body.length, (last + 1) * CHUNK);
        BodyPart proof = BodyPart.parse(prove(body, from + 1, to - from - 2).text());
        byte[] part = Arrays.copyOfRange(body, from, to);
        assertThat(proof.offset()).isEqualTo(from);
        assertThat(binds(proof, part, root, body.length)).as("%d to %d", first, last).isTrue();
        part[part.length / 2] ^= 1;
        assertThat(binds(proof, part, root, body.length)).isFalse();
        assertThat(binds(proof, Arrays.copyOf(part, part.length - 1), root, body.length)).isFalse();
        assertThat(binds(proof, Arrays.copyOf(part, part.length + 1), root, body.length)).isFalse();
      }
    }
  }

  @Test
  void a_changed_proof_is_refused() throws IOException {
    byte[] body = body(5 * CHUNK);
    String root = root(body);
    byte[] part = Arrays.copyOfRange(body, CHUNK, 3 * CHUNK);
    String text = prove(body, CHUNK, 2 * CHUNK).text();
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      StringBuilder changed = new StringBuilder(text);
      changed.setCharAt(random.nextInt(text.length()), (char) (32 + random.nextInt(95)));
      if (!changed.toString().equals(text)) {
        assertThat(accepted(changed.toString(), part, root, body.length))
            .as("%s", changed)
            .isFalse();
      }
    }
  }

  /** Says of every part of small bodies that it stands elsewhere, or that the body is longer. */
  @Test
  void a_proof_of_another_place_is_refused() throws IOException {
    for (int chunks = 1; chunks <= 9; chunks++) {
      byte[] body = new byte[chunks * CHUNK]; // all chunks alike, so that places are all there is
      String root = root(body);
      for (int first = 0; first < chunks; first++) {
        for (int count = 1; first + count <= chunks; count++) {
          byte[] part = new byte[count * CHUNK];
          String text = prove(body, (long) first * CHUNK, (long) count * CHUNK).text();
          assertThat(accepted(text, part, root, body.length)).isTrue();
          assertNowhereElse(text, part, root, body.length);
        }
      }
    }
  }

  private static void assertNowhereElse(String text, byte[] part, String root, int length)
      throws IOException {
    for (int total = 1; total <= 20; total++) {
      String longer = text.replaceFirst("total [0-9]+", "total " + total);
      assertThat(accepted(longer, part, root, length)).isEqualTo(longer.equals(text));
    }
    for (int other = 1; other <= 20; other++) {
      assertThat(accepted(text, part, root, (long) other * CHUNK))
          .isEqualTo(other * CHUNK == length);
    }
  }

  /** A signer may sign a tree over chunks that are too short: no part of it is a range of bytes. */
  @Test
  void a_tree_over_short_chunks_binds_no_part_that_is_not_as_long_as_it_says() throws IOException {
    EdgeTree tree = new EdgeTree();
    byte[][] chunks = {body(100), body(CHUNK), body(7)};
    for (byte[] chunk : chunks) {
      tree.add(tree.leafHash(chunk));
    }
    String root = HexFormat.of().formatHex(tree.root());
    for (long length = 2L * CHUNK + 1; length <= 3L * CHUNK; length += CHUNK / 2 - 4) {
      for (int at = 0; at < chunks.length; at++) {
        String text = proofOf(at, tree);
        boolean whole = chunks[at].length == Math.min(CHUNK, length - (long) at * CHUNK);
        assertThat(accepted(text, chunks[at], root, length))
            .as("%d of %d", at, length)
            .isEqualTo(whole);
      }
    }
    assertThat(accepted(proofOf(2, tree), chunks[2], root, 2L * CHUNK + 7)).isTrue();
  }

  /** What a signer of such a tree would hand out with a chunk. */
  private static String proofOf(int chunk, EdgeTree tree) {
    return RangeProof.of(chunk, 1, tree.size(), tree).text("dukou-part@v1");
  }

  @Test
  void bytes_that_a_body_does_not_have_cannot_be_asked_for() {
    byte[] body = body(100);
    for (long[] range : new long[][] {{0, 101}, {100, 1}, {-1, 5}, {0, 0}, {5, Long.MAX_VALUE}}) {
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> prove(body, range[0], range[1]));
    }
  }

  private static boolean accepted(String proof, byte[] part, String root, long length)
      throws IOException {
    try {
      return binds(BodyPart.parse(proof), part, root, length);
    } catch (MalformedException e) {
      return false;
    }
  }

  private static boolean binds(BodyPart proof, byte[] part, String root, long length)
      throws IOException {
    return proof.binds(new ByteArrayInputStream(part), root, length);
  }

  private static BodyPart prove(byte[] body, long offset, long length) throws IOException {
    return BodyPart.of(new ByteArrayInputStream(body), offset, length);
  }

  private static String root(byte[] body) throws IOException {
    return BodyDigester.digest(new ByteArrayInputStream(body), DigestSuite.SHA256).chunkRoot();
  }

  private static byte[] body(int length) {
    byte[] body = new byte[length];
    new Random(length).nextBytes(body);
    return body;
  }
}

package io.dukou.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BodyDigesterTest {
  /** The two examples in annex A of GB/T 32905-2016. */
  @ParameterizedTest
  @CsvSource({
    "abc, 1, 66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    "abcd, 16, debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
  })
  void sm3_is_that_of_the_standard(String text, int times, String digest) throws IOException {
    assertThat(digest(text.repeat(times).getBytes(US_ASCII)).digests())
        .containsEntry("sm3", digest);
  }

  /** The first example of FIPS 180-4. */
  @Test
  void sha256_is_that_of_the_standard() throws IOException {
    BodyDigest digest = digest("abc".getBytes(US_ASCII));
    assertThat(digest.sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(digest.length()).isEqualTo(3);
  }

  /** The example of RFC 9530, appendix D, for {@code {"hello": "world"}} and a newline. */
  @Test
  void the_repr_digest_field_is_that_of_the_rfc() throws IOException {
    assertThat(digest("{\"hello\": \"world\"}\n".getBytes(US_ASCII)).reprDigest())
        .isEqualTo("sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:");
  }

  @Test
  void the_suite_without_sm3_has_none() throws IOException {
    BodyDigest digest =
        BodyDigester.digest(new ByteArrayInputStream(new byte[9]), DigestSuite.SHA256);
    assertThat(digest.digests()).containsOnlyKeys("sha-256");
  }

  @Test
  void an_empty_body_has_the_root_of_the_empty_tree() throws IOException {
    assertThat(digest(new byte[0]).chunkRoot()).isEqualTo(StrictText.hex(new TreeHash().empty()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 65_535, 65_536, 65_537, 131_072, 200_000, 1_000_003})
  void the_chunk_root_is_the_tree_over_64_kib_pieces(int length) throws IOException {
    byte[] body = bytes(length);
    TreeHash hash = new TreeHash();
    CompactTree tree = new CompactTree(hash);
    for (int from = 0; from < length; from += 65_536) {
      tree.add(hash.leaf(body, from, Math.min(65_536, length - from)));
    }
    assertThat(digest(body).chunkRoot()).isEqualTo(StrictText.hex(tree.root()));
  }

  @Test
  void it_does_not_matter_in_which_pieces_the_body_comes() throws IOException {
    byte[] body = bytes(300_000);
    BodyDigest whole = digest(body);
    Random random = new Random(4);
    for (int round = 0; round < 30; round++) {
      BodyDigester digester = new BodyDigester(DigestSuite.SHA256_AND_SM3);
      for (int from = 0; from < body.length; ) {
        int count = Math.min(body.length - from, random.nextInt(150_000));
        addAnyWay(digester, body, from, count, random);
        from += count;
      }
      assertThat(digester.finish()).isEqualTo(whole);
    }
  }

  private static void addAnyWay(
      BodyDigester digester, byte[] body, int from, int count, Random random) {
    switch (random.nextInt(3)) {
      case 0 -> digester.update(body, from, count);
      case 1 -> digester.update(ByteBuffer.wrap(body, from, count).slice());
      default -> {
        ByteBuffer direct = ByteBuffer.allocateDirect(count).put(body, from, count).flip();
        digester.update(direct);
        assertThat(direct.hasRemaining()).isFalse();
      }
    }
  }

  private static BodyDigest digest(byte[] body) throws IOException {
    return BodyDigester.digest(new ByteArrayInputStream(body), DigestSuite.SHA256_AND_SM3);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}

package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Demands every receipt that {@link Appender}s ever printed of what is left of their log. */
final class ReceiptJudge {
  private ReceiptJudge() {}

  /** Judges receipts, each a tlog-proof in base64, by the published entries of a log. */
  static void judge(LogStorage log, long size, List<String> acknowledged) throws IOException {
    Map<Long, String> roots = roots(log, size);
    TileReader tiles = new TileReader(log, size);
    for (String line : acknowledged) {
      judge(new String(Base64.getDecoder().decode(line), UTF_8), tiles, roots);
    }
  }

  private static void judge(String receipt, TileReader tiles, Map<Long, String> roots)
      throws IOException {
    Verification result = ReceiptVerifier.verify(receipt, Fixture.VKEY, null);
    assertThat(result.valid()).as(receipt).isTrue();
    assertThat(result.index()).isLessThan(roots.size());
    assertThat(tiles.node(0, result.index()))
        .isEqualTo(new TreeHash().leaf(TlogProof.parse(receipt).leaf()));
    assertThat(roots.get(result.checkpoint().size())).isEqualTo(result.checkpoint().rootHash());
  }

  /** Returns the root at every size the log ever had. */
  private static Map<Long, String> roots(LogStorage log, long size) {
    TileReader tiles = new TileReader(log, size);
    CompactTree tree = new CompactTree(new TreeHash());
    Map<Long, String> roots = new HashMap<>();
    for (long index = 0; index < size; index++) {
      tree.add(tiles.node(0, index));
      roots.put(tree.size(), StrictText.hex(tree.root()));
    }
    return roots;
  }
}

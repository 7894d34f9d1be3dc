package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Chains of a log that has three recipients. */
final class ReceiptChainTest {
  private static final int ENTRIES = 60;

  private final Map<Long, Leaf> all = new TreeMap<>();
  private final Map<Long, Leaf> own = new TreeMap<>();

  ReceiptChainTest() {
    try (AuditLog log = Fixture.create(new PowerCutDisk(), Fixture.lazy())) {
      Fixture.append(log, 0, ENTRIES);
      log.replay(entry -> all.put(entry.index(), entry.leaf()));
    }
    all.forEach(
        (index, leaf) -> {
          if ("recipient-1".equals(leaf.recipient())) {
            own.put(index, leaf);
          }
        });
  }

  @Test
  void all_entries_are_a_chain() {
    ReceiptChain chain = ReceiptChain.of(own);
    assertThat(chain.isComplete()).isTrue();
    assertThat(chain.recipient()).isEqualTo("recipient-1");
    assertThat(chain.entries()).isEqualTo(ENTRIES / 3);
    assertThat(chain.newest()).isEqualTo(ENTRIES - 2);
  }

  /** Of whatever is taken out, the newest of each gap is named; asking for it shows the next. */
  @Test
  void every_missing_entry_is_found_by_following_the_links() {
    Random random = new Random(1);
    for (int run = 0; run < 200; run++) {
      Map<Long, Leaf> held = new TreeMap<>(own);
      held.keySet().removeIf(index -> index != ENTRIES - 2 && random.nextInt(3) == 0);
      int asked = own.size() - held.size();
      for (ReceiptChain chain = ReceiptChain.of(held);
          !chain.isComplete();
          chain = ReceiptChain.of(held)) {
        assertThat(chain.contradictions()).isEmpty();
        for (long index : chain.missing()) {
          held.put(index, own.get(index));
          asked--;
        }
      }
      assertThat(asked).isZero();
      assertThat(held).isEqualTo(own);
    }
  }

  @Test
  void entries_of_others_and_none_at_all_are_refused() {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> ReceiptChain.of(all));
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> ReceiptChain.of(Map.of()));
  }

  /** Two entries with one before them, two firsts, and one that names what comes after it. */
  @Test
  void links_that_cannot_be_of_one_chain_are_contradictions() {
    List<Long> indices = new ArrayList<>(own.keySet());
    Leaf second = own.get(indices.get(1));
    Leaf first = own.get(indices.get(0));
    for (Leaf wrong : List.of(second, first, own.get(indices.get(9)))) {
      Map<Long, Leaf> held = new TreeMap<>(own);
      held.put(indices.get(5), wrong);
      assertThat(ReceiptChain.of(held).contradictions()).isNotEmpty();
    }
  }
}

package io.dukou.anonymizer.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random studies, plans and sequences of releases against a checker that recomputes every guarantee
 * on the released rows, joined every way a recipient could. {@code -Ddukou.attacks=N} runs N.
 */
final class AttackTest {
  private static final int ATTACKS = Integer.getInteger("dukou.attacks", 300);

  private final Map<Long, List<Breach>> breaches = new TreeMap<>();
  private final Orders orders = new Orders();
  private final Set<String> seen = new TreeSet<>();
  private int given;
  private int joined;
  private int withholding;
  private int layered;

  @Test
  void recipientWhoJoinsEverything_findsNoGuaranteeBroken() {
    LongStream.range(0, ATTACKS).parallel().forEach(number -> add(number, Attack.number(number)));

    System.out.printf(
        "%,d random studies: %,d tables given, %,d after others, %,d with subjects held back,"
            + " %,d in several layers, %,d pairs of rows compared%n",
        ATTACKS, given, joined, withholding, layered, orders.compared());
    assertThat(breaches).isEmpty();
    assertThat(orders.check()).isEmpty();
    assertThat(given).isGreaterThan(ATTACKS);
    assertThat(joined).isGreaterThan(ATTACKS / 2);
    assertThat(withholding).isGreaterThan(ATTACKS / 10);
    assertThat(layered).isGreaterThan(ATTACKS / 10);
    assertThat(seen).hasSize(12 + Ladder.kinds() - 1 + Quasi.RULES.size());
  }

  private synchronized void add(long number, Attack attack) {
    if (!attack.breaches().isEmpty()) {
      breaches.put(number, attack.breaches());
    }
    for (int i = 0; i < attack.sequence().size(); i++) {
      orders.add(attack.sequence().get(i), attack.reordered().get(i));
      see(attack.sequence().get(i));
    }
    given += attack.sequence().size();
    joined += Math.max(0, attack.sequence().size() - 1);
  }

  /** Notes the models, the hierarchies at work and the rules for missing cells. */
  private void see(Given table) {
    withholding += table.withheld().isEmpty() ? 0 : 1;
    layered += table.layerOf().values().stream().anyMatch(layer -> layer > 0) ? 1 : 0;
    table.models().forEach(model -> seen.add("model " + model.type() + " " + distance(model)));
    for (Quasi quasi : table.study().quasis()) {
      int level = table.layers().get(0).get(quasi.name());
      if (level > 0 && level < quasi.ladder().levels() - 1) {
        seen.add("hierarchy " + quasi.ladder().kind());
      }
      if (table.cut().stream().anyMatch(row -> row.get(quasi.name()).isEmpty())) {
        seen.add("missing " + quasi.missing());
      }
    }
  }

  private static String distance(Model model) {
    return model.type().equals("t-closeness") ? model.word() : "";
  }
}

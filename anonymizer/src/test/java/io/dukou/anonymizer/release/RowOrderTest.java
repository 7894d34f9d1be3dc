package io.dukou.anonymizer.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.table.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of released rows against the function of its definition, computed row by row. */
final class RowOrderTest {
  private static final byte[] SECRET = new byte[OrderKey.BYTES];

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void subjects_standWhereTheKeyedFunctionPutsTheirOrdinals(long seed) throws Exception {
    Table cut = Study.table(Study.rows(new Random(seed), 120, 9));
    Protection protection = Study.protect(cut, plan(cut, true));

    List<String> released = subjects(cut, protection);

    assertThat(released).isNotEmpty().isEqualTo(byKeyedFunction(released));
  }

  @Test
  void ordinals_followTheContent_notTheRow() {
    List<String> rows = Study.rows(new Random(5), 120, 9);
    Table cut = Study.table(rows);
    Table swapped = Study.table(Study.shuffled(rows, new Random(6)));
    ReleasePlan plan = plan(cut, true);

    assertThat(subjectsWithRows(swapped, Study.protect(swapped, plan)))
        .isEqualTo(subjectsWithRows(cut, Study.protect(cut, plan)));
  }

  /** So many rows that some contents share a hash, and some places their highest 32 bits. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reversedOrigin_leavesNoTrace_evenAmongRowsThatNearlyTie(boolean bySubject) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 300_000; i++) {
      rows.add("S" + i % 2 + ",Name,30,F,arm,site" + i + ",note");
    }
    Table cut = Study.table(rows);
    ReleasePlan plan = Study.plan(cut, Study.spec(2, bySubject, MissingRule.OWN_CATEGORY));
    Collections.reverse(rows);
    Table reversed = Study.table(rows);

    assertThat(Study.csv(Study.protect(reversed, plan)).equals(Study.csv(Study.protect(cut, plan))))
        .isTrue();
    assertThat(subjects(reversed, Study.protect(reversed, plan)))
        .isEqualTo(subjects(cut, Study.protect(cut, plan)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void overManyKeys_everyOrderOfThreeRowsIsAsLikely(boolean bySubject) {
    Table cut = Study.table(List.of("a,A,30,F,arm0,s,-", "b,B,30,F,arm1,s,-", "b,B,30,F,arm2,s,-"));
    ReleasePlan plan = Study.plan(cut, Study.spec(1, bySubject, MissingRule.OWN_CATEGORY));
    Random random = new Random(8);
    Map<List<String>, Integer> orders = new HashMap<>();
    for (int i = 0; i < 1_800; i++) {
      byte[] secret = new byte[OrderKey.BYTES];
      random.nextBytes(secret);
      Protection protection =
          Protector.protect(cut, plan, Study.PLAN_KEY, OrderKey.of(secret), Set.of());
      orders.merge(Study.releasedRows(protection), 1, Integer::sum);
    }
    assertThat(orders).hasSize(6);
    assertThat(orders.values()).allMatch(count -> count > 230 && count < 370);
  }

  private static ReleasePlan plan(Table cut, boolean bySubject) {
    return Study.plan(cut, Study.spec(3, bySubject, MissingRule.OWN_CATEGORY));
  }

  private static List<String> subjects(Table cut, Protection protection) {
    List<String> subjects = new ArrayList<>();
    for (int row = 0; row < protection.table().rowCount(); row++) {
      subjects.add(cut.column("id").valueAt(protection.originRow(row)));
    }
    return subjects;
  }

  private static List<String> subjectsWithRows(Table cut, Protection protection) {
    List<String> subjects = subjects(cut, protection);
    List<String> rows = Study.releasedRows(protection);
    List<String> both = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      both.add(subjects.get(row) + " " + rows.get(row));
    }
    return both;
  }

  /** Returns the subjects by AES(tag of the subject, ordinal), each as often as it is given. */
  private static List<String> byKeyedFunction(List<String> subjects) throws Exception {
    Map<String, Integer> ordinals = new HashMap<>();
    Map<byte[], String> places = new TreeMap<>(Arrays::compareUnsigned);
    for (String subject : subjects) {
      int ordinal = ordinals.merge(subject, 1, Integer::sum) - 1;
      places.put(place(subject, ordinal), subject);
    }
    return List.copyOf(places.values());
  }

  @SuppressWarnings("InsecureCryptoUsage") // one block, as a permutation
  private static byte[] place(String subject, int ordinal) throws Exception {
    byte[] tag = hmac(use("dukou/row-order/subjects"), subject.getBytes(UTF_8));
    Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
    byte[] key = use("dukou/row-order/places");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    return cipher.doFinal(ByteBuffer.allocate(16).put(tag, 0, 12).putInt(ordinal).array());
  }

  private static byte[] use(String name) throws Exception {
    return hmac(SECRET, (name + "\1").getBytes(UTF_8));
  }

  private static byte[] hmac(byte[] key, byte[] message) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message);
  }
}

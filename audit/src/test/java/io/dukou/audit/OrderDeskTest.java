package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.audit.PowerCutDisk.Cut;
import io.dukou.audit.PowerCutDisk.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Forgetting and holds: who may, when, and what is left. */
final class OrderDeskTest {
  static final LogKeys FIRST = LogKeys.generate("officer-1.example", Fixture.random(11));
  static final LogKeys SECOND = LogKeys.generate("officer-2.example", Fixture.random(12));
  private static final LogKeys STRANGER = LogKeys.generate("stranger.example", Fixture.random(13));
  static final Officers OFFICERS = new Officers(List.of(FIRST.vkey(), SECOND.vkey()));
  static final Instant LATER = Fixture.NOON.plusSeconds(11L * 366 * 86_400);
  private static final String PERSON = "person-1";
  private static final String SUBJECT = "subject-1";

  private final PowerCutDisk disk = new PowerCutDisk();

  @Test
  void an_entry_is_erased_by_two_officers_while_every_proof_stays() throws Exception {
    List<Receipt> receipts;
    try (AuditLog log = created()) {
      receipts = receipts(log);
      OrderDesk desk = desk(log, LATER);
      long index = desk.execute(signed(desk.forgetEntry(2, "asked for"), FIRST, SECOND));
      assertThat(log.entry(2).domestic()).isEmpty();
      Leaf leaf = log.entry(index).leaf();
      assertThat(leaf.kind()).isEqualTo(LeafKind.ERASURE);
      assertThat(leaf.decision().toString())
          .isEqualTo("{\"entries\":1,\"officers\":2,\"outcome\":\"erase\"}");
    }
    requireProofs(receipts);
    assertThat(Fixture.check(disk).erased()).isEqualTo(1);
  }

  @Test
  void a_person_is_erased_from_every_entry_and_the_others_stay() throws Exception {
    List<Receipt> receipts;
    try (AuditLog log = created()) {
      receipts = receipts(log);
      forget(log, PERSON, SUBJECT);
      for (int i = 0; i < 3; i++) {
        DomesticPart left = log.entry(i).domestic().orElseThrow();
        assertThat(left.persons()).hasSize(3).contains("person-0", "person-2");
        assertThat(left.persons().get(1)).isEqualTo("erased-3-0");
        assertThat(left.fields().get("subjects").toString())
            .isEqualTo("[\"subject-0\",\"subject-2\"]");
        assertThat(left.fields().get("note").asText()).isEqualTo("number " + i);
        assertThat(left.fields()).doesNotContainKey("request");
        assertThat(log.entry(i).open("note").orElseThrow().matches(log.entry(i).leaf().domestic()))
            .isTrue();
        assertThat(log.entry(i).open("subjects")).isEmpty();
      }
      assertThatExceptionOfType(OrderRefusedException.class)
          .isThrownBy(() -> forget(log, PERSON, SUBJECT))
          .withMessageContaining("no domestic part mentions");
    }
    requireProofs(receipts);
    assertThat(Fixture.check(disk).reduced()).isEqualTo(3);
  }

  @Test
  void persons_are_forgotten_one_after_the_other_and_then_the_entry() {
    try (AuditLog log = created()) {
      forget(log, PERSON, SUBJECT);
      forget(log, "person-0", "person-2", "subject-2");
    }
    try (AuditLog log = Fixture.open(disk, Fixture.lazy())) {
      DomesticPart left = log.entry(1).domestic().orElseThrow();
      assertThat(left.persons()).containsExactly("erased-4-0", "erased-3-0", "erased-4-1");
      assertThat(left.fields().get("subjects").toString()).isEqualTo("[\"subject-0\"]");
      assertThat(log.entry(2).domestic().orElseThrow().persons()).isEqualTo(left.persons());
      OrderDesk desk = desk(log, LATER);
      desk.execute(signed(desk.forgetEntry(1, "asked for"), SECOND, FIRST));
      assertThat(log.entry(1).domestic()).isEmpty();
    }
    assertThat(Fixture.check(disk).findings()).isEmpty();
    Fixture.open(disk, Fixture.lazy()).close();
  }

  @Test
  void one_officer_twice_a_stranger_and_a_changed_order_are_not_two_officers() {
    try (AuditLog log = created()) {
      OrderDesk desk = desk(log, LATER);
      Order order = desk.forgetEntry(2, "asked for");
      SignedOrder both = signed(order, FIRST, SECOND);
      refused(desk, SignedOrder.parse(order.text()), "has the signatures of 0");
      refused(desk, signed(order, FIRST), "1 (officer-1.example)");
      refused(desk, signed(order, FIRST, FIRST), "1 (officer-1.example)");
      refused(desk, signed(order, FIRST, STRANGER), "1 (officer-1.example)");
      refused(desk, SignedOrder.parse(both.note().replace("asked for", "asked fur")), "of 0");
      assertThat(log.size()).isEqualTo(3);
      assertThat(log.entry(2).domestic()).isPresent();
    }
  }

  @Test
  void an_order_means_one_log_and_one_entry() {
    try (AuditLog log = created()) {
      OrderDesk desk = desk(log, LATER);
      Order order = desk.forgetEntry(2, "asked for");
      Order elsewhere = new Order("other.example", order.action(), "x", null, order.erasures());
      refused(desk, signed(elsewhere, FIRST, SECOND), "for the log other.example");
      Erasure other = new Erasure(1, order.erasures().get(0).commitment(), List.of());
      refused(desk, signed(erase(other), FIRST, SECOND), "not the one that the order means");
      Erasure beyond = new Erasure(9, other.commitment(), List.of());
      refused(desk, signed(erase(beyond), FIRST, SECOND), "there is no entry 9");
      Erasure.Cut header = new Erasure.Cut(0, List.of());
      Erasure ofHeader = new Erasure(2, other.commitment(), List.of(header));
      refused(desk, signed(erase(ofHeader), FIRST, SECOND), "has no item 0");
    }
  }

  @Test
  void nothing_is_erased_before_the_retention_floor_ends() {
    try (AuditLog log = created()) {
      Instant floor = Instant.parse("2036-03-01T04:00:02Z");
      assertThatExceptionOfType(OrderRefusedException.class)
          .isThrownBy(() -> desk(log, floor.minusMillis(1)).forgetEntry(2, "x"))
          .withMessageContaining("entry 2 is kept until 2036-03-01T04:00:02Z", "article 12");
      Order order = desk(log, floor).forgetEntry(2, "x");
      refused(desk(log, floor.minusMillis(1)), signed(order, FIRST, SECOND), "kept until");
      desk(log, floor).execute(signed(order, FIRST, SECOND));
    }
  }

  @Test
  void a_late_release_of_the_study_keeps_its_older_entries_three_more_years() {
    try (AuditLog log = created()) {
      append(log, 3, LATER);
      assertThatExceptionOfType(OrderRefusedException.class)
          .isThrownBy(() -> desk(log, LATER.plusSeconds(86_400)).forgetEntry(0, "x"))
          .withMessageContaining("entry 0 is kept until");
      desk(log, LATER.plusSeconds(3L * 366 * 86_400)).forgetEntry(0, "x");
    }
  }

  @Test
  void the_floor_cannot_be_set_below_what_the_law_asks_for() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Retention(2))
        .withMessageContaining("article 12");
  }

  @Test
  void a_hold_keeps_what_it_covers_until_two_officers_lift_it() {
    try (AuditLog log = created()) {
      OrderDesk desk = desk(log, LATER);
      Hold hold = new Hold("case-7", "LC-2026-01", 0, Hold.END);
      Order order = desk.forgetEntry(2, "x");
      desk.execute(signed(desk.hold(Order.Action.HOLD, hold, "a claim"), FIRST));
      assertThat(desk.holds()).containsExactly(hold);
      refused(desk, signed(order, FIRST, SECOND), "entry 2 is under the hold case-7");
      Order lift = desk.hold(Order.Action.LIFT, hold, "the claim is settled");
      refused(desk, signed(lift, FIRST), "takes 2 different officers");
      desk.execute(signed(lift, FIRST, SECOND));
      assertThat(desk.holds()).isEmpty();
      desk.execute(signed(order, FIRST, SECOND));
      refused(desk, signed(lift, FIRST, SECOND), "was carried out by entry 4");
      Order again = desk.hold(Order.Action.HOLD, hold, "another claim");
      refused(desk, signed(again, FIRST), "was used for another hold");
      refused(
          desk,
          signed(new Order(Fixture.ORIGIN, Order.Action.LIFT, "x", hold, List.of()), FIRST, SECOND),
          "no such hold");
    }
    assertThat(Fixture.check(disk).findings()).isEmpty();
  }

  @Test
  void a_hold_covers_its_study_what_names_none_and_its_range() {
    try (AuditLog log = created()) {
      Leaf leaf = log.entry(0).leaf();
      assertThat(new Hold("a", "LC-2026-01", 0, 0).covers(0, leaf)).isTrue();
      assertThat(new Hold("a", "LC-2026-02", 0, 0).covers(0, leaf)).isFalse();
      assertThat(new Hold("a", null, 1, 5).covers(0, leaf)).isFalse();
      assertThat(new Hold("a", null, 1, 5).covers(5, leaf)).isTrue();
      assertThat(new Hold("a", null, 1, 5).covers(6, leaf)).isFalse();
    }
  }

  @Test
  void orders_themselves_are_not_erased() {
    try (AuditLog log = created()) {
      forget(log, PERSON, SUBJECT);
      assertThatExceptionOfType(OrderRefusedException.class)
          .isThrownBy(() -> desk(log, LATER.plusSeconds(1L << 30)).forgetEntry(3, "x"))
          .withMessageContaining("holds an order, which stays");
    }
  }

  @Test
  void an_order_has_one_text_and_any_other_is_refused() {
    try (AuditLog log = created()) {
      Order order = desk(log, LATER).forgetPerson(Set.of(PERSON, SUBJECT), "asked for");
      assertThat(Order.parse(order.text())).isEqualTo(order);
      Random random = new Random(1);
      byte[] text = order.text().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      for (int i = 0; i < 20_000; i++) {
        byte[] changed = text.clone();
        changed[random.nextInt(text.length)] = (byte) (32 + random.nextInt(95));
        String read = new String(changed, java.nio.charset.StandardCharsets.UTF_8);
        try {
          assertThat(Order.parse(read).text()).isEqualTo(read);
        } catch (MalformedException e) {
          assertThat(e).hasMessageNotContaining(PERSON);
        }
      }
    }
  }

  @Test
  void an_order_about_very_many_entries_is_signed_and_read() {
    List<Erasure> many = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      many.add(new Erasure(i, "ab".repeat(32), List.of(new Erasure.Cut(7, List.of(1, 2)))));
    }
    SignedOrder signed =
        signed(new Order(Fixture.ORIGIN, Order.Action.ERASE, "x", null, many), FIRST, SECOND);
    assertThat(signed.note().length()).isGreaterThan(Note.MAX_BYTES);
    assertThat(OFFICERS.signers(SignedOrder.parse(signed.note()))).hasSize(2);
  }

  @Test
  void what_could_make_a_terminal_show_something_else_is_no_reason() {
    for (int hidden : new int[] {'\n', 0x1b, 0x7f, 0x9b, 0x2028, 0x202e, 0xe000, 0xd800, 0x200b}) {
      String reason = "asked for" + new StringBuilder().appendCodePoint(hidden);
      assertThatExceptionOfType(MalformedException.class)
          .as("%x", hidden)
          .isThrownBy(() -> Order.requireReason(reason));
    }
    assertThat(Order.requireReason("应数据主体要求 (2036)")).isNotEmpty();
  }

  @Test
  void a_number_is_found_however_it_is_written() {
    var nodes = JsonNodeFactory.instance;
    Mentions mentions = Mentions.of(Set.of("11010119900307459X"));
    for (String written :
        List.of(
            "11010119900307459X",
            "id 11010119900307459x.",
            "110101 1990 0307 459X",
            "110101-19900307-459x",
            "１１０１０１１９９００３０７４５９Ｘ",
            "?id=11010119900307459%58",
            "1101011990\u200b0307459X")) {
      assertThat(mentions.cut(3, "field", nodes.textNode(written))).as(written).isPresent();
      assertThat(mentions.cut(3, "of " + written, nodes.numberNode(1))).as(written).isPresent();
    }
    assertThat(mentions.cut(3, "field", nodes.textNode("110101199003074590"))).isEmpty();
  }

  @Test
  void two_officers_with_one_key_are_not_two() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Officers(List.of(FIRST.vkey(), FIRST.vkey())));
  }

  /**
   * Cuts the power at every operation of an erasure of persons, of an erasure of what is left of
   * them, and of the start that finishes them.
   */
  @Test
  void a_power_cut_at_any_operation_is_made_up_for_by_the_next_start() {
    int unfinished = 0;
    int operation = 1;
    for (boolean reached = true; reached; operation++) {
      PowerCutDisk cut = started();
      cut.cutAt(operation, operation % 2 == 0 ? Fault.PERSISTED : Fault.NOT_PERSISTED);
      long ordered = forgetTwo(cut);
      reached = cut.failed();
      for (Cut kind : Cut.values()) {
        PowerCutDisk found = cut.powerCut(kind, new Random(operation));
        found.cutAt(1 + operation % 17, Fault.PERSISTED);
        unfinished += forgottenOnOpening(found, 0) ? 0 : 1;
        PowerCutDisk again = found.powerCut(kind, new Random(operation + 1));
        forgottenOnOpening(again, ordered);
        assertThat(Fixture.check(again).findings()).as("%d %s", operation, kind).isEmpty();
      }
    }
    assertThat(operation).isGreaterThan(40);
    assertThat(unfinished).isPositive();
  }

  /** A mutant: names and content of what is left are not synced before the record goes. */
  @Test
  void leaving_out_a_sync_of_what_is_left_is_caught() {
    boolean caught = false;
    boolean reached = true;
    for (int operation = 1; reached && !caught; operation++) {
      PowerCutDisk cut = started();
      cut.ignoreSyncs(path -> path.endsWith(".dkr"));
      cut.cutAt(operation, Fault.PERSISTED);
      forgetTwo(cut);
      reached = cut.failed();
      try {
        PowerCutDisk found = cut.powerCut(Cut.LOSE_ALL, new Random(operation));
        forgottenOnOpening(found, 0);
        caught = !Fixture.check(found).findings().isEmpty();
      } catch (AuditException e) {
        caught = true;
      }
    }
    assertThat(caught).isTrue();
  }

  @Test
  void a_domestic_store_brought_back_from_an_older_copy_forgets_again() {
    String segment = DomesticStore.path(0);
    created().close();
    byte[] before = read(disk, segment);
    try (AuditLog log = Fixture.open(disk, Fixture.eager())) {
      forget(log, PERSON, SUBJECT);
    }
    PowerCutDisk mixed = disk.killed();
    write(mixed, segment, Arrays.copyOf(before, AppendedFile.roomStart(before)));
    assertThat(Fixture.check(mixed).findings()).asString().contains("was ordered to be erased");
    Fixture.open(mixed, Fixture.eager()).close();
    assertThat(Fixture.check(mixed).findings()).isEmpty();
    assertThat(Fixture.check(mixed).reduced()).isEqualTo(3);
  }

  /** Returns a disk with a log of three entries. */
  private static PowerCutDisk started() {
    PowerCutDisk disk = new PowerCutDisk();
    created(disk).close();
    return disk.killed();
  }

  /** Returns how many orders are known to be durable. */
  private static long forgetTwo(PowerCutDisk disk) {
    long done = 0;
    try (AuditLog log = Fixture.open(disk, Fixture.eager())) {
      forget(log, PERSON, SUBJECT);
      done++;
      forget(log, "person-2", "subject-2");
      done++;
    } catch (LogFailedException e) {
      assertThat(disk.failed()).isTrue();
    }
    return done;
  }

  /** Opens and tells whether that was possible; then whatever was ordered is gone. */
  private static boolean forgottenOnOpening(PowerCutDisk disk, long ordered) {
    try (AuditLog log = Fixture.open(disk, Fixture.eager())) {
      long orders = log.size() - 3;
      assertThat(orders).isGreaterThanOrEqualTo(ordered);
      List<String> erased = List.of(PERSON, "person-2").subList(0, (int) Math.min(2, orders));
      for (int i = 0; i < 3; i++) {
        DomesticPart part = log.entry(i).domestic().orElseThrow();
        assertThat(part.persons()).hasSize(3).contains("person-0");
        assertThat(part.persons()).filteredOn(erased::contains).isEmpty();
      }
      return true;
    } catch (LogFailedException e) {
      assertThat(disk.failed()).isTrue();
      return false;
    }
  }

  private AuditLog created() {
    return created(disk);
  }

  static AuditLog created(PowerCutDisk disk) {
    AuditLog log = Fixture.create(disk, Fixture.eager());
    for (int i = 0; i < 3; i++) {
      append(log, i, Fixture.NOON.plusSeconds(i));
    }
    return log;
  }

  static void append(AuditLog log, int number, Instant at) {
    LeafDraft like = Fixture.draft(number);
    LeafDraft draft =
        new LeafDraft(
            like.kind(),
            at,
            like.recipient(),
            like.study(),
            like.dataset(),
            like.purpose(),
            like.decision(),
            like.policy(),
            like.digests(),
            like.chunkRoot(),
            like.length());
    var nodes = JsonNodeFactory.instance;
    var subjects = nodes.arrayNode().add("subject-0").add(SUBJECT).add("subject-2");
    var request = nodes.objectNode();
    request.putArray("of").addObject().put("named", "study " + SUBJECT);
    DomesticPart part =
        new DomesticPart(
            Map.of(
                "note", nodes.textNode("number " + number),
                "subjects", subjects,
                "request", request),
            List.of("person-0", PERSON, "person-2"));
    log.append(draft, part).join();
  }

  private static List<Receipt> receipts(AuditLog log) {
    List<Receipt> receipts = new ArrayList<>();
    for (long index = 0; index < log.size(); index++) {
      receipts.add(log.receipt(index));
    }
    return receipts;
  }

  private void requireProofs(List<Receipt> receipts) throws Exception {
    for (Receipt receipt : receipts) {
      assertThat(ReceiptVerifier.verify(receipt.tlogProof(), Fixture.VKEY, null).valid()).isTrue();
    }
    assertThat(Fixture.check(disk).findings()).isEmpty();
  }

  private static OrderDesk desk(AuditLog log, Instant now) {
    return new OrderDesk(log, OFFICERS, new Retention(10), () -> now);
  }

  private static void forget(AuditLog log, String... texts) {
    OrderDesk desk = desk(log, LATER);
    desk.execute(signed(desk.forgetPerson(Set.of(texts), "asked for"), FIRST, SECOND));
  }

  private static Order erase(Erasure erasure) {
    return new Order(Fixture.ORIGIN, Order.Action.ERASE, "x", null, List.of(erasure));
  }

  static SignedOrder signed(Order order, LogKeys... officers) {
    SignedOrder signed = SignedOrder.parse(order.text());
    for (LogKeys officer : officers) {
      signed = signed.sign(officer);
    }
    return signed;
  }

  private static void refused(OrderDesk desk, SignedOrder order, String why) {
    assertThatExceptionOfType(OrderRefusedException.class)
        .isThrownBy(() -> desk.execute(order))
        .withMessageContaining(why);
  }

  private static byte[] read(PowerCutDisk disk, String path) {
    try {
      return StorageFiles.readAll(disk.storage("domestic"), path);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void write(PowerCutDisk disk, String path, byte[] content) {
    try (LogFile file = disk.storage("domestic").write(path)) {
      file.write(0, java.nio.ByteBuffer.wrap(content));
      file.sync();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

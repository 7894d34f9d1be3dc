package io.dukou.gateway.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.anonymizer.plan.JudgedValues;
import io.dukou.audit.AuditLog;
import io.dukou.audit.BodyDigester;
import io.dukou.audit.DigestSuite;
import io.dukou.audit.DomesticKey;
import io.dukou.audit.DomesticStorage;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LogKeys;
import io.dukou.audit.LogOptions;
import io.dukou.audit.LogStorage;
import io.dukou.audit.LoggedEntry;
import io.dukou.audit.Officers;
import io.dukou.audit.Order;
import io.dukou.audit.OrderDesk;
import io.dukou.audit.Receipt;
import io.dukou.audit.ReceiptVerifier;
import io.dukou.audit.Retention;
import io.dukou.audit.SignedOrder;
import io.dukou.gateway.completeness.Reckoning;
import io.dukou.gateway.config.RouteConfig.PersonKind;
import io.dukou.gateway.facts.CountyNumbers;
import io.dukou.gateway.facts.PersonIdentifier;
import io.dukou.gateway.facts.PersonKeys;
import io.dukou.gateway.facts.PersonMentions;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.keys.Secret;
import io.dukou.gateway.release.PersonTally.Bucket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An attacker with every key and every byte of both directories looks for a person who was
 * forgotten, by trying all resident identity numbers of one county, of one year of birth ({@link
 * CountyNumbers}).
 *
 * <p>The attack knows nothing of how erasing is done: it unseals at every offset of every file at
 * which something sealed could begin, and searches what it gets, and the files as they are, for
 * each number, for each key of it, and for the hash of each item that could be made of it with any
 * salt that it finds.
 */
final class ForgottenPersonTest {
  private static final int SEALED_SALT = 32;
  private static final int ITEM_SALT = 16;
  private static final int HEADER = 33;
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final Instant NOW = Instant.parse("2010-05-04T02:00:00Z");
  private static final String FORGOTTEN = CountyNumbers.of("19900704", 123);
  private static final List<String> OTHERS =
      List.of(CountyNumbers.of("19900101", 1), CountyNumbers.of("19901231", 999));

  @TempDir private Path folder;

  private final SecureRandom random = new SecureRandom();
  private final Secret counting = Secret.random(random);
  private final byte[] domesticKey = new byte[32];
  private final LogKeys logKeys = LogKeys.generate("dukou.test.example/log", random);
  private final LogKeys first = LogKeys.generate("one.officer.example", random);
  private final LogKeys second = LogKeys.generate("two.officer.example", random);

  @BeforeEach
  void makeFolders() throws IOException {
    random.nextBytes(domesticKey);
    Files.createDirectory(folder.resolve("log"));
    Files.createDirectory(folder.resolve("domestic"));
    AuditLog.create(storage("log"), domestic(), logKeys);
  }

  @Test
  void nobodyFindsAForgottenPersonAndEverybodyElseIsFound() throws Exception {
    List<Receipt> receipts = new ArrayList<>();
    try (AuditLog log = open()) {
      for (int table = 0; table < 3; table++) {
        append(log, table);
        receipts.add(log.receipt(table));
      }
    }
    assertThat(found()).contains(FORGOTTEN).containsAll(OTHERS);

    try (AuditLog log = open()) {
      OrderDesk desk = desk(log);
      Set<String> texts =
          PersonMentions.of(
              List.of("resident-id " + FORGOTTEN, "subject st-1 subject-0"), counting);
      Order order = desk.forgetPerson(texts, "asked for");
      assertThat(order.erasures()).hasSize(3);
      desk.execute(SignedOrder.parse(order.text()).sign(first).sign(second));
    }
    assertThat(found()).doesNotContain(FORGOTTEN).containsAll(OTHERS);
    for (Receipt receipt : receipts) {
      assertThat(ReceiptVerifier.verify(receipt.tlogProof(), logKeys.vkey(), null).valid())
          .isTrue();
    }
  }

  @Test
  void nobodyIsFoundOnceTheEntriesAreForgotten() throws Exception {
    try (AuditLog log = open()) {
      append(log, 0);
      OrderDesk desk = desk(log);
      Order order = desk.forgetEntry(0, "past its time");
      desk.execute(SignedOrder.parse(order.text()).sign(first).sign(second));
    }
    assertThat(found()).isEmpty();
  }

  /** The place of an erased item must not tell between which keys the person's was. */
  @Test
  void placesOfPersonsTellNothingOfTheirKeys() {
    try (AuditLog log = open()) {
      int sorted = 0;
      for (int table = 0; table < 40; table++) {
        append(log, table);
        List<String> persons = log.entry(table).domestic().orElseThrow().persons();
        sorted += persons.equals(List.copyOf(new TreeSet<>(persons))) ? 1 : 0;
      }
      assertThat(sorted).as("of 40 lists of 3 persons, one in six by chance").isLessThan(25);
    }
  }

  /** What a gateway reads back of a table goes on working with the place of the person empty. */
  @Test
  void tableIsReadBackWithoutTheForgottenPerson() throws Exception {
    try (AuditLog log = open()) {
      append(log, 0);
      Set<String> texts = PersonMentions.of(List.of("resident-id " + FORGOTTEN), counting);
      MadeTable before = read(log.entry(0));
      OrderDesk desk = desk(log);
      Order order = desk.forgetPerson(texts, "asked for");
      desk.execute(SignedOrder.parse(order.text()).sign(first).sign(second));
      MadeTable after = read(log.entry(0));
      assertThat(after.classOf()).hasSameSizeAs(before.classOf());
      for (String other : OTHERS) {
        assertThat(after.classOf().get(key(other))).isEqualTo(before.classOf().get(key(other)));
      }
      assertThat(after.classOf()).doesNotContainKey(key(FORGOTTEN));
    }
  }

  /** One who is in several tables counts once, before they are forgotten and after. */
  @Test
  void personsCountAsTheyDidBefore() throws Exception {
    Map<Bucket, Long> three = Map.of(new Bucket("hospital", 2010, true), 3L);
    try (AuditLog log = open()) {
      for (int table = 0; table < 3; table++) {
        append(log, table);
      }
      for (int table = 0; table < 3; table++) {
        release(log, table);
      }
      assertThat(Reckoning.of(log).persons()).isEqualTo(three);
      Set<String> texts = PersonMentions.of(List.of("resident-id " + FORGOTTEN), counting);
      OrderDesk desk = desk(log);
      Order order = desk.forgetPerson(texts, "asked for");
      desk.execute(SignedOrder.parse(order.text()).sign(first).sign(second));
      assertThat(Reckoning.of(log).persons()).isEqualTo(three);
    }
    try (AuditLog log = open()) {
      PersonTally tally = new PersonTally();
      remembered(log, tally);
      assertThat(tally.released()).isEqualTo(three);
    }
  }

  /** With what was forgotten nothing can be compared, so nothing is given beside it. */
  @Test
  void whoWasGivenAForgottenTableGetsNoOtherOfItsStudy() throws Exception {
    try (AuditLog log = open()) {
      append(log, 0);
      release(log, 0);
      Set<String> same = Set.of("adsl");
      remembered(log, new PersonTally()).requireAllGiven("st-1", same, group("alpha"));
      OrderDesk desk = desk(log);
      Order order = desk.forgetEntry(0, "past its time");
      desk.execute(SignedOrder.parse(order.text()).sign(first).sign(second));

      ReleaseMemory memory = remembered(log, new PersonTally());
      assertThatExceptionOfType(TableRefusedException.class)
          .isThrownBy(() -> memory.requireAllGiven("st-1", same, group("alpha", "gamma")))
          .withMessageContaining("erased by an order");
      memory.requireAllGiven("st-1", same, group("beta"));
      memory.requireAllGiven("st-2", same, group("alpha"));
    }
  }

  /** An erasure that takes the parameters of a table for a person's does not stop a start. */
  @Test
  void tableWithoutItsParametersIsAForgottenOne() throws Exception {
    try (AuditLog log = open()) {
      append(log, 0);
      release(log, 0);
      OrderDesk desk = desk(log);
      Order order = desk.forgetPerson(Set.of("hospital"), "too much");
      desk.execute(SignedOrder.parse(order.text()).sign(first).sign(second));
      PersonTally tally = new PersonTally();
      ReleaseMemory memory = remembered(log, tally);
      assertThatExceptionOfType(TableRefusedException.class)
          .isThrownBy(() -> memory.requireAllGiven("st-1", Set.of("adsl"), group("alpha")));
      assertThat(Reckoning.of(log).persons()).isEqualTo(tally.released());
    }
  }

  private static SortedSet<String> group(String... recipients) {
    return new TreeSet<>(Set.of(recipients));
  }

  private static ReleaseMemory remembered(AuditLog log, PersonTally tally) {
    ReleaseMemory memory = new ReleaseMemory(tally);
    log.replay(memory::replay);
    return memory;
  }

  private static void release(AuditLog log, long table) {
    Entry.of(LeafKind.RELEASE, NOW.plusSeconds(table))
        .recipient("alpha", "registration")
        .dataset("st-1", "adsl")
        .decision(JsonNodeFactory.instance.objectNode().put("outcome", "allow"), null)
        .domestic(ReleaseMemory.TABLE_FIELD, table)
        .body(new BodyDigester(DigestSuite.SHA256).finish())
        .appendTo(log::append)
        .join();
  }

  private static MadeTable read(LoggedEntry entry) {
    return MadeTable.read(entry.index(), entry.domestic().orElseThrow());
  }

  private void append(AuditLog log, int number) {
    List<String> persons = List.of(FORGOTTEN, OTHERS.get(0), OTHERS.get(1));
    Map<String, String> classOf = new HashMap<>();
    Set<String> subjects = new HashSet<>();
    PersonKeys keys = keys();
    for (int i = 0; i < persons.size(); i++) {
      classOf.put(key(persons.get(i)), "class " + i % 2);
      subjects.add(keys.key("st-1", "subject-" + i, null));
    }
    MadeTable table =
        new MadeTable(
            -1,
            "st-1",
            new TreeSet<>(Set.of("adsl")),
            new TreeSet<>(Set.of("alpha")),
            "hospital",
            true,
            1,
            classOf,
            subjects,
            JudgedValues.NONE);
    Entry.of(LeafKind.TABLE, NOW.plusSeconds(number))
        .dataset("st-1", "adsl")
        .decision(JsonNodeFactory.instance.objectNode().put("outcome", "made"), null)
        .domestic("note", "by mistake in full: " + FORGOTTEN)
        .domestic(table.part(random))
        .appendTo(log::append)
        .join();
  }

  /** Returns those of all candidates of whom anything is found. */
  private Set<String> found() throws Exception {
    List<byte[]> texts = everythingReadable();
    Set<String> keysSeen = new HashSet<>();
    Set<String> numbersSeen = new HashSet<>();
    for (byte[] bytes : texts) {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      addAll(HEX, text, keysSeen);
      addAll(Pattern.compile("(?=([0-9]{17}[0-9X]))"), text, numbersSeen);
    }
    List<byte[]> salts = salts(texts);
    Set<ByteBuffer> hashes = hashes(texts);
    Set<String> found = new HashSet<>();
    PersonKeys keys = keys();
    for (String candidate : CountyNumbers.all()) {
      String key = keys.key("", "", PersonIdentifier.of(PersonKind.RESIDENT_ID, candidate).get());
      if (keysSeen.contains(key)
          || numbersSeen.contains(candidate)
          || isHashed(key, salts, hashes)) {
        found.add(candidate);
      }
    }
    return found;
  }

  private static void addAll(Pattern pattern, String text, Set<String> found) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(matcher.groupCount()));
    }
  }

  /** The files as they are, and whatever unseals at any offset. */
  private List<byte[]> everythingReadable() throws Exception {
    List<byte[]> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        texts.add(bytes);
        for (int start = 0; start + HEADER < bytes.length; start++) {
          ByteBuffer header = ByteBuffer.wrap(bytes, start, HEADER);
          int length = header.getInt(start + 20);
          if (header.getInt(start) == 0x444b4431
              && start + HEADER + (long) length <= bytes.length) {
            int from = start + HEADER;
            texts.add(unsealed(Arrays.copyOfRange(bytes, from, from + length)));
          }
        }
      }
    }
    return texts;
  }

  /** Written here anew, so that it does not share an error with the store. */
  private byte[] unsealed(byte[] sealed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(domesticKey, "HmacSHA256"));
      mac.update("dukou domestic record 1".getBytes(StandardCharsets.US_ASCII));
      byte[] key = mac.doFinal(Arrays.copyOf(sealed, SEALED_SALT));
      byte[] nonce = new byte[12];
      nonce[11] = 1;
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
      return cipher.doFinal(sealed, SEALED_SALT, sealed.length - SEALED_SALT);
    } catch (GeneralSecurityException e) {
      return new byte[0]; // nothing sealed stands there any more
    }
  }

  /** Salts stand behind the kind of an item, and an erased one may have been zeros. */
  private static List<byte[]> salts(List<byte[]> texts) {
    Set<ByteBuffer> salts = new HashSet<>(Set.of(ByteBuffer.wrap(new byte[ITEM_SALT])));
    for (byte[] text : texts) {
      for (int i = 4; i + 1 + ITEM_SALT <= text.length; i++) {
        if (text[i] == 2 && text[i - 4] == 0 && text[i - 3] == 0) {
          salts.add(ByteBuffer.wrap(text, i + 1, ITEM_SALT).slice());
        }
      }
    }
    return salts.stream().map(ForgottenPersonTest::bytes).toList();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static Set<ByteBuffer> hashes(List<byte[]> texts) {
    Set<ByteBuffer> hashes = new HashSet<>();
    for (byte[] text : texts) {
      for (int i = 0; i + 32 <= text.length; i++) {
        hashes.add(ByteBuffer.wrap(Arrays.copyOfRange(text, i, i + 32)));
      }
    }
    return hashes;
  }

  private static boolean isHashed(String key, List<byte[]> salts, Set<ByteBuffer> hashes)
      throws GeneralSecurityException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    for (byte[] salt : salts) {
      sha256.update((byte) 0);
      sha256.update((byte) 2);
      sha256.update(salt);
      sha256.update(new byte[4]);
      byte[] hash = sha256.digest(key.getBytes(StandardCharsets.US_ASCII));
      if (hashes.contains(ByteBuffer.wrap(hash))) {
        return true;
      }
    }
    return false;
  }

  private PersonKeys keys() {
    return PersonKeys.of(counting, PersonKeys.Use.COUNTING, PersonKeys.Digest.SHA_256);
  }

  private String key(String number) {
    return keys().key("", "", PersonIdentifier.of(PersonKind.RESIDENT_ID, number).get());
  }

  private OrderDesk desk(AuditLog log) {
    Officers officers = new Officers(List.of(first.vkey(), second.vkey()));
    Instant now = NOW.plusSeconds(11L * 366 * 86_400);
    return new OrderDesk(log, officers, new Retention(10), () -> now);
  }

  private LogStorage storage(String name) {
    return LogStorage.posix(folder.resolve(name));
  }

  private DomesticStorage domestic() {
    return new DomesticStorage(storage("domestic"), DomesticKey.of(domesticKey));
  }

  private AuditLog open() {
    return AuditLog.open(storage("log"), domestic(), logKeys, LogOptions.defaults());
  }
}

package io.dukou.gateway.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dukou.audit.AuditLog;
import io.dukou.audit.DomesticPart;
import io.dukou.audit.KeptIndex;
import io.dukou.audit.Leaf;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LoggedEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What can be searched of a log, in memory: of each entry its time, kind, party, study, dataset,
 * outcome and rules, and of each person key the entries that hold it. Made of the log and the
 * domestic parts, from which it can be made anew at any time; kept beside them in between. What is
 * in memory is good for as long as {@link AuditLog#erasures} stays the same. One thread at a time.
 */
final class SearchIndex {
  private static final int VERSION = 2;

  /** It is kept again once it has grown by this part of itself. */
  private static final int GROWTH = 8;

  private final List<IndexedEntry> items = new ArrayList<>();
  private final Map<String, SortedSet<Long>> entriesOf = new TreeMap<>();

  private int keptSize;

  private SearchIndex() {}

  /** Returns the index that was kept of a log, or an empty one. */
  static SearchIndex kept(AuditLog log) {
    SearchIndex index = log.keptIndex().map(SearchIndex::read).orElseGet(SearchIndex::new);
    index.keptSize = index.items.size();
    return index;
  }

  /**
   * Takes in what was appended, and is kept where that is much.
   *
   * @param erasures what the log's {@link AuditLog#erasures} was before this index was begun
   */
  void readOn(AuditLog log, long erasures) {
    log.readRange(items.size(), Long.MAX_VALUE, this::add);
    int grown = items.size() - keptSize;
    if (grown > keptSize / GROWTH && log.keep(new KeptIndex(items.size(), encode()), erasures)) {
      keptSize = items.size();
    }
  }

  List<IndexedEntry> items() {
    return items;
  }

  /** Returns the entries that hold one of the keys, and the releases of tables that do. */
  Set<Long> entriesOf(Set<String> persons) {
    Set<Long> holding = new HashSet<>();
    persons.forEach(key -> holding.addAll(entriesOf.getOrDefault(key, new TreeSet<>())));
    Set<Long> entries = new HashSet<>(holding);
    if (!holding.isEmpty()) {
      items.stream()
          .filter(item -> holding.contains(item.table()))
          .forEach(item -> entries.add(item.index()));
    }
    return entries;
  }

  private void add(LoggedEntry entry) {
    Leaf leaf = entry.leaf();
    DomesticPart part = entry.domestic().orElse(DomesticPart.empty());
    SortedSet<String> rules = new TreeSet<>();
    addRules(leaf.decision(), rules);
    JsonNode whole = part.fields().get("decision");
    if (whole != null) {
      addRules(whole, rules);
    }
    JsonNode table = part.fields().get(Entry.TABLE_FIELD);
    items.add(
        new IndexedEntry(
            entry.index(),
            leaf.at(),
            leaf.kind(),
            text(leaf.recipient()),
            text(leaf.study()),
            text(leaf.dataset()),
            leaf.decision().path("outcome").asText(""),
            rules,
            table == null ? -1 : table.asLong(-1)));
    part.persons().forEach(key -> hold(key, entry.index()));
    part.fields().values().stream()
        .filter(JsonNode::isArray)
        .forEach(array -> array.forEach(key -> holdIfKey(key, entry.index())));
  }

  private static void addRules(JsonNode decision, Set<String> rules) {
    decision
        .path("reasons")
        .forEach(
            reason -> {
              if (reason.hasNonNull("rule")) {
                rules.add(reason.path("rule").asText());
              }
            });
  }

  /** Keys of subjects lie in an array of their own. */
  private void holdIfKey(JsonNode value, long entry) {
    if (value.isTextual() && value.textValue().matches("[0-9a-f]{64}")) {
      hold(value.textValue(), entry);
    }
  }

  private void hold(String key, long entry) {
    entriesOf.computeIfAbsent(key, unseen -> new TreeSet<>()).add(entry);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      Words words = new Words(out);
      out.writeInt(VERSION);
      out.writeInt(items.size());
      for (IndexedEntry item : items) {
        out.writeLong(item.at().toEpochMilli());
        words.write(item.kind().wireName());
        words.write(item.party());
        words.write(item.study());
        words.write(item.dataset());
        words.write(item.outcome());
        words.write(String.join(" ", item.rules()));
        out.writeLong(item.table());
      }
      out.writeInt(entriesOf.size());
      for (Map.Entry<String, SortedSet<Long>> person : entriesOf.entrySet()) {
        Words.writeText(out, person.getKey());
        out.writeInt(person.getValue().size());
        for (long entry : person.getValue()) {
          out.writeLong(entry);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Reads what was kept; of another version, nothing. */
  private static SearchIndex read(KeptIndex kept) {
    SearchIndex index = new SearchIndex();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(kept.content()))) {
      if (in.readInt() != VERSION || !index.readItems(in, kept.size())) {
        return new SearchIndex();
      }
      int persons = in.readInt();
      for (int i = 0; i < persons; i++) {
        String key = Words.readText(in);
        int entries = in.readInt();
        for (int j = 0; j < entries; j++) {
          index.hold(key, in.readLong());
        }
      }
      return index;
    } catch (IOException e) {
      return new SearchIndex(); // it was authentic, so another version wrote it
    }
  }

  private boolean readItems(DataInputStream in, long size) throws IOException {
    if (in.readInt() != size) {
      return false;
    }
    List<String> words = new ArrayList<>();
    for (long entry = 0; entry < size; entry++) {
      Instant at = Instant.ofEpochMilli(in.readLong());
      LeafKind kind = kind(Words.read(in, words));
      String party = Words.read(in, words);
      String study = Words.read(in, words);
      String dataset = Words.read(in, words);
      String outcome = Words.read(in, words);
      String rules = Words.read(in, words);
      items.add(
          new IndexedEntry(
              entry,
              at,
              kind,
              party,
              study,
              dataset,
              outcome,
              new TreeSet<>(rules.isEmpty() ? Set.of() : Set.of(rules.split(" "))),
              in.readLong()));
    }
    return true;
  }

  private static LeafKind kind(String wireName) throws IOException {
    for (LeafKind kind : LeafKind.values()) {
      if (kind.wireName().equals(wireName)) {
        return kind;
      }
    }
    throw new IOException("an entry of an unknown kind");
  }

  /** Writes a text in full the first time, and its number after that. */
  private static final class Words {
    private final DataOutputStream out;
    private final Map<String, Integer> numbers = new HashMap<>();

    Words(DataOutputStream out) {
      this.out = out;
    }

    void write(String word) throws IOException {
      Integer known = numbers.putIfAbsent(word, numbers.size());
      out.writeInt(known == null ? -1 : known);
      if (known == null) {
        writeText(out, word);
      }
    }

    static String read(DataInputStream in, List<String> words) throws IOException {
      int number = in.readInt();
      if (number >= 0) {
        return words.get(number);
      }
      String word = readText(in);
      words.add(word);
      return word;
    }

    static void writeText(DataOutputStream out, String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }

    static String readText(DataInputStream in) throws IOException {
      return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
  }
}

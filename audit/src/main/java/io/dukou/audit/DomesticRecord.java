package io.dukou.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A domestic part with its salts: a header item, the fields by name, the persons in their order.
 *
 * <p>The header counts the rest, so that the commitment fixes how many persons there were, and even
 * an empty part has a commitment unlike any other.
 *
 * <h2>Erased items</h2>
 *
 * Of an erased item only its hash is kept, so the commitment stays what it was. Beside that of a
 * person stands which order erased them, and a number among those it took out of the record. Where
 * a field is an array and only some of its elements had to go, the array is kept beside the hash,
 * with null in their places: the commitment does not vouch for it any more, the encryption does.
 * Elements and persons keep their positions, so that erasing twice is erasing once.
 */
final class DomesticRecord {
  private static final String VERSION = "v";
  private static final int VERSION_NUMBER = 1;
  private static final String PERSON_NAME = "";

  /** Stands before what is kept of an erased item: its kind, its hash, its alias if any. */
  private static final byte ERASED = 3;

  /** Stands before what is left of an erased array: its name as in an item, then the array. */
  private static final byte REST = 4;

  private static final int ALIAS_BYTES = Long.BYTES + Integer.BYTES;
  private static final String ERASED_PERSON = "erased-";

  private final List<DomesticItem> items;

  /** What is left of erased arrays, by their position. */
  private final SortedMap<Integer, Rest> rests;

  private DomesticRecord(List<DomesticItem> items, SortedMap<Integer, Rest> rests) {
    this.items = items;
    this.rests = rests;
  }

  /**
   * Salts a part.
   *
   * @throws MalformedException if a field has no canonical form
   */
  static DomesticRecord salted(DomesticPart part, SecureRandom random) {
    Salts salts = new Salts(random, 1 + part.fields().size() + part.persons().size());
    List<DomesticItem> items = new ArrayList<>(salts.count);
    items.add(new DomesticItem(DomesticItem.Kind.HEADER, salts.next(), "", header(part)));
    part.fields()
        .forEach(
            (name, value) ->
                items.add(
                    new DomesticItem(
                        DomesticItem.Kind.FIELD, salts.next(), name, CanonicalJson.encode(value))));
    for (String person : part.persons()) {
      byte[] value = StrictText.utf8Bytes(person, "person");
      items.add(new DomesticItem(DomesticItem.Kind.PERSON, salts.next(), PERSON_NAME, value));
    }
    return new DomesticRecord(items, new TreeMap<>());
  }

  /** Returns the root that the leaf carries, in hexadecimal. */
  String commitment() {
    TreeHash hash = new TreeHash();
    CompactTree tree = new CompactTree(hash);
    items.forEach(item -> tree.add(item.hash(hash)));
    return StrictText.hex(tree.root());
  }

  /**
   * Returns the part without its salts. In the place of an erased person stands a text that no
   * other person has, the same in all records from which one order took them; erased fields are
   * missing, and so are erased elements of arrays.
   */
  DomesticPart part() {
    Map<String, JsonNode> fields = new TreeMap<>();
    List<String> persons = new ArrayList<>();
    for (DomesticItem item : items) {
      switch (item.kind()) {
        case HEADER -> {}
        case FIELD -> {
          if (!item.erased()) {
            fields.put(item.name(), json(item.value()));
          }
        }
        case PERSON -> persons.add(person(item));
      }
    }
    rests.values().forEach(rest -> fields.put(rest.name, rest.withoutGaps()));
    return new DomesticPart(fields, persons);
  }

  /** Tells whether only the hash of some items is there: whoever has a part can make it so. */
  boolean isReduced() {
    return items.stream().anyMatch(DomesticItem::erased);
  }

  /** Tells whether something is there that the commitment does not vouch for. */
  boolean hasRests() {
    return !rests.isEmpty();
  }

  /** Returns what would have to go so that none of the texts is in the record any more. */
  List<Erasure.Cut> mentions(Set<String> texts) {
    List<Erasure.Cut> cuts = new ArrayList<>();
    for (int position = 1; position < items.size(); position++) {
      DomesticItem item = items.get(position);
      Rest rest = rests.get(position);
      if (rest != null) {
        Mentions.of(texts).cut(position, rest.name, rest.array).ifPresent(cuts::add);
      } else if (!item.erased() && item.kind() == DomesticItem.Kind.PERSON) {
        Mentions.of(texts).cut(position, person(item)).ifPresent(cuts::add);
      } else if (!item.erased()) {
        Mentions.of(texts).cut(position, item.name(), json(item.value())).ifPresent(cuts::add);
      }
    }
    return cuts;
  }

  /**
   * Returns the record without what is cut, and with the same commitment. What is cut already stays
   * as it is.
   *
   * @param order index of the entry of the order that says so
   * @throws MalformedException if a cut names what the record does not have
   */
  DomesticRecord without(List<Erasure.Cut> cuts, long order) {
    List<DomesticItem> left = new ArrayList<>(items);
    int persons = 0;
    SortedMap<Integer, Rest> leftOfArrays = new TreeMap<>(rests);
    for (Erasure.Cut cut : cuts) {
      if (cut.item() < 1 || cut.item() >= items.size()) {
        throw new MalformedException("domestic record has no item " + cut.item());
      }
      Optional<Rest> rest = rest(cut);
      rest.ifPresentOrElse(
          array -> leftOfArrays.put(cut.item(), array), () -> leftOfArrays.remove(cut.item()));
      DomesticItem item = items.get(cut.item());
      boolean isPerson = item.kind() == DomesticItem.Kind.PERSON;
      left.set(cut.item(), item.erase(isPerson ? new DomesticItem.Alias(order, persons++) : null));
    }
    return new DomesticRecord(left, leftOfArrays);
  }

  /** Returns what a cut leaves of an array; empty when it takes all of an item. */
  private Optional<Rest> rest(Erasure.Cut cut) {
    DomesticItem item = items.get(cut.item());
    Rest known = rests.get(cut.item());
    if (cut.elements().isEmpty() || (item.erased() && known == null)) {
      return Optional.empty();
    }
    Rest whole = known == null ? new Rest(item.name(), json(item.value())) : known;
    return Optional.of(whole.without(cut.elements()));
  }

  private static JsonNode json(byte[] value) {
    return CanonicalJson.parse(value, "domestic field");
  }

  private static String person(DomesticItem item) {
    if (!item.erased()) {
      return new String(item.value(), StandardCharsets.UTF_8);
    }
    DomesticItem.Alias alias = item.alias();
    return ERASED_PERSON
        + (alias == null
            ? StrictText.hex(item.hash(new TreeHash()))
            : alias.order() + "-" + alias.number());
  }

  /** Returns what shows one field, and no other, to someone who has the leaf. */
  Optional<DomesticOpening> openField(String name) {
    for (int i = 0; i < items.size(); i++) {
      DomesticItem item = items.get(i);
      boolean readable = item.kind() == DomesticItem.Kind.FIELD && !item.erased();
      if (readable && item.name().equals(name)) {
        return Optional.of(open(i));
      }
    }
    return Optional.empty();
  }

  private DomesticOpening open(int index) {
    EdgeTree tree = new EdgeTree();
    TreeHash hash = new TreeHash();
    items.forEach(item -> tree.add(item.hash(hash)));
    DomesticItem item = items.get(index);
    return new DomesticOpening(
        item.name(),
        new String(item.value(), StandardCharsets.UTF_8),
        StrictText.hex(item.salt()),
        index,
        items.size(),
        tree.view().proof(index).path().stream().map(StrictText::hex).toList());
  }

  /** Returns the bytes to be encrypted. */
  byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64 * items.size());
    for (int position = 0; position < items.size(); position++) {
      DomesticItem item = items.get(position);
      write(out, item.erased() ? hashOnly(item) : item.leaf());
      Rest rest = rests.get(position);
      if (rest != null) {
        write(out, rest.encode());
      }
    }
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, byte[] bytes) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    out.writeBytes(bytes);
  }

  private static byte[] hashOnly(DomesticItem item) {
    byte[] hash = item.hash(new TreeHash());
    DomesticItem.Alias alias = item.alias();
    ByteBuffer out = ByteBuffer.allocate(2 + hash.length + (alias == null ? 0 : ALIAS_BYTES));
    out.put(ERASED).put(item.kind().code()).put(hash);
    if (alias != null) {
      out.putLong(alias.order()).putInt(alias.number());
    }
    return out.array();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedException if it is anything else
   */
  static DomesticRecord decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<DomesticItem> items = new ArrayList<>();
    SortedMap<Integer, Rest> rests = new TreeMap<>();
    try {
      while (in.hasRemaining()) {
        ByteBuffer piece = ByteBuffer.wrap(bytes(in, in.getInt()));
        switch (piece.get(0)) {
          case ERASED -> items.add(erasedItem(piece));
          case REST -> {
            boolean isOfErased = !items.isEmpty() && items.get(items.size() - 1).erased();
            if (!isOfErased || rests.put(items.size() - 1, Rest.decode(piece)) != null) {
              throw new MalformedException("domestic record with what is left of nothing");
            }
          }
          default -> items.add(item(piece));
        }
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new MalformedException("domestic record is cut off");
    }
    return new DomesticRecord(items, rests);
  }

  private static DomesticItem erasedItem(ByteBuffer in) {
    in.get();
    DomesticItem.Kind kind = DomesticItem.Kind.of(in.get());
    byte[] hash = bytes(in, TreeHash.LENGTH);
    DomesticItem.Alias alias = null;
    if (in.hasRemaining()) {
      alias = new DomesticItem.Alias(in.getLong(), in.getInt());
      boolean isSound = alias.order() >= 0 && alias.number() >= 0;
      if (!isSound || in.hasRemaining() || kind != DomesticItem.Kind.PERSON) {
        throw new MalformedException("erased item with more than its hash");
      }
    }
    return DomesticItem.erased(kind, hash, alias);
  }

  private static DomesticItem item(ByteBuffer in) {
    DomesticItem.Kind kind = DomesticItem.Kind.of(in.get());
    byte[] salt = bytes(in, DomesticItem.SALT_BYTES);
    String name = StrictText.utf8(bytes(in, in.getInt()), "domestic field name");
    return new DomesticItem(kind, salt, name, bytes(in, in.remaining()));
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new MalformedException("domestic record with a wrong length");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static byte[] header(DomesticPart part) {
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    header.put("fields", part.fields().size());
    header.put("persons", part.persons().size());
    header.put(VERSION, VERSION_NUMBER);
    return CanonicalJson.encode(header);
  }

  /**
   * What is left of an array of which some elements were erased.
   *
   * @param name the field's name
   * @param array its elements, null in the places of those that were erased
   */
  private record Rest(String name, JsonNode array) {
    Rest without(List<Integer> elements) {
      ArrayNode left = JsonNodeFactory.instance.arrayNode().addAll((ArrayNode) requireArray());
      for (int element : elements) {
        if (element < 0 || element >= left.size()) {
          throw new MalformedException("domestic field has no element " + element);
        }
        left.setNull(element);
      }
      return new Rest(name, left);
    }

    JsonNode withoutGaps() {
      ArrayNode left = JsonNodeFactory.instance.arrayNode();
      array.forEach(
          element -> {
            if (!element.isNull()) {
              left.add(element);
            }
          });
      return left;
    }

    byte[] encode() {
      byte[] nameBytes = StrictText.utf8Bytes(name, "domestic field name");
      byte[] value = CanonicalJson.encode(array);
      return ByteBuffer.allocate(1 + Integer.BYTES + nameBytes.length + value.length)
          .put(REST)
          .putInt(nameBytes.length)
          .put(nameBytes)
          .put(value)
          .array();
    }

    static Rest decode(ByteBuffer in) {
      in.get();
      String name = StrictText.utf8(bytes(in, in.getInt()), "domestic field name");
      byte[] left = bytes(in, in.remaining());
      Rest rest = new Rest(name, json(left));
      if (!Arrays.equals(CanonicalJson.encode(rest.requireArray()), left)) {
        throw new MalformedException("domestic field is not in canonical form");
      }
      return rest;
    }

    private JsonNode requireArray() {
      if (!array.isArray()) {
        throw new MalformedException("domestic field is not an array");
      }
      return array;
    }
  }

  /** Salts drawn at once, since each draw locks the generator. */
  private static final class Salts {
    private final int count;
    private final ByteBuffer bytes;

    Salts(SecureRandom random, int count) {
      this.count = count;
      byte[] drawn = new byte[Math.multiplyExact(count, DomesticItem.SALT_BYTES)];
      random.nextBytes(drawn);
      this.bytes = ByteBuffer.wrap(drawn);
    }

    byte[] next() {
      byte[] salt = new byte[DomesticItem.SALT_BYTES];
      bytes.get(salt);
      return salt;
    }
  }
}

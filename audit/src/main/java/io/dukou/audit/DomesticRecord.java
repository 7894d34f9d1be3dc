package io.dukou.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A domestic part with its salts: a header item, the fields by name, the persons in their order.
 *
 * <p>The header counts the rest, so that the commitment fixes how many persons there were, and even
 * an empty part has a commitment unlike any other.
 */
final class DomesticRecord {
  private static final String VERSION = "v";
  private static final int VERSION_NUMBER = 1;
  private static final String PERSON_NAME = "";

  private final List<DomesticItem> items;

  private DomesticRecord(List<DomesticItem> items) {
    this.items = items;
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
    return new DomesticRecord(items);
  }

  /** Returns the root that the leaf carries, in hexadecimal. */
  String commitment() {
    TreeHash hash = new TreeHash();
    CompactTree tree = new CompactTree(hash);
    items.forEach(item -> tree.add(hash.leaf(item.leaf())));
    return StrictText.hex(tree.root());
  }

  /** Returns the part without its salts. */
  DomesticPart part() {
    Map<String, JsonNode> fields = new TreeMap<>();
    List<String> persons = new ArrayList<>();
    for (DomesticItem item : items) {
      switch (item.kind()) {
        case HEADER -> {}
        case FIELD -> fields.put(item.name(), CanonicalJson.parse(item.value(), "domestic field"));
        case PERSON -> persons.add(new String(item.value(), StandardCharsets.UTF_8));
      }
    }
    return new DomesticPart(fields, persons);
  }

  /** Returns what shows one field, and no other, to someone who has the leaf. */
  Optional<DomesticOpening> openField(String name) {
    for (int i = 0; i < items.size(); i++) {
      DomesticItem item = items.get(i);
      if (item.kind() == DomesticItem.Kind.FIELD && item.name().equals(name)) {
        return Optional.of(open(i));
      }
    }
    return Optional.empty();
  }

  private DomesticOpening open(int index) {
    EdgeTree tree = new EdgeTree();
    items.forEach(item -> tree.add(tree.leafHash(item.leaf())));
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
    for (DomesticItem item : items) {
      byte[] leaf = item.leaf();
      out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(leaf.length).array());
      out.writeBytes(leaf);
    }
    return out.toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedException if it is anything else
   */
  static DomesticRecord decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<DomesticItem> items = new ArrayList<>();
    try {
      while (in.hasRemaining()) {
        items.add(item(bytes(in, in.getInt())));
      }
    } catch (BufferUnderflowException e) {
      throw new MalformedException("domestic record is cut off");
    }
    return new DomesticRecord(items);
  }

  private static DomesticItem item(byte[] leaf) {
    ByteBuffer in = ByteBuffer.wrap(leaf);
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

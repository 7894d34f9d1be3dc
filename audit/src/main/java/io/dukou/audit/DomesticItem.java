package io.dukou.audit;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One salted part of a domestic record.
 *
 * <p>Its leaf in the commitment's tree is {@code kind (1 byte) | salt (16) | uint32 length of the
 * name | name | value}, hashed as RFC 6962 hashes leaves; names and values are UTF-8.
 *
 * <p>Of an erased item only the hash of that leaf is kept. With it the commitment still comes out,
 * and nothing more: whoever guesses the value would have to guess the 128 bits of its salt too.
 */
final class DomesticItem {
  static final int SALT_BYTES = 16;

  private final Kind kind;
  private final byte[] salt;
  private final String name;
  private final byte[] value;
  private final byte @Nullable [] hash;
  private final @Nullable Alias alias;

  DomesticItem(Kind kind, byte[] salt, String name, byte[] value) {
    this.kind = kind;
    this.salt = salt;
    this.name = name;
    this.value = value;
    this.hash = null;
    this.alias = null;
  }

  private DomesticItem(Kind kind, byte[] hash, @Nullable Alias alias) {
    this.kind = kind;
    this.salt = new byte[0];
    this.name = "";
    this.value = new byte[0];
    this.hash = hash;
    this.alias = alias;
  }

  /** Returns what is left of an erased item; a person has an alias, unless erased long ago. */
  static DomesticItem erased(Kind kind, byte[] hash, @Nullable Alias alias) {
    return new DomesticItem(kind, hash, alias);
  }

  /**
   * What a person is called once they are erased: by the order, which tells who they were no more
   * than its entry does. It is the same in all records that one order is about, so that distinct
   * persons can still be counted.
   *
   * @param order index of the order's entry
   * @param number which of the persons that the order takes out of one record, from 0
   */
  record Alias(long order, int number) {}

  /** What an item is. */
  enum Kind {
    /** The first item: how many fields and persons follow. */
    HEADER(0),
    /** A field, its value canonical JSON. */
    FIELD(1),
    /** A person, whose name is empty. */
    PERSON(2);

    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }

    /** Returns the byte that stands for it. */
    byte code() {
      return code;
    }

    /** Returns the kind whose byte stands in a leaf. */
    static Kind of(byte code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new MalformedException("domestic record with an unknown item");
    }
  }

  Kind kind() {
    return kind;
  }

  String name() {
    return name;
  }

  byte[] salt() {
    return salt;
  }

  byte[] value() {
    return value;
  }

  /** Tells whether only its hash is left. */
  boolean erased() {
    return hash != null;
  }

  /** Returns its hash in the tree. */
  byte[] hash(TreeHash tree) {
    return hash == null ? tree.leaf(leaf()) : hash;
  }

  /** Returns what a person is called once they are erased; null where only the hash is known. */
  @Nullable Alias alias() {
    return alias;
  }

  /** Returns what is left of this item once it is erased; itself when it is. */
  DomesticItem erase(@Nullable Alias alias) {
    return hash == null ? new DomesticItem(kind, hash(new TreeHash()), alias) : this;
  }

  /** Returns the bytes whose RFC 6962 leaf hash is in the tree. */
  byte[] leaf() {
    byte[] nameBytes = StrictText.utf8Bytes(name, "domestic field name");
    return ByteBuffer.allocate(1 + SALT_BYTES + Integer.BYTES + nameBytes.length + value.length)
        .put(kind.code)
        .put(salt)
        .putInt(nameBytes.length)
        .put(nameBytes)
        .put(value)
        .array();
  }
}

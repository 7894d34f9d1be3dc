package io.dukou.audit.postgres;

import org.jspecify.annotations.Nullable;

/** A change of a root, to be applied in order with others. Immutable but for the content. */
final class Operation {
  /** What is done, as {@code apply} in the schema names it. */
  final String action;

  /** Where it is done. */
  final Place place;

  /** The name a file gets, where it is renamed. */
  final @Nullable String newName;

  /** The position in the file, where it is about one. */
  final long position;

  /** What is written; kept, not copied. */
  final byte @Nullable [] content;

  private Operation(
      String action,
      Place place,
      @Nullable String newName,
      long position,
      byte @Nullable [] content) {
    this.action = action;
    this.place = place;
    this.newName = newName;
    this.position = position;
    this.content = content;
  }

  static Operation of(String action, Place place) {
    return new Operation(action, place, null, 0, null);
  }

  static Operation rename(Place place, String newName) {
    return new Operation("rename", place, newName, 0, null);
  }

  static Operation write(Place place, long position, byte[] content) {
    return new Operation("write", place, null, position, content);
  }

  static Operation truncate(Place place, long size) {
    return new Operation("truncate", place, null, size, null);
  }

  int bytes() {
    return content == null ? 0 : content.length;
  }
}

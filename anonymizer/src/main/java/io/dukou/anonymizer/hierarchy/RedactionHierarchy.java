package io.dukou.anonymizer.hierarchy;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Text with as many characters masked as the level says, then the root.
 *
 * <p>From the right 200120 is {@code 20012*}, {@code 2001**} and so on. A value of which no
 * character is left is the root at once, so what a level shows does not depend on how long other
 * values are. Characters are Unicode code points. No value is outside.
 *
 * <p>Where values are aligned, a value shorter than the length is filled up with a padding
 * character before it is masked: aligned left, {@code 42} of length 4 padded with {@code _} is
 * {@code 42_*}, {@code 42**}, {@code 4***} and the root. So short values tell their length no more
 * than long ones.
 */
public final class RedactionHierarchy implements Hierarchy {
  /** The longest value that is masked character by character: longer ones become the root. */
  public static final int MAX_LENGTH = 64;

  /** Key of the plan file. */
  static final String KEY = "redact";

  private final End from;
  private final char mask;
  private final int length;
  private final @Nullable Alignment alignment;

  private RedactionHierarchy(End from, char mask, int length, @Nullable Alignment alignment) {
    this.from = from;
    this.mask = mask;
    this.length = length;
    this.alignment = alignment;
  }

  /**
   * How short values are filled up.
   *
   * @param end the end at which the value stands
   * @param pad the character that fills up the rest
   */
  private record Alignment(End end, char pad) {}

  /** An end of a text. */
  public enum End {
    /** The first character is masked first. */
    LEFT,
    /** The last character is masked first. */
    RIGHT;

    /** Returns the word of the specification file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Returns a hierarchy of masked text.
   *
   * @param from the end at which masking starts
   * @param mask the character that stands for a masked one
   * @param length masked characters at which the root is reached, from 1 to {@link #MAX_LENGTH}
   * @throws IllegalArgumentException if mask or length are not as said
   */
  public static RedactionHierarchy of(End from, char mask, int length) {
    if (Character.isSurrogate(mask) || mask == 0) {
      throw new IllegalArgumentException("the mask is no character");
    }
    if (length < 1 || length > MAX_LENGTH) {
      throw new IllegalArgumentException("the length is not from 1 to " + MAX_LENGTH);
    }
    return new RedactionHierarchy(requireNonNull(from, "from"), mask, length, null);
  }

  /**
   * Returns this hierarchy with values filled up to its length.
   *
   * @param end the end at which the value stands
   * @param pad the character that fills up the rest
   * @throws IllegalArgumentException if the padding is no character
   */
  public RedactionHierarchy aligned(End end, char pad) {
    if (Character.isSurrogate(pad) || pad == 0) {
      throw new IllegalArgumentException("the padding is no character");
    }
    return new RedactionHierarchy(
        from, mask, length, new Alignment(requireNonNull(end, "end"), pad));
  }

  @Override
  public int levels() {
    return length + 1;
  }

  @Override
  public String generalise(String value, int level) {
    boolean root = Levels.isRoot(level, levels());
    if (level == 0) {
      return value;
    }
    String text = filledUp(value);
    int characters = text.codePointCount(0, text.length());
    if (root || characters <= level) {
      return ROOT;
    }
    String masks = String.valueOf(mask).repeat(level);
    return from == End.RIGHT
        ? text.substring(0, text.offsetByCodePoints(0, characters - level)) + masks
        : masks + text.substring(text.offsetByCodePoints(0, level));
  }

  private String filledUp(String value) {
    int missing = length - value.codePointCount(0, value.length());
    if (alignment == null || missing <= 0) {
      return value;
    }
    String padding = String.valueOf(alignment.pad()).repeat(missing);
    return alignment.end() == End.LEFT ? value + padding : padding + value;
  }

  @Override
  public @Nullable String generaliseMissing(int level) {
    return Levels.missing(level, levels());
  }

  @Override
  public boolean defines(int level, String released) {
    if (released.isEmpty() || Levels.isRoot(level, levels())) {
      return released.equals(ROOT);
    }
    return released.equals(generalise(released, level));
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode redaction = json.putObject(KEY);
    redaction.put("from", from.word()).put("char", String.valueOf(mask)).put("length", length);
    if (alignment != null) {
      redaction.put("align", alignment.end().word()).put("pad", String.valueOf(alignment.pad()));
    }
    return json;
  }
}

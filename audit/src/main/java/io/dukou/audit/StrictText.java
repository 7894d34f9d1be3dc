package io.dukou.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Readers that accept exactly one spelling of each value. */
final class StrictText {
  private static final HexFormat HEX = HexFormat.of();

  private StrictText() {}

  /** Decodes standard base64 (RFC 4648, section 4), padded, without spare bits. */
  static byte[] base64(String text, String what) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(what + " is not base64");
    }
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new MalformedException(what + " is not in canonical base64");
    }
    return bytes;
  }

  /** Reads an ASCII decimal without sign or leading zeroes, below 2^63. */
  static long decimal(String text, String what) {
    boolean digits = !text.isEmpty() && text.length() <= 19;
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!digits || (text.length() > 1 && text.charAt(0) == '0')) {
      throw new MalformedException(what + " is not a plain decimal");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new MalformedException(what + " is too large");
    }
  }

  /** Decodes UTF-8 and refuses what is not. */
  static String utf8(byte[] bytes, String what) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException(what + " is not UTF-8");
    }
  }

  /** Encodes as UTF-8 and refuses half a surrogate pair, which would be replaced silently. */
  static byte[] utf8Bytes(String text, String what) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new MalformedException(what + " is not Unicode");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String hex(byte[] bytes) {
    return HEX.formatHex(bytes);
  }

  static byte[] fromHex(String text) {
    return HEX.parseHex(text);
  }

  /** Tells whether a text is a 32-byte hash in lower-case hexadecimal. */
  static boolean isHexHash(String text) {
    if (text.length() != 2 * TreeHash.LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  static void requireLength(byte[] bytes, int length, String what) {
    if (bytes.length != length) {
      throw new MalformedException(what + " has " + bytes.length + " bytes instead of " + length);
    }
  }

  static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}

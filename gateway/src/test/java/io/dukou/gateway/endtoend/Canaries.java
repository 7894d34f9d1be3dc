package io.dukou.gateway.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Texts that exist nowhere but in an origin. A canary found anywhere outside it has leaked; its
 * name says from where.
 */
final class Canaries {
  private final Random random;
  private final List<String> all = new ArrayList<>();

  Canaries(long seed) {
    this.random = new Random(seed);
  }

  /** Returns a new canary; {@code place} says where it will be planted. */
  String plant(String place) {
    StringBuilder text = new StringBuilder("Zq").append(place).append('x');
    for (int i = 0; i < 12; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    all.add(text.toString());
    return text.toString();
  }

  /** Returns the canaries that stand in {@code bytes}, plainly, in base64 or in hexadecimal. */
  Set<String> foundIn(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String lower = text.toLowerCase(Locale.ROOT);
    Set<String> found = new TreeSet<>();
    for (String canary : all) {
      String secret = canary.substring(canary.length() - 12);
      if (lower.contains(secret) || lower.contains(hex(secret)) || base64(text, canary)) {
        found.add(canary);
      }
    }
    return found;
  }

  /** Looks for the base64 of a text at each of the three places it can start at. */
  private static boolean base64(String text, String canary) {
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = ("x".repeat(shift) + canary).getBytes(StandardCharsets.US_ASCII);
      String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      if (text.contains(encoded.substring(4, encoded.length() - 2))) {
        return true;
      }
    }
    return false;
  }

  private static String hex(String text) {
    StringBuilder hex = new StringBuilder();
    text.chars().forEach(c -> hex.append(Integer.toHexString(c)));
    return hex.toString();
  }
}

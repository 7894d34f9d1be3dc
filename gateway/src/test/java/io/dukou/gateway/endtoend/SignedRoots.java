package io.dukou.gateway.endtoend;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;

/** The root of a log's tree (RFC 6962, section 2.1) at each size it ever had, from its entries. */
final class SignedRoots {
  private final Deque<byte[]> subtrees = new ArrayDeque<>(); // the last and smallest on top
  private final List<String> roots = new ArrayList<>(List.of(hex(sha256())));

  /** Adds the next entry. */
  void add(String leaf) {
    subtrees.push(sha256(new byte[] {0}, leaf.getBytes(StandardCharsets.UTF_8)));
    for (int size = roots.size(); size % 2 == 0; size /= 2) {
      byte[] right = subtrees.pop();
      subtrees.push(sha256(new byte[] {1}, subtrees.pop(), right));
    }
    Iterator<byte[]> left = subtrees.iterator();
    byte[] root = left.next();
    while (left.hasNext()) {
      root = sha256(new byte[] {1}, left.next(), root);
    }
    roots.add(hex(root));
  }

  /** Returns the root in hexadecimal when there were so many entries. */
  String at(long size) {
    return size < roots.size() ? roots.get((int) size) : "the log never had " + size;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

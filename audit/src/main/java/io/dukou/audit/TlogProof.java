package io.dukou.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A proof that an entry is in a log, as text (c2sp.org/tlog-proof), with the entry itself. */
final class TlogProof {
  /** The most that is read: a leaf of 65,535 bytes in base64 and a note leave room to spare. */
  static final int MAX_CHARS = 1_000_000;

  private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  /** A tree of less than 2^63 leaves has no longer path. */
  private static final int MAX_PATH = 63;

  private final byte[] leaf;
  private final long index;
  private final List<byte[]> path;
  private final String checkpoint;

  /**
   * Puts a proof together.
   *
   * @param leaf the entry, which becomes the {@code extra} data
   * @param index the entry's index
   * @param path the inclusion proof, the leaf's sibling first
   * @param checkpoint the signed note, verbatim
   */
  TlogProof(byte[] leaf, long index, List<byte[]> path, String checkpoint) {
    this.leaf = leaf;
    this.index = index;
    this.path = path;
    this.checkpoint = checkpoint;
  }

  byte[] leaf() {
    return leaf;
  }

  long index() {
    return index;
  }

  List<byte[]> path() {
    return path;
  }

  String checkpoint() {
    return checkpoint;
  }

  /** Returns the text that {@link #parse} reads. */
  String text() {
    Base64.Encoder base64 = Base64.getEncoder();
    StringBuilder out = new StringBuilder(1024);
    out.append(FIRST_LINE).append('\n');
    out.append(EXTRA).append(base64.encodeToString(leaf)).append('\n');
    out.append(INDEX).append(index).append('\n');
    path.forEach(hash -> out.append(base64.encodeToString(hash)).append('\n'));
    return out.append('\n').append(checkpoint).toString();
  }

  /** Returns the receipt that this proof is. */
  Receipt receipt() {
    return new Receipt(index, new String(leaf, StandardCharsets.UTF_8), text());
  }

  /**
   * Reads a proof with an {@code extra} line.
   *
   * @throws MalformedException if the form is not exactly that of the specification
   */
  static TlogProof parse(String text) {
    int split = text.indexOf("\n\n");
    if (text.length() > MAX_CHARS || split < 0) {
      throw new MalformedException("proof: too long, or no empty line before the checkpoint");
    }
    String[] lines = text.substring(0, split).split("\n", -1);
    if (lines.length < 3 || !lines[0].equals(FIRST_LINE)) {
      throw new MalformedException("proof: does not begin as a tlog-proof with extra and index");
    }
    byte[] leaf = StrictText.base64(value(lines[1], EXTRA), "proof: extra");
    long index = StrictText.decimal(value(lines[2], INDEX), "proof: index");
    return new TlogProof(leaf, index, path(lines), text.substring(split + 2));
  }

  private static List<byte[]> path(String[] lines) {
    if (lines.length - 3 > MAX_PATH) {
      throw new MalformedException("proof: longer than any tree is high");
    }
    List<byte[]> path = new ArrayList<>();
    for (int i = 3; i < lines.length; i++) {
      byte[] hash = StrictText.base64(lines[i], "proof: hash");
      StrictText.requireLength(hash, TreeHash.LENGTH, "proof: hash");
      path.add(hash);
    }
    return path;
  }

  private static String value(String line, String name) {
    if (!line.startsWith(name)) {
      throw new MalformedException("proof: no line " + name.strip());
    }
    return line.substring(name.length());
  }
}

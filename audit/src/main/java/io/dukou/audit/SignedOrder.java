package io.dukou.audit;

import java.nio.charset.StandardCharsets;

/**
 * An order with the signatures of officers, in the form of a C2SP signed note; before the first of
 * them its text alone.
 *
 * @param order the order
 * @param note the text, and the signatures if there are any
 */
public record SignedOrder(Order order, String note) {
  /**
   * Characters of an order with its signatures: some 190,000 entries from which one person goes.
   */
  static final int LONGEST = 16 << 20;

  /**
   * Reads an order, signed or not. Whose the signatures are, {@link Officers} tells.
   *
   * @throws MalformedException if it is none
   */
  public static SignedOrder parse(String text) {
    return new SignedOrder(Order.parse(textOf(text)), text);
  }

  /** Returns the order with one more signature. */
  public SignedOrder sign(LogKeys officer) {
    String text = order.text();
    String signed = Note.sign(text, officer);
    boolean first = note.equals(text);
    return parse(first ? signed : note + signed.substring(text.length() + 1));
  }

  /** Returns the SHA-256 of the order's text in hexadecimal, by which an entry names it. */
  public String digest() {
    byte[] text = order.text().getBytes(StandardCharsets.UTF_8);
    return StrictText.hex(TreeHash.sha256().digest(text));
  }

  private static String textOf(String text) {
    return text.contains("\n\n") ? Note.parse(text, LONGEST).text() : text;
  }
}

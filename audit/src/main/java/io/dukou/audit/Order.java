package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What officers order to be done with the domestic parts of one log. Its text is what they sign; it
 * names places in the log and never what is there, and is the same whoever writes it for the same
 * log, so that a second officer can make it anew and compare.
 *
 * <p>A line each: {@code dukou order v1}, {@code log NAME}, {@code action WORD}, {@code reason
 * TEXT}, then either {@code hold ...} or {@code erase ...} lines.
 *
 * @param log name of the log
 * @param action what is to be done
 * @param reason why, in one line; it is kept for as long as the log, so no name belongs in it
 * @param hold the hold, for all actions but erasing
 * @param erasures what is to be erased; none for the other actions
 */
public record Order(
    String log, Action action, String reason, @Nullable Hold hold, List<Erasure> erasures) {
  private static final String FIRST_LINE = "dukou order v1";
  private static final String LOG = "log ";
  private static final String ACTION = "action ";
  private static final String REASON = "reason ";
  private static final String HOLD = "hold ";
  private static final String ERASE = "erase ";
  private static final int LONGEST_REASON = 500;

  /** Where the lines of the subject begin. */
  private static final int HEAD_LINES = 4;

  /**
   * Copies the list.
   *
   * @throws MalformedException if the parts do not belong together
   */
  public Order {
    VerifierKey.requireName(log);
    requireNonNull(action, "action");
    erasures = List.copyOf(erasures);
    requireReason(reason);
    require((hold == null) == (action == Action.ERASE), "hold where none belongs, or none");
    require(erasures.isEmpty() != (action == Action.ERASE), "erasures where none belong, or none");
    long distinct = erasures.stream().mapToLong(Erasure::entry).distinct().count();
    require(distinct == erasures.size(), "an entry stands twice");
  }

  /**
   * Returns a reason if an order can have it.
   *
   * @throws MalformedException if it is not one line, blank or too long
   */
  public static String requireReason(String reason) {
    boolean oneLine = reason.codePoints().noneMatch(Order::isUnseen);
    require(oneLine && !reason.isBlank(), "reason is not one line of text");
    require(reason.length() <= LONGEST_REASON, "reason is longer than " + LONGEST_REASON);
    return reason;
  }

  /** Tells whether a character could make a terminal show another text than is there. */
  static boolean isUnseen(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  /** What can be ordered, and how many officers it takes. */
  public enum Action {
    /** Domestic parts, or items of them, are erased for good. */
    ERASE("erase", 2),
    /** A hold is laid on entries; in haste one officer must do. */
    HOLD("hold", 1),
    /** A hold is lifted. */
    LIFT("lift", 2);

    private final String word;
    private final int officers;

    Action(String word, int officers) {
      this.word = word;
      this.officers = officers;
    }

    /** Returns the word in orders and entries. */
    public String word() {
      return word;
    }

    /** Returns how many different officers have to sign. */
    public int officers() {
      return officers;
    }

    private static Action of(String word) {
      for (Action action : values()) {
        if (action.word.equals(word)) {
          return action;
        }
      }
      throw new MalformedException("order: unknown action");
    }
  }

  /** Returns the text that officers sign. */
  public String text() {
    StringBuilder text = new StringBuilder();
    line(text, "", FIRST_LINE);
    line(text, LOG, log);
    line(text, ACTION, action.word);
    line(text, REASON, reason);
    if (hold != null) {
      line(text, HOLD, hold.text());
    }
    erasures.forEach(erasure -> line(text, ERASE, erasure.text()));
    return text.toString();
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws MalformedException if it is anything else
   */
  static Order parse(String text) {
    String[] lines = text.split("\n", -1);
    require(lines.length > HEAD_LINES + 1 && lines[0].equals(FIRST_LINE), "not an order");
    Hold hold = null;
    List<Erasure> erasures = new ArrayList<>();
    for (int i = HEAD_LINES; i < lines.length - 1; i++) {
      if (lines[i].startsWith(HOLD)) {
        require(hold == null, "two holds");
        hold = Hold.parse(lines[i].substring(HOLD.length()));
      } else {
        erasures.add(Erasure.parse(value(lines[i], ERASE)));
      }
    }
    Order order =
        new Order(
            value(lines[1], LOG),
            Action.of(value(lines[2], ACTION)),
            value(lines[3], REASON),
            hold,
            erasures);
    require(order.text().equals(text), "not in its one form");
    return order;
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(value).append('\n');
  }

  private static String value(String line, String name) {
    require(line.startsWith(name), "no line " + name.strip());
    return line.substring(name.length());
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new MalformedException("order: " + problem);
    }
  }
}

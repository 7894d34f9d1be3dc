package io.dukou.audit;

import org.jspecify.annotations.Nullable;

/**
 * A legal hold: entries whose domestic parts stay, whatever their age.
 *
 * @param id its name, never used for another hold
 * @param study the study it is about; null for all. Entries that name no study are held too, since
 *     they may be about it
 * @param from the first entry it covers
 * @param to the last entry it covers, {@link #END} for all to come
 */
public record Hold(String id, @Nullable String study, long from, long to) {
  /** Stands for all entries to come: the largest index that JSON holds exactly. */
  public static final long END = (1L << 53) - 1;

  private static final String STUDY = " study ";

  /**
   * Checks the parts.
   *
   * @throws MalformedException if the name is not of letters, digits, dots, dashes and lines below,
   *     the range is empty or the study has a line break
   */
  public Hold {
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new MalformedException(
          "hold: a name has letters, digits, '.', '_' and '-', 64 at most");
    }
    if (from < 0 || to < from || to > END) {
      throw new MalformedException("hold: the range of entries is empty");
    }
    if (study != null && !study.codePoints().noneMatch(Order::isUnseen)) {
      throw new MalformedException("hold: the study is not one line of text");
    }
  }

  /** Tells whether it covers an entry. */
  public boolean covers(long index, Leaf leaf) {
    return from <= index
        && index <= to
        && (study == null || leaf.study() == null || study.equals(leaf.study()));
  }

  /** Returns the text that stands in an order. */
  String text() {
    return id + " " + from + "-" + to + (study == null ? "" : STUDY + study);
  }

  /** Reads what {@link #text} wrote. */
  static Hold parse(String text) {
    String[] words = text.split(" ", 4);
    String[] range = words.length < 2 ? new String[0] : words[1].split("-", -1);
    if (range.length != 2 || words.length == 3) {
      throw new MalformedException("hold: no range of entries");
    }
    return new Hold(
        words[0],
        words.length == 4 ? words[3] : null,
        StrictText.decimal(range[0], "hold: first entry"),
        StrictText.decimal(range[1], "hold: last entry"));
  }
}

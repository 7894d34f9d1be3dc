package io.dukou.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is to be erased of the domestic part of one entry. It names places, never what is there.
 *
 * @param entry index of the entry
 * @param commitment the commitment in its leaf, so that no other entry can be meant
 * @param cuts the items to be erased; none for all of the domestic part
 */
public record Erasure(long entry, String commitment, List<Cut> cuts) {
  private static final String ALL = "all";

  /**
   * Copies the list.
   *
   * @throws MalformedException if the index is negative or the commitment is no hash
   */
  public Erasure {
    cuts = List.copyOf(cuts);
    if (entry < 0 || !StrictText.isHexHash(commitment)) {
      throw new MalformedException("order: erasure without an entry");
    }
  }

  /** Tells whether all of the domestic part goes. */
  public boolean whole() {
    return cuts.isEmpty();
  }

  /**
   * One item, or some elements of an item that is an array.
   *
   * @param item position of the item, the header being 0
   * @param elements positions of the elements; none for all of the item
   */
  public record Cut(int item, List<Integer> elements) {
    /** Copies the list. */
    public Cut {
      elements = List.copyOf(elements);
    }

    private String text() {
      return elements.isEmpty()
          ? Integer.toString(item)
          : item + ":" + String.join(",", elements.stream().map(String::valueOf).toList());
    }

    private static Cut parse(String text) {
      String[] parts = text.split(":", 2);
      List<Integer> elements = new ArrayList<>();
      if (parts.length == 2) {
        for (String element : parts[1].split(",", -1)) {
          elements.add(position(element));
        }
      }
      return new Cut(position(parts[0]), elements);
    }

    private static int position(String text) {
      long value = StrictText.decimal(text, "order: position");
      if (value > Integer.MAX_VALUE) {
        throw new MalformedException("order: position is too large");
      }
      return (int) value;
    }
  }

  /** Returns the text that stands in an order. */
  String text() {
    String places = whole() ? ALL : String.join(" ", cuts.stream().map(Cut::text).toList());
    return entry + " " + commitment + " " + places;
  }

  /** Reads what {@link #text} wrote. */
  static Erasure parse(String text) {
    String[] words = text.split(" ", -1);
    if (words.length < 3) {
      throw new MalformedException("order: erasure without entry, commitment or places");
    }
    List<Cut> cuts =
        words[2].equals(ALL)
            ? List.of()
            : Arrays.stream(words, 2, words.length).map(Cut::parse).toList();
    return new Erasure(StrictText.decimal(words[0], "order: entry"), words[1], cuts);
  }
}

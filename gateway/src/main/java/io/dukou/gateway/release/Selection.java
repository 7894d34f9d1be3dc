package io.dukou.gateway.release;

import io.dukou.gateway.release.SelectionException.Kind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a protected table is asked for, as far as the URL alone tells: every row or a page,
 * of all rows or of those in which columns hold given values.
 *
 * @param filters the value that each named column must hold
 * @param limit the most rows of a page, or null for all rows
 * @param cursor where the page begins, or null for the first row
 */
public record Selection(
    SortedMap<String, String> filters, @Nullable Integer limit, @Nullable String cursor) {
  private static final Selection WHOLE = new Selection(new TreeMap<>(), null, null);
  private static final String LIMIT = "limit";
  private static final String CURSOR = "cursor";
  private static final int MAXIMUM_PARAMETERS = 32;

  /** Copies the filters and refuses a cursor without a limit. */
  public Selection {
    filters = Collections.unmodifiableSortedMap(new TreeMap<>(filters));
    if (cursor != null && limit == null) {
      throw new SelectionException(Kind.CURSOR);
    }
  }

  /** Returns the selection of every row. */
  public static Selection whole() {
    return WHOLE;
  }

  /**
   * Reads the parameters of a query.
   *
   * @param parameters names and values, decoded, in their order
   * @param pageRows the largest page
   * @throws SelectionException MALFORMED, LIMIT or CURSOR
   */
  public static Selection of(List<Map.Entry<String, String>> parameters, int pageRows) {
    if (parameters.isEmpty()) {
      return WHOLE;
    }
    if (parameters.size() > MAXIMUM_PARAMETERS) {
      throw new SelectionException(Kind.MALFORMED);
    }
    TreeMap<String, String> filters = new TreeMap<>();
    for (Map.Entry<String, String> parameter : parameters) {
      if (filters.put(parameter.getKey(), parameter.getValue()) != null) {
        throw new SelectionException(Kind.MALFORMED);
      }
    }
    String limit = filters.remove(LIMIT);
    String cursor = filters.remove(CURSOR);
    return new Selection(filters, limit == null ? null : rows(limit, pageRows), cursor);
  }

  private static int rows(String digits, int pageRows) {
    if (!digits.matches("[1-9][0-9]{0,8}") || Integer.parseInt(digits) > pageRows) {
      throw SelectionException.limit(pageRows);
    }
    return Integer.parseInt(digits);
  }
}

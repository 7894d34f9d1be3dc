package io.dukou.anonymizer.table;

import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a {@link Table}: a dictionary of distinct values and one code for each row.
 *
 * <p>Codes count from 0 in the order in which values first occur, so equal columns have equal codes
 * however they were read. Immutable; any thread may read it.
 */
public final class Column implements CodedColumn {
  private final String name;
  private final Dictionary dictionary;
  private final Codes codes;

  Column(String name, Dictionary dictionary, Codes codes) {
    this.name = requireNonNull(name, "name");
    this.dictionary = requireNonNull(dictionary, "dictionary");
    this.codes = requireNonNull(codes, "codes");
  }

  /**
   * Returns the column whose row {@code i} holds {@code values.get(valueOf[i])}.
   *
   * <p>It keeps no trace of values that no row holds.
   *
   * @throws TableException if a value is no text
   */
  public static Column of(String name, List<@Nullable String> values, int[] valueOf) {
    DictionaryBuilder dictionary = new DictionaryBuilder();
    CodesBuilder codes = new CodesBuilder();
    int[] renamed = new int[values.size()];
    for (int index : valueOf) {
      if (renamed[index] == 0) {
        renamed[index] = 1 + dictionary.intern(values.get(index), name);
      }
      codes.add(renamed[index] - 1);
    }
    return new Column(name, dictionary.build(), codes.build());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int cardinality() {
    return dictionary.size();
  }

  @Override
  public @Nullable String value(int code) {
    return dictionary.value(code);
  }

  @Override
  public int code(int row) {
    return codes.get(row);
  }

  /** Returns the code of {@code value}, or -1 if no cell holds it; null asks for missing cells. */
  public int codeOf(@Nullable String value) {
    return dictionary.codeOf(value);
  }

  /** Returns the code of missing cells, or -1 if no cell is missing. */
  public int missingCode() {
    return dictionary.missingCode();
  }

  /** Returns a 64-bit hash of a value, the same in every process; equal values have equal ones. */
  public long fingerprint(int code) {
    return dictionary.fingerprint(code);
  }

  /** Returns the number of rows. */
  public int rowCount() {
    return codes.size();
  }

  /** Returns the value in {@code row}, or null if it is missing. */
  public @Nullable String valueAt(int row) {
    return dictionary.value(codes.get(row));
  }

  /** Returns the codes of all rows in a new array. */
  public int[] codes() {
    int[] all = new int[codes.size()];
    codes.copyTo(0, all);
    return all;
  }

  /** Returns the values as bytes, for those that copy them. */
  Dictionary dictionary() {
    return dictionary;
  }

  /** Returns the column of the given rows, its codes counted anew. */
  public Column select(int[] rows) {
    DictionaryBuilder values = new DictionaryBuilder();
    CodesBuilder selected = new CodesBuilder();
    int[] renamed = new int[cardinality()];
    for (int row : rows) {
      int code = codes.get(row);
      if (renamed[code] == 0) {
        renamed[code] = 1 + values.copy(dictionary, code);
      }
      selected.add(renamed[code] - 1);
    }
    return new Column(name, values.build(), selected.build());
  }

  /** Adds the dictionary and the codes to {@code digest}. */
  void addTo(MessageDigest digest) {
    dictionary.addTo(digest);
    codes.addTo(digest);
  }
}

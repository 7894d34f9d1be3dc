package io.dukou.anonymizer.table;

import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A column of a {@link Table}: a dictionary of distinct values and one code for each row.
 *
 * <p>Codes count from 0 in the order in which values first occur, so equal columns have equal codes
 * however they were read. Immutable; any thread may read it.
 */
public final class Column implements CodedColumn {
  /** Rows selected at a time; few enough to stay in the processor's cache. */
  private static final int CHUNK = 2_048;

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
    Renaming renaming =
        new Renaming(
            values.size(), valueOf.length, index -> dictionary.intern(values.get(index), name));
    renaming.addAll(valueOf, valueOf.length);
    return new Column(name, dictionary.build(), renaming.codes.build());
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
    codes.copyTo(0, all.length, all);
    return all;
  }

  @Override
  public void copyCodes(int row, int count, int[] target) {
    codes.copyTo(row, count, target);
  }

  /** Replaces each of the first {@code count} entries, which are rows, by the code of the row. */
  public void replaceRows(int[] rows, int count) {
    codes.replaceRows(rows, count);
  }

  /** Returns the values as bytes, for those that copy them. */
  Dictionary dictionary() {
    return dictionary;
  }

  /** Returns the column of the given rows, its codes counted anew. */
  public Column select(int[] rows) {
    DictionaryBuilder values = new DictionaryBuilder();
    Renaming renaming =
        new Renaming(cardinality(), rows.length, code -> values.copy(dictionary, code));
    int[] chunk = new int[CHUNK];
    for (int start = 0; start < rows.length; start += CHUNK) {
      int count = Math.min(CHUNK, rows.length - start);
      System.arraycopy(rows, start, chunk, 0, count);
      codes.replaceRows(chunk, count);
      renaming.addAll(chunk, count);
    }
    return new Column(name, values.build(), renaming.codes.build());
  }

  /** Adds the dictionary and the codes to {@code digest}. */
  void addTo(MessageDigest digest) {
    dictionary.addTo(digest);
    codes.addTo(digest);
  }

  /** Codes counted anew, each given its name once, in the order of first occurrence. */
  private static final class Renaming {
    private final CodesBuilder codes;
    private final int[] names;
    private final IntUnaryOperator newName;

    /** Prepares for {@code rows} rows of codes below {@code cardinality}. */
    Renaming(int cardinality, int rows, IntUnaryOperator newName) {
      this.codes = new CodesBuilder(rows);
      this.names = new int[cardinality];
      this.newName = newName;
      Arrays.fill(names, -1);
    }

    void addAll(int[] olds, int count) {
      for (int i = 0; i < count; i++) {
        int old = olds[i];
        if (names[old] < 0) {
          names[old] = newName.applyAsInt(old);
        }
        codes.add(names[old]);
      }
    }
  }
}

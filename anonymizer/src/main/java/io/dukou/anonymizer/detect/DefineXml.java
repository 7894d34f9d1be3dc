package io.dukou.anonymizer.detect;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The variables of a study's datasets, as a define.xml (CDISC Define-XML 2.0 or 2.1, an extension
 * of ODM 1.3) describes them.
 *
 * <p>Immutable; any thread may use it.
 */
public final class DefineXml {
  private final Map<String, List<DefineItem>> datasets;

  DefineXml(Map<String, List<DefineItem>> datasets) {
    this.datasets = Collections.unmodifiableMap(new LinkedHashMap<>(datasets));
  }

  /**
   * Reads a define.xml.
   *
   * <p>A document type, and so every entity of its own, is refused; nothing outside the file is
   * opened.
   *
   * @param input stays open
   * @param file name of the file for failures
   * @throws DetectException naming file and line if it cannot be used
   */
  public static DefineXml read(InputStream input, String file) {
    return DefineReader.read(requireNonNull(input, "input"), requireNonNull(file, "file"));
  }

  /** Returns the names of the datasets in the order of the file. */
  public List<String> datasets() {
    return List.copyOf(datasets.keySet());
  }

  /**
   * Returns the variables of the dataset that a table with these columns probably is, by name: the
   * dataset that shares most names with it. Empty if none shares half of them.
   */
  Map<String, DefineItem> variables(Collection<String> columns) {
    List<DefineItem> best = new ArrayList<>();
    long most = (columns.size() - 1L) / 2;
    for (List<DefineItem> items : datasets.values()) {
      long shared = shared(items, columns);
      if (shared > most) {
        most = shared;
        best = items;
      }
    }
    Map<String, DefineItem> byName = new LinkedHashMap<>();
    best.forEach(item -> byName.put(item.name(), item));
    return byName;
  }

  private static long shared(List<DefineItem> items, Collection<String> columns) {
    Set<String> names = new HashSet<>(columns);
    return items.stream().filter(item -> names.contains(item.name())).count();
  }
}

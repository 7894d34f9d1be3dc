package io.dukou.gateway.cut;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.spec.StudySpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a study that are planned and released together: all that one specification names,
 * or the one table of a specification of one. Each has a route. Immutable.
 *
 * @param tables the tables in the order of the specification, at least one
 * @param spec the specification, if it is of several tables
 * @param digest SHA-256 of all that the protected tables depend on beside the cut; for a
 *     specification of one table the digest of its route
 */
public record TableSet(List<RouteTable> tables, @Nullable StudySpec spec, String digest) {
  /** Copies the list. */
  public TableSet {
    tables = List.copyOf(tables);
    requireNonNull(digest, "digest");
    if (tables.isEmpty()) {
      throw new IllegalArgumentException("a set without tables");
    }
  }

  /**
   * Returns the sets that routes make, each for itself where its specification is of one table.
   *
   * @throws IllegalArgumentException if a specification names a table that no route is of, or two
   *     are; the configuration has been checked for that
   */
  public static List<TableSet> of(Collection<RouteTable> routes) {
    Map<List<Object>, List<RouteTable>> several = new LinkedHashMap<>();
    List<TableSet> sets = new ArrayList<>();
    for (RouteTable route : routes) {
      if (route.study() == null) {
        sets.add(new TableSet(List.of(route), null, route.digest()));
      } else {
        List<Object> common = List.of(route.config().study(), route.config().specification());
        several.computeIfAbsent(common, unseen -> new ArrayList<>()).add(route);
      }
    }
    several.values().forEach(tables -> sets.add(of(requireNonNull(study(tables)), tables)));
    return sets;
  }

  private static @Nullable StudySpec study(List<RouteTable> tables) {
    return tables.get(0).study();
  }

  private static TableSet of(StudySpec spec, List<RouteTable> routes) {
    List<String> names = spec.tables().stream().map(table -> table.name()).toList();
    List<RouteTable> tables =
        routes.stream().sorted(Comparator.comparing(table -> names.indexOf(table.name()))).toList();
    if (!tables.stream().map(RouteTable::name).toList().equals(names)) {
      throw new IllegalArgumentException("the routes are not the tables of the specification");
    }
    return new TableSet(tables, spec, digest(tables));
  }

  private static String digest(List<RouteTable> tables) {
    String all =
        tables.stream()
            .map(table -> table.name() + " " + table.config().dataset() + " " + table.digest())
            .collect(Collectors.joining("\n"));
    try {
      byte[] text = all.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns the study. */
  public String study() {
    return tables.get(0).config().study();
  }

  /** Returns the datasets of the tables. */
  public SortedSet<String> datasets() {
    return tables.stream()
        .map(table -> table.config().dataset())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the column that identifies a person in every table, or null if none is named. */
  public @Nullable String subject() {
    return tables.get(0).spec().subject();
  }

  /** Returns whether the tables get a column by which they can be joined. */
  public boolean hasKey() {
    return spec != null && spec.key() != null;
  }
}

package io.dukou.gateway.config;

import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.spec.SpecException;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSpec;
import io.dukou.gateway.config.RouteConfig.PersonColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks that routes and specifications of several tables fit: the routes of one study that name
 * the same specification are its tables, each of them once.
 *
 * <p>A specification that cannot be read is left to those who report why.
 */
final class TableSetCheck {
  private static final String TABLE = "table";
  private static final String SPECIFICATION = "specification";

  private final GatewayConfig config;
  private final Report report;

  /** Prepares a check whose findings {@code report} takes. */
  TableSetCheck(GatewayConfig config, Report report) {
    this.config = config;
    this.report = report;
  }

  /** Reports what does not fit. */
  void check() {
    Map<Group, List<RouteConfig>> groups = new LinkedHashMap<>();
    for (RouteConfig route : config.routes()) {
      groups
          .computeIfAbsent(
              new Group(route.study(), route.specification()), unseen -> new ArrayList<>())
          .add(route);
    }
    groups.forEach(this::check);
  }

  private void check(Group group, List<RouteConfig> routes) {
    Optional<io.dukou.anonymizer.spec.Specification> read = read(group.specification);
    if (read.isEmpty()) {
      return;
    }
    if (read.get() instanceof StudySpec study) {
      checkTables(study, routes);
      checkPersons(routes);
      checkPlanner(routes.get(0));
    } else {
      routes.stream()
          .filter(route -> route.table() != null)
          .forEach(
              route ->
                  report.problem(
                      route, TABLE, "the specification is of one table: leave this out"));
    }
  }

  private static Optional<io.dukou.anonymizer.spec.Specification> read(Specification written) {
    try {
      return Optional.of(
          SpecParser.parseStanding(written.text(), written.name(), SpecFiles.in(written.folder())));
    } catch (SpecException e) {
      return Optional.empty();
    }
  }

  private void checkTables(StudySpec study, List<RouteConfig> routes) {
    Map<String, RouteConfig> routeOf = new HashMap<>();
    for (RouteConfig route : routes) {
      String key = route.table() == null ? "dataset" : TABLE;
      if (study.table(route.tableName()).isEmpty()) {
        report.problem(
            route,
            key,
            "the specification has no table '%s': write as table which one it is of %s"
                .formatted(route.tableName(), names(study.tables())));
      }
      RouteConfig other = routeOf.putIfAbsent(route.tableName(), route);
      if (other != null) {
        report.problem(
            route,
            key,
            "table '%s' is behind %s already: name another as table, or remove the route"
                .formatted(route.tableName(), other.prefix()));
      }
    }
    List<TableSpec> missing =
        study.tables().stream().filter(table -> !routeOf.containsKey(table.name())).toList();
    if (!missing.isEmpty()) {
      report.problem(
          routes.get(0),
          SPECIFICATION,
          "no route of study %s that names it is %s: add one for each, or take them out of it"
              .formatted(routes.get(0).study(), names(missing)));
    }
  }

  private void checkPersons(List<RouteConfig> routes) {
    List<RouteConfig> named = routes.stream().filter(route -> route.person() != null).toList();
    for (RouteConfig route : named) {
      PersonColumn first = named.get(0).person();
      PersonColumn own = route.person();
      if (own != null && first != null && own.kind() != first.kind()) {
        report.problem(
            route,
            "person",
            "the kind is another than that of %s, whose persons these are: write the same"
                .formatted(named.get(0).prefix()));
      }
    }
  }

  private void checkPlanner(RouteConfig route) {
    if (!config.planner().equals(Planner.OPTIMAL)) {
      report.problem(
          route,
          SPECIFICATION,
          "planner '%s' plans one table only: write planner: optimal for several"
              .formatted(config.planner()));
    }
  }

  private static String names(List<TableSpec> tables) {
    return tables.stream().map(TableSpec::name).collect(Collectors.joining(", "));
  }

  /** Takes what is wrong with one key of a route. */
  @FunctionalInterface
  interface Report {
    /** Takes a problem, with its remedy. */
    void problem(RouteConfig route, String key, String message);
  }

  /** What routes have in common that are tables of one set. */
  private record Group(String study, Specification specification) {}
}

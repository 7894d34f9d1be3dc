package io.dukou.gateway.cli;

import io.dukou.anonymizer.spec.SpecException;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.gateway.config.ConfigLoader;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.config.RouteConfig;
import io.dukou.gateway.config.Specification;
import io.dukou.gateway.facts.Facts;
import io.dukou.gateway.facts.FactsCheck;
import io.dukou.gateway.facts.YamlStudyRegistry;
import io.dukou.gateway.identity.Authenticator;
import io.dukou.gateway.keys.GatewayKeys;
import io.dukou.gateway.keys.KeyFileException;
import io.dukou.gateway.release.ProtectedTables;
import io.dukou.gateway.running.LogFolders;
import io.dukou.gateway.yaml.Problem;
import io.dukou.gateway.yaml.UnusableFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads everything that the gateway reads at its start, and collects what is wrong with it. */
final class ConfigCheck {
  private final List<String> problems = new ArrayList<>();

  private ConfigCheck() {}

  /**
   * Returns what is wrong with the configuration in {@code file} and with all that it names, each
   * with its place and remedy; empty when nothing is.
   */
  static List<String> problems(Path file) {
    ConfigCheck check = new ConfigCheck();
    try {
      check.check(ConfigLoader.load(file));
    } catch (UnusableFileException e) {
      check.add(e.problems());
    }
    return check.problems;
  }

  private void check(GatewayConfig config) {
    checkKeys(config);
    checkFiles(() -> Authenticator.checkKeys(config));
    checkFiles(
        () -> {
          YamlStudyRegistry facts = YamlStudyRegistry.open(config.facts().files());
          add(FactsCheck.check(config, facts.current()));
          config.routes().forEach(route -> checkKey(config.file(), route, facts.current()));
        });
    config.routes().stream()
        .map(RouteConfig::specification)
        .distinct()
        .forEach(specification -> add(read(specification).problems()));
  }

  private void checkKeys(GatewayConfig config) {
    Path folder = config.keys().directory();
    try {
      GatewayKeys.load(folder);
    } catch (KeyFileException e) {
      problems.add(e.getMessage());
    }
    try {
      String keyName = LogFolders.signers(config, new SecureRandom()).name();
      if (!keyName.equals(config.audit().origin())) {
        problems.add(
            GatewayKeys.logKeyFile(folder)
                + ": is the key of log '"
                + keyName
                + "': set audit.origin to that");
      }
    } catch (io.dukou.audit.KeyFileException e) {
      problems.add(e.getMessage());
    }
  }

  private void checkFiles(Runnable reading) {
    try {
      reading.run();
    } catch (UnusableFileException e) {
      add(e.problems());
    }
  }

  /** Checks that a dataset is said to be key-coded where its table gets a key. */
  private void checkKey(Path file, RouteConfig route, Facts facts) {
    boolean hasKey =
        read(route.specification()).read().filter(StudySpec.class::isInstance).stream()
            .anyMatch(spec -> ((StudySpec) spec).key() != null);
    boolean isOtherwise =
        facts
            .study(route.study())
            .flatMap(study -> study.dataset(route.dataset()))
            .filter(dataset -> !ProtectedTables.mayHaveKey(dataset))
            .isPresent();
    if (hasKey && isOtherwise) {
      String said =
          "route %s releases a table with a key, so dataset %s is key-coded: write identifiability:"
              + " keycoded in the facts, or take key out of the specification";
      add(
          List.of(
              new Problem(file.toString(), 0, 0, said.formatted(route.prefix(), route.dataset()))));
    }
  }

  private static Specified read(Specification written) {
    try {
      return new Specified(
          Optional.of(
              SpecParser.parseStanding(
                  written.text(), written.name(), SpecFiles.in(written.folder()))),
          List.of());
    } catch (SpecException e) {
      int line = (int) Math.min(e.line(), Integer.MAX_VALUE);
      return new Specified(
          Optional.empty(), List.of(new Problem(e.file(), line, e.column(), e.problem())));
    }
  }

  private void add(List<Problem> more) {
    more.stream().map(Problem::toString).forEach(problems::add);
  }

  /** A specification, or why it cannot be read. */
  private record Specified(
      Optional<io.dukou.anonymizer.spec.Specification> read, List<Problem> problems) {}
}

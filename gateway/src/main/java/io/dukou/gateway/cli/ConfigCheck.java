package io.dukou.gateway.cli;

import io.dukou.anonymizer.spec.SpecException;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.audit.LogKeys;
import io.dukou.gateway.config.ConfigLoader;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.config.RouteConfig;
import io.dukou.gateway.facts.FactsCheck;
import io.dukou.gateway.facts.YamlStudyRegistry;
import io.dukou.gateway.identity.Authenticator;
import io.dukou.gateway.keys.GatewayKeys;
import io.dukou.gateway.keys.KeyFileException;
import io.dukou.gateway.yaml.Problem;
import io.dukou.gateway.yaml.UnusableFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
    checkKeys(config.keys().directory(), config.audit().origin());
    checkFiles(() -> Authenticator.checkKeys(config));
    checkFiles(
        () -> {
          YamlStudyRegistry facts = YamlStudyRegistry.open(config.facts().files());
          add(FactsCheck.check(config, facts.current()));
        });
    config.routes().forEach(this::checkSpecification);
  }

  private void checkKeys(Path folder, String logName) {
    try {
      GatewayKeys.load(folder);
    } catch (KeyFileException e) {
      problems.add(e.getMessage());
    }
    Path logKey = GatewayKeys.logKeyFile(folder);
    try {
      String keyName = LogKeys.load(logKey).vkey().name();
      if (!keyName.equals(logName)) {
        problems.add(logKey + ": is the key of log '" + keyName + "': set audit.origin to that");
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

  private void checkSpecification(RouteConfig route) {
    try {
      SpecParser.parseStanding(
          route.specification().text(),
          route.specification().name(),
          SpecFiles.in(route.specification().folder()));
    } catch (SpecException e) {
      int line = (int) Math.min(e.line(), Integer.MAX_VALUE);
      add(List.of(new Problem(e.file(), line, e.column(), e.problem())));
    }
  }

  private void add(List<Problem> more) {
    more.stream().map(Problem::toString).forEach(problems::add);
  }
}

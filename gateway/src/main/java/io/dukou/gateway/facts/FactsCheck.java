package io.dukou.gateway.facts;

import io.dukou.gateway.config.ClientConfig;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.config.RouteConfig;
import io.dukou.gateway.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks that a configuration names only what the facts describe. */
public final class FactsCheck {
  private FactsCheck() {}

  /** Returns what {@code config} names and {@code facts} do not describe. */
  public static List<Problem> check(GatewayConfig config, Facts facts) {
    String file = config.file().toString();
    List<Problem> problems = new ArrayList<>();
    for (RouteConfig route : config.routes()) {
      Optional<Study> study = facts.study(route.study());
      if (study.isEmpty()) {
        problems.add(unknown(file, "route " + route.prefix(), "study " + route.study()));
      } else if (study.get().dataset(route.dataset()).isEmpty()) {
        String dataset = "dataset " + route.dataset() + " of study " + route.study();
        problems.add(unknown(file, "route " + route.prefix(), dataset));
      }
    }
    for (ClientConfig client : config.clients()) {
      if (!facts.recipients().containsKey(client.recipient())) {
        problems.add(unknown(file, "client " + client.id(), "recipient " + client.recipient()));
      }
      if (facts.studies().values().stream()
          .allMatch(study -> study.purpose(client.purpose()).isEmpty())) {
        problems.add(unknown(file, "client " + client.id(), "purpose " + client.purpose()));
      }
    }
    return problems;
  }

  private static Problem unknown(String file, String who, String what) {
    return new Problem(
        file,
        0,
        0,
        who + " names " + what + ", which the facts do not describe: add it, or correct the name");
  }
}

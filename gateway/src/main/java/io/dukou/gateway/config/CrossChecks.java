package io.dukou.gateway.config;

import io.dukou.anonymizer.plan.Planner;
import io.dukou.gateway.config.OriginConfig.Pointer;
import io.dukou.gateway.config.ServerConfig.Tls;
import io.dukou.gateway.yaml.YamlMap;
import java.net.URI;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks of a configuration that concern more than one of its sections. */
final class CrossChecks {
  private final GatewayConfig config;
  private final YamlMap root;
  private final IdentityHashMap<Object, YamlMap> sources;

  /**
   * Prepares checks.
   *
   * @param config what was read
   * @param root the mapping it was read from
   * @param sources the mappings that each client and route was read from, by identity
   */
  CrossChecks(GatewayConfig config, YamlMap root, IdentityHashMap<Object, YamlMap> sources) {
    this.config = config;
    this.root = root;
    this.sources = sources;
  }

  /** Reports what does not fit together. */
  void check() {
    checkAuthorities();
    config.clients().forEach(this::checkCredentials);
    checkClients();
    checkRoutes();
    new TableSetCheck(config, this::problem).check();
    checkPlanner();
    checkOutbound();
  }

  private void checkAuthorities() {
    boolean authorities =
        config.server().transport() instanceof Tls tls && tls.clientAuthorities() != null;
    boolean certificates = config.identity().clientCertificates();
    if (certificates && !authorities) {
      root.problem(
          "identity",
          "clientCertificates needs server.tls.clientAuthorities: name the authorities' file");
    }
    if (authorities && !certificates) {
      root.problem(
          "identity",
          "server.tls.clientAuthorities is set: set clientCertificates: true, or leave it out");
    }
  }

  private void checkCredentials(ClientConfig client) {
    if (client.token() != null && config.identity().jwt() == null) {
      problem(client, "token", "tokens are not taken: add identity.jwt, or leave this out");
    }
    if (!client.certificates().isEmpty() && !config.identity().clientCertificates()) {
      problem(
          client,
          "certificates",
          "certificates are not taken: set identity.clientCertificates: true, or leave this out");
    }
  }

  private void checkClients() {
    Set<String> ids = new HashSet<>();
    Set<String> tokens = new HashSet<>();
    Set<String> certificates = new HashSet<>();
    for (ClientConfig client : config.clients()) {
      checkUnique(client, "id", List.of(client.id()), ids);
      checkUnique(client, "token", Stream.ofNullable(client.token()).toList(), tokens);
      checkUnique(client, "certificates", client.certificates(), certificates);
    }
  }

  private void checkUnique(ClientConfig client, String key, List<String> names, Set<String> seen) {
    for (String name : names) {
      if (!seen.add(name)) {
        problem(client, key, "'" + name + "' stands here twice: keep it in one client");
      }
    }
  }

  private void checkRoutes() {
    List<RouteConfig> routes = config.routes();
    for (int i = 0; i < routes.size(); i++) {
      for (int j = i + 1; j < routes.size(); j++) {
        checkPair(routes.get(i), routes.get(j));
      }
    }
  }

  private void checkPair(RouteConfig one, RouteConfig other) {
    if ((one.prefix() + "/").startsWith(other.prefix() + "/")
        || (other.prefix() + "/").startsWith(one.prefix() + "/")) {
      problem(other, "prefix", "overlaps with " + one.prefix() + ": let neither begin the other");
    }
    if (one.study().equals(other.study()) && one.dataset().equals(other.dataset())) {
      problem(other, "dataset", "is behind " + one.prefix() + " already: keep one of the routes");
    }
  }

  private void checkPlanner() {
    if (Planner.named(config.planner()).isEmpty()) {
      root.problem(
          "planner",
          "'"
              + config.planner()
              + "' is not on the class path: put its jars there (for arx see docs/anonymizer.md),"
              + " or write optimal");
    }
  }

  private void checkOutbound() {
    for (RouteConfig route : config.routes()) {
      YamlMap source = source(route);
      checkHost(route.origin().url(), source, "origin");
      if (route.origin().version() instanceof Pointer pointer) {
        checkHost(pointer.url(), source, "origin");
      }
    }
    PolicyConfig.Opa opa = config.policy().opa();
    if (opa != null) {
      checkHost(opa.url(), root, "policy");
    }
    AuditConfig.TimeStamps stamps = config.audit().timeStamps();
    if (stamps != null) {
      checkHost(stamps.url(), root, "audit");
    }
    AuditConfig.Witnesses witnesses = config.audit().witnesses();
    if (witnesses != null) {
      witnesses
          .policy()
          .witnesses()
          .forEach(witness -> witness.address().ifPresent(url -> checkHost(url, root, "audit")));
    }
  }

  private void checkHost(URI url, YamlMap source, String key) {
    if (!config.outbound().allows(url)) {
      source.problem(key, "'" + HostPort.of(url) + "' is read: add it to outbound.hosts");
    }
  }

  private void problem(Object part, String key, String message) {
    source(part).problem(key, message);
  }

  private YamlMap source(Object part) {
    return Optional.ofNullable(sources.get(part)).orElse(root);
  }
}

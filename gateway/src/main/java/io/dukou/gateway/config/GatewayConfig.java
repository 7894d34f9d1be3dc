package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything a gateway is told at its start; made by {@link ConfigLoader}, never changed.
 *
 * <p>Relative paths of the file have been resolved against the folder that holds it. Every key is
 * described in {@code docs/configuration.md}.
 *
 * @param file the file it came from
 * @param server where and how callers are answered
 * @param identity how callers prove who they are
 * @param clients who may call
 * @param routes which paths lead to which datasets
 * @param planner name of the planner that finds release plans; one is on the class path
 * @param facts where studies, recipients and mechanisms are described
 * @param policy which engine decides
 * @param audit where the log is kept
 * @param records how long domestic parts are kept, and who orders what is done with them
 * @param keys where the secret keys are kept
 * @param state where data cuts and protected tables are kept
 * @param spool where bodies wait for their record
 * @param outbound where the gateway may connect to
 * @param tables limits on the tables that are read
 */
public record GatewayConfig(
    Path file,
    ServerConfig server,
    IdentityConfig identity,
    List<ClientConfig> clients,
    List<RouteConfig> routes,
    String planner,
    FactsConfig facts,
    PolicyConfig policy,
    AuditConfig audit,
    RecordsConfig records,
    KeysConfig keys,
    StateConfig state,
    SpoolConfig spool,
    OutboundConfig outbound,
    TableLimits tables) {
  /** Checks that the parts are there and copies the lists. */
  public GatewayConfig {
    requireNonNull(file, "file");
    requireNonNull(server, "server");
    requireNonNull(identity, "identity");
    clients = List.copyOf(clients);
    routes = List.copyOf(routes);
    requireNonNull(planner, "planner");
    requireNonNull(facts, "facts");
    requireNonNull(policy, "policy");
    requireNonNull(audit, "audit");
    requireNonNull(records, "records");
    requireNonNull(keys, "keys");
    requireNonNull(state, "state");
    requireNonNull(spool, "spool");
    requireNonNull(outbound, "outbound");
    requireNonNull(tables, "tables");
  }

  /** Returns the registration with this id. */
  public Optional<ClientConfig> client(String id) {
    return clients.stream().filter(client -> client.id().equals(id)).findFirst();
  }

  /** Returns the route whose prefix is exactly {@code path}. */
  public Optional<RouteConfig> route(String path) {
    return routes.stream().filter(route -> route.prefix().equals(path)).findFirst();
  }
}

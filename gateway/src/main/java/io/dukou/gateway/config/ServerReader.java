package io.dukou.gateway.config;

import static io.dukou.gateway.yaml.ValueTypes.FLAG;
import static io.dukou.gateway.yaml.ValueTypes.TEXT;
import static io.dukou.gateway.yaml.ValueTypes.duration;
import static io.dukou.gateway.yaml.ValueTypes.integer;
import static io.dukou.gateway.yaml.ValueTypes.size;

import io.dukou.gateway.config.ServerConfig.Admin;
import io.dukou.gateway.config.ServerConfig.LoopbackOnly;
import io.dukou.gateway.config.ServerConfig.PreAuthentication;
import io.dukou.gateway.config.ServerConfig.RequestLimits;
import io.dukou.gateway.config.ServerConfig.TerminatedElsewhere;
import io.dukou.gateway.config.ServerConfig.Timeouts;
import io.dukou.gateway.config.ServerConfig.Tls;
import io.dukou.gateway.config.ServerConfig.Transport;
import io.dukou.gateway.yaml.ByteSize;
import io.dukou.gateway.yaml.Read;
import io.dukou.gateway.yaml.ValueType;
import io.dukou.gateway.yaml.YamlMap;
import java.nio.file.Path;
import java.time.Duration;

/** Reads the section {@code server}. */
final class ServerReader {
  private static final ValueType<Duration> WAIT =
      duration(Duration.ofSeconds(1), Duration.ofHours(24));

  private ServerReader() {}

  /** Reads the section. */
  static Read<ServerConfig> read(YamlMap map, PathTypes paths) {
    Read<String> host = map.value("host", TEXT, "127.0.0.1");
    Read<Integer> port = map.value("port", integer(0, 65_535), "8443");
    Read<Boolean> http2 = map.value("http2", FLAG, "true");
    Read<Transport> tls = map.optionalSection("tls", section -> tls(section, paths));
    Read<RequestLimits> limits = map.section("limits", ServerReader::limits);
    Read<Timeouts> timeouts = map.section("timeouts", ServerReader::timeouts);
    Read<PreAuthentication> preAuthentication =
        map.section("preAuthentication", ServerReader::preAuthentication);
    Read<Admin> admin = map.section("admin", ServerReader::admin);
    if (!map.has("tls") && host.toOptional().filter(Loopback::isLiteral).isEmpty()) {
      map.problem(
          "host",
          "without tls only a loopback address such as 127.0.0.1 can be listened on: add tls with"
              + " certificate and key, or with terminatedBy where another program ends TLS");
    }
    return map.build(
        () ->
            new ServerConfig(
                host.get(),
                port.get(),
                tls.toOptional().orElseGet(LoopbackOnly::new),
                http2.get(),
                limits.get(),
                timeouts.get(),
                preAuthentication.get(),
                admin.get()));
  }

  private static Read<Transport> tls(YamlMap map, PathTypes paths) {
    Read<Path> certificate = map.optional("certificate", paths.file());
    Read<Path> key = map.optional("key", paths.secretFile());
    Read<Path> clientAuthorities = map.optional("clientAuthorities", paths.file());
    Read<String> terminatedBy = map.optional("terminatedBy", TEXT);
    boolean ownTls = map.has("certificate") || map.has("key") || map.has("clientAuthorities");
    if (map.has("terminatedBy") && ownTls) {
      map.problem("terminatedBy", "TLS ends either here or elsewhere: keep this key alone");
    } else if (!map.has("terminatedBy") && !(map.has("certificate") && map.has("key"))) {
      map.problem("'" + map.name("certificate") + "' and 'key' belong together: name both files");
    }
    return map.build(
        () ->
            terminatedBy.toOptional().isPresent()
                ? new TerminatedElsewhere(terminatedBy.get())
                : new Tls(certificate.get(), key.get(), clientAuthorities.orNull()));
  }

  private static Read<RequestLimits> limits(YamlMap map) {
    Read<Integer> headerCount = map.value("headerCount", integer(8, 1000), "64");
    Read<ByteSize> headerBytes = map.value("headerBytes", size("1 KiB", "1 MiB"), "16 KiB");
    Read<ByteSize> urlBytes = map.value("urlBytes", size("128 B", "64 KiB"), "4 KiB");
    Read<Integer> requests = map.value("concurrentRequests", integer(1, 100_000), "256");
    Read<Integer> perClient = map.value("concurrentRequestsPerClient", integer(1, 100_000), "64");
    Read<Integer> connections = map.value("connections", integer(1, 100_000), "1280");
    Read<Integer> perPeer = map.value("connectionsPerPeer", integer(1, 100_000), "256");
    return map.build(
        () ->
            new RequestLimits(
                headerCount.get(),
                headerBytes.get(),
                urlBytes.get(),
                requests.get(),
                perClient.get(),
                connections.get(),
                perPeer.get()));
  }

  private static Read<Timeouts> timeouts(YamlMap map) {
    Read<Duration> request = map.value("request", WAIT, "10s");
    Read<Duration> idle = map.value("idle", WAIT, "60s");
    Read<Duration> answer = map.value("answer", WAIT, "15m");
    Read<Duration> drain = map.value("drain", WAIT, "30s");
    return map.build(() -> new Timeouts(request.get(), idle.get(), answer.get(), drain.get()));
  }

  private static Read<PreAuthentication> preAuthentication(YamlMap map) {
    Read<Integer> perPeer = map.value("perPeerPerMinute", integer(1, 1_000_000), "60");
    Read<Integer> all = map.value("perMinute", integer(1, 10_000_000), "3000");
    Read<Integer> peers = map.value("peers", integer(16, 1_000_000), "10000");
    return map.build(() -> new PreAuthentication(perPeer.get(), all.get(), peers.get()));
  }

  private static Read<Admin> admin(YamlMap map) {
    Read<String> host = map.value("host", TEXT, "127.0.0.1");
    Read<Integer> port = map.value("port", integer(0, 65_535), "8444");
    if (host.toOptional().filter(Loopback::isLiteral).isEmpty()) {
      map.problem(
          "host", "health and counters are shown on a loopback address only, such as 127.0.0.1");
    }
    return map.build(() -> new Admin(host.get(), port.get()));
  }
}

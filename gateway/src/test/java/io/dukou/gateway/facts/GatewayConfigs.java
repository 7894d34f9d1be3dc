package io.dukou.gateway.facts;

import io.dukou.audit.Officers;
import io.dukou.audit.Retention;
import io.dukou.gateway.config.AuditConfig;
import io.dukou.gateway.config.ClientConfig;
import io.dukou.gateway.config.FactsConfig;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.config.IdentityConfig;
import io.dukou.gateway.config.KeysConfig;
import io.dukou.gateway.config.OriginConfig;
import io.dukou.gateway.config.OutboundConfig;
import io.dukou.gateway.config.PolicyConfig;
import io.dukou.gateway.config.RecordsConfig;
import io.dukou.gateway.config.RouteConfig;
import io.dukou.gateway.config.ServerConfig;
import io.dukou.gateway.config.Specification;
import io.dukou.gateway.config.SpoolConfig;
import io.dukou.gateway.config.StateConfig;
import io.dukou.gateway.config.TableLimits;
import io.dukou.gateway.yaml.ByteSize;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Configurations of one route and one client. */
final class GatewayConfigs {
  private static final Path FILE = Path.of("dukou.yaml");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final ByteSize KIBIBYTE = new ByteSize(1024);

  private GatewayConfigs() {}

  /** Returns a configuration whose route and client name these. */
  static GatewayConfig with(String study, String dataset, String recipient, String purpose) {
    return new GatewayConfig(
        FILE,
        server(),
        new IdentityConfig(null, true),
        List.of(
            new ClientConfig(
                "c",
                "C",
                ClientConfig.ClientRole.RECIPIENT,
                recipient,
                purpose,
                "CH",
                List.of(),
                "t",
                List.of())),
        List.of(route(study, dataset)),
        "optimal",
        new FactsConfig(List.of(FILE), SECOND),
        new PolicyConfig(PolicyConfig.Engine.EMBEDDED, SECOND, null),
        new AuditConfig(
            Path.of("log"),
            Path.of("domestic"),
            null,
            KIBIBYTE,
            "log",
            AuditConfig.Suite.DEFAULT,
            null,
            null,
            null,
            SECOND),
        new RecordsConfig(new Retention(10), new Officers(List.of()), 20, null),
        new KeysConfig(FILE, null),
        new StateConfig(FILE),
        new SpoolConfig(FILE, KIBIBYTE, KIBIBYTE),
        new OutboundConfig(List.of(), List.of(), SECOND),
        new TableLimits(1, 1, KIBIBYTE, 1, 1));
  }

  private static ServerConfig server() {
    return new ServerConfig(
        "127.0.0.1",
        0,
        new ServerConfig.LoopbackOnly(),
        true,
        new ServerConfig.RequestLimits(1, KIBIBYTE, KIBIBYTE, 1, 1, 1, 1),
        new ServerConfig.Timeouts(SECOND, SECOND, SECOND, SECOND),
        new ServerConfig.PreAuthentication(1, 1, 1),
        new ServerConfig.Admin("127.0.0.1", 0));
  }

  private static RouteConfig route(String study, String dataset) {
    return new RouteConfig(
        "/a",
        study,
        dataset,
        new OriginConfig(
            URI.create("https://origin.example/"),
            new OriginConfig.BodyDigest(),
            SECOND,
            SECOND,
            KIBIBYTE,
            OriginConfig.Format.CSV,
            new OriginConfig.CsvForm(',', StandardCharsets.UTF_8),
            new OriginConfig.Trust(null, null, null)),
        new Specification("s", "", FILE),
        null,
        null,
        List.of());
  }
}

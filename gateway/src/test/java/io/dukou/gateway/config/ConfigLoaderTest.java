package io.dukou.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.Officers;
import io.dukou.audit.Retention;
import io.dukou.audit.VerifierKey;
import io.dukou.audit.WitnessPolicy;
import io.dukou.audit.postgres.PostgresOptions;
import io.dukou.gateway.config.ClientConfig.ClientRole;
import io.dukou.gateway.config.IdentityConfig.Algorithm;
import io.dukou.gateway.config.IdentityConfig.ClientClaim;
import io.dukou.gateway.config.IdentityConfig.JwksFile;
import io.dukou.gateway.config.IdentityConfig.Jwt;
import io.dukou.gateway.config.IdentityConfig.PemFiles;
import io.dukou.gateway.config.OriginConfig.CsvForm;
import io.dukou.gateway.config.OriginConfig.Format;
import io.dukou.gateway.config.OriginConfig.Pointer;
import io.dukou.gateway.config.OriginConfig.Trust;
import io.dukou.gateway.config.RouteConfig.PersonColumn;
import io.dukou.gateway.config.RouteConfig.PersonKind;
import io.dukou.gateway.config.RouteConfig.WarningOverride;
import io.dukou.gateway.config.ServerConfig.Admin;
import io.dukou.gateway.config.ServerConfig.LoopbackOnly;
import io.dukou.gateway.config.ServerConfig.PreAuthentication;
import io.dukou.gateway.config.ServerConfig.RequestLimits;
import io.dukou.gateway.config.ServerConfig.Timeouts;
import io.dukou.gateway.config.ServerConfig.Tls;
import io.dukou.gateway.yaml.ByteSize;
import io.dukou.gateway.yaml.KeyUse;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All defaults, and every key with a value that is not its default; one test a section. */
final class ConfigLoaderTest {
  private static final String FINGERPRINT = "0123456789abcdef".repeat(4);

  @TempDir private Path temporary;
  private ConfigFolder folder;

  @BeforeEach
  void makeFolder() throws Exception {
    folder = ConfigFolder.in(temporary.toRealPath());
  }

  @Test
  void fullFile_setsEveryKeyThatTheLoaderAsksFor() {
    Path file = folder.write(ConfigFolder.resource("full.yaml"));
    assertThat(ConfigLoader.keysOf(file))
        .filteredOn(use -> !use.present())
        .extracting(KeyUse::path)
        .containsExactlyInAnyOrder(
            "server.tls.terminatedBy",
            "identity.jwt.jwks",
            "audit.directory",
            "audit.domestic",
            "audit.reserve");
  }

  @Test
  void server_hasDefaults() {
    ServerConfig server = least().server();
    assertThat(server.host()).isEqualTo("127.0.0.1");
    assertThat(server.port()).isEqualTo(8443);
    assertThat(server.http2()).isTrue();
    assertThat(server.transport()).isEqualTo(new LoopbackOnly());
    assertThat(server.limits())
        .isEqualTo(new RequestLimits(64, size("16 KiB"), size("4 KiB"), 256, 64, 1280, 256));
    assertThat(server.timeouts()).isEqualTo(new Timeouts(s(10), s(60), s(900), s(30)));
    assertThat(server.preAuthentication()).isEqualTo(new PreAuthentication(60, 3000, 10_000));
    assertThat(server.admin()).isEqualTo(new Admin("127.0.0.1", 8444));
  }

  @Test
  void server_takesEveryKey() {
    assertThat(full().server())
        .isEqualTo(
            new ServerConfig(
                "0.0.0.0",
                9443,
                new Tls(path("tls/server.pem"), path("tls/server.key"), path("tls/clients.pem")),
                false,
                new RequestLimits(32, size("8 KiB"), size("2 KiB"), 100, 10, 500, 50),
                new Timeouts(s(5), s(30), s(600), s(20)),
                new PreAuthentication(30, 600, 5000),
                new Admin("127.0.0.2", 9444)));
  }

  @Test
  void identity_hasDefaults() {
    IdentityConfig identity = least().identity();
    assertThat(identity.clientCertificates()).isFalse();
    Jwt jwt = identity.bearerTokens().orElseThrow();
    assertThat(jwt.clientClaim()).isEqualTo(ClientClaim.SUB);
    assertThat(jwt.maxLength()).isEqualTo(8192);
    assertThat(jwt.keys()).isEqualTo(new JwksFile(path("identity/jwks.json")));
  }

  @Test
  void identity_takesEveryKey() {
    assertThat(full().identity())
        .isEqualTo(
            new IdentityConfig(
                new Jwt(
                    "https://login.example",
                    "dukou",
                    Algorithm.PS256,
                    new PemFiles(List.of(path("identity/one.pem"), path("identity/two.pem"))),
                    s(900),
                    s(30),
                    ClientClaim.AZP,
                    4096),
                true));
  }

  @Test
  void clients_takeEveryKey() {
    assertThat(full().clients())
        .containsExactly(
            new ClientConfig(
                "rhein-statistics",
                "Rhein Pharma AG",
                ClientRole.OPERATOR,
                "rhein-pharma",
                "label_update",
                "CN",
                List.of(Cidr.parse("10.20.0.0/16"), Cidr.parse("2001:db8::/32")),
                "rhein-statistics-client",
                List.of(FINGERPRINT)));
  }

  @Test
  void clients_haveDefaults() {
    ClientConfig client =
        folder
            .load(
                ConfigFolder.resource("least.yaml")
                    + """
                    clients:
                      - {id: a, organisation: A, recipient: r, purpose: p, country: CH, token: t}
                    """)
            .client("a")
            .orElseThrow();
    assertThat(client.role()).isEqualTo(ClientRole.RECIPIENT);
    assertThat(client.networks()).isEmpty();
    assertThat(client.certificates()).isEmpty();
  }

  @Test
  void routes_takeEveryKey() {
    RouteConfig route = full().route("/studies/lc001/adsl").orElseThrow();
    assertThat(route.study()).isEqualTo("LC-2026-001");
    assertThat(route.dataset()).isEqualTo("adsl");
    assertThat(route.specification())
        .isEqualTo(
            new Specification(
                path("specifications/adsl.yaml").toString(),
                "text of specifications/adsl.yaml",
                path("specifications")));
    assertThat(route.person()).isEqualTo(new PersonColumn("IDCARD", PersonKind.RESIDENT_ID));
    assertThat(route.overrides())
        .containsExactly(
            new WarningOverride(
                "determines-quasi-identifier", "AGEGR1", "AGEGR1 is generalised with AGE."));
  }

  @Test
  void origin_takesEveryKey() {
    assertThat(full().routes().get(0).origin())
        .isEqualTo(
            new OriginConfig(
                URI.create("http://ehr.hospital.example:8080/export/adsl"),
                new Pointer(
                    URI.create("http://ehr.hospital.example:8080/export/version"), "/meta/version"),
                s(600),
                s(120),
                size("256 MiB"),
                Format.CSV,
                new CsvForm(';', Charset.forName("GB18030")),
                new Trust(
                    path("tls/origin.pem"),
                    path("keys/origin.token"),
                    "The hospital's own network, behind its firewall.")));
  }

  @Test
  void origin_hasDefaults() {
    OriginConfig origin =
        folder
            .load(
                ConfigFolder.resource("least.yaml")
                    + """
                    outbound: {hosts: ["localhost:8080"]}
                    routes:
                      - prefix: /a
                        study: S
                        dataset: D
                        origin: {url: "http://localhost:8080/", version: etag, format: ndjson}
                        specification: specifications/adsl.yaml
                    """)
            .routes()
            .get(0)
            .origin();
    assertThat(origin.recheck()).isEqualTo(s(300));
    assertThat(origin.timeout()).isEqualTo(s(60));
    assertThat(origin.maxBytes()).isEqualTo(size("1 GiB"));
    assertThat(origin.csv()).isEqualTo(new CsvForm(',', Charset.forName("UTF-8")));
    assertThat(origin.trust()).isEqualTo(new Trust(null, null, null));
  }

  @Test
  void route_hasDefaults() {
    RouteConfig route =
        new RouteConfig(
            "/a", "S", "D", full().routes().get(0).origin(), spec(), null, null, List.of());
    assertThat(
            folder
                .load(
                    ConfigFolder.resource("full.yaml")
                        .replaceAll("(?s)    table:.*?facts:", "facts:"))
                .routes()
                .get(0))
        .usingRecursiveComparison()
        .comparingOnlyFields("table", "person", "overrides")
        .isEqualTo(route);
  }

  @Test
  void planner_isTheOptimalOneUnlessAnotherIsNamed() {
    assertThat(least().planner()).isEqualTo("optimal");
    assertThat(full().planner()).isEqualTo("stand-in");
  }

  @Test
  void facts_haveDefaultsAndTakeEveryKey() {
    assertThat(least().facts()).isEqualTo(new FactsConfig(List.of(path("facts.yaml")), s(10)));
    assertThat(full().facts()).isEqualTo(new FactsConfig(List.of(path("facts.yaml")), s(60)));
  }

  @Test
  void policy_hasDefaultsAndTakesEveryKey() {
    assertThat(least().policy())
        .isEqualTo(new PolicyConfig(PolicyConfig.Engine.EMBEDDED, s(2), null));
    assertThat(full().policy())
        .isEqualTo(
            new PolicyConfig(
                PolicyConfig.Engine.OPA,
                Duration.ofMillis(500),
                new PolicyConfig.Opa(
                    URI.create("https://opa.hospital.example"),
                    path("tls/opa.pem"),
                    path("keys/opa.token"))));
  }

  @Test
  void audit_hasDefaultsAndTakesEveryKey() {
    assertThat(least().audit())
        .isEqualTo(
            new AuditConfig(
                path("audit/log"),
                path("audit/domestic"),
                null,
                ByteSize.parse("256 MiB"),
                "dukou.example/log",
                AuditConfig.Suite.DEFAULT,
                null,
                null,
                null,
                s(5)));
    assertThat(full().audit())
        .isEqualTo(
            new AuditConfig(
                path("audit/log"),
                path("audit/domestic"),
                new PostgresOptions(
                    "jdbc:postgresql://db.hospital.example/log",
                    "dukou",
                    path("keys/database.password"),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(20)),
                ByteSize.parse("256 MiB"),
                "dukou.hospital.example/log",
                AuditConfig.Suite.SM,
                new AuditConfig.TimeStamps(
                    URI.create("https://tsa.example:444/stamp"),
                    path("tsa-roots.pem"),
                    path("tls/tsa.pem"),
                    Duration.ofMinutes(10)),
                new AuditConfig.Witnesses(
                    WitnessPolicy.parse(ConfigFolder.WITNESSES),
                    AuditConfig.Witnesses.Mode.BEST_EFFORT,
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(30),
                    path("tls/witnesses.pem")),
                new AuditConfig.Tiles(
                    "10.0.0.5",
                    8446,
                    path("tls/tiles.pem"),
                    path("keys/tiles.key"),
                    new AuditConfig.Inspectors(
                        path("keys/inspectors.token"), List.of(Cidr.parse("10.30.0.0/16")))),
                s(20)));
  }

  @Test
  void audit_takesFoldersInPlaceOfADatabase() {
    Path file =
        folder.write(
            ConfigFolder.resource("least.yaml")
                .replace(
                    "audit:",
                    "audit:\n  directory: log\n  domestic: log-domestic\n  reserve: 0 B"));
    AuditConfig audit = ConfigLoader.load(file).audit();
    assertThat(audit.directory()).isEqualTo(path("log"));
    assertThat(audit.domestic()).isEqualTo(path("log-domestic"));
    assertThat(audit.reserve()).isEqualTo(new ByteSize(0));
  }

  @Test
  void records_haveDefaultsAndTakeEveryKey() {
    assertThat(least().records())
        .isEqualTo(new RecordsConfig(new Retention(10), new Officers(List.of()), 20, null));
    assertThat(full().records().personSearches()).isEqualTo(5);
    assertThat(full().records().retention()).isEqualTo(new Retention(15));
    assertThat(full().records().officers().keys())
        .extracting(VerifierKey::name)
        .containsExactly("officer-1.hospital.example", "officer-2.hospital.example");
    assertThat(full().records().api())
        .isEqualTo(
            new RecordsConfig.Api(
                "10.0.0.5",
                8447,
                path("tls/tiles.pem"),
                path("keys/tiles.key"),
                List.of(Cidr.parse("10.40.0.0/16")),
                Set.of("officers.hospital.example:8447")));
  }

  @Test
  void folders_haveDefaultsAndTakeEveryKey() {
    assertThat(least().keys()).isEqualTo(new KeysConfig(path("keys"), null));
    assertThat(full().keys()).isEqualTo(new KeysConfig(path("secrets"), path("keys/log.password")));
    assertThat(least().state()).isEqualTo(new StateConfig(path("state")));
    assertThat(full().state()).isEqualTo(new StateConfig(path("cuts")));
  }

  @Test
  void spool_hasDefaultsAndTakesEveryKey() {
    assertThat(least().spool())
        .isEqualTo(new SpoolConfig(path("spool"), size("8 MiB"), size("8 GiB")));
    assertThat(full().spool())
        .isEqualTo(new SpoolConfig(path("waiting"), size("1 MiB"), size("2 GiB")));
  }

  @Test
  void outbound_hasDefaultsAndTakesEveryKey() {
    assertThat(least().outbound().hosts()).isEmpty();
    assertThat(least().outbound().networks())
        .extracting(Cidr::toString)
        .containsExactly(
            "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7");
    assertThat(least().outbound().connectTimeout()).isEqualTo(s(5));
    assertThat(full().outbound())
        .isEqualTo(
            new OutboundConfig(
                Stream.of(
                        "ehr.hospital.example:8080",
                        "opa.hospital.example:443",
                        "tsa.example:444",
                        "witness.example:443")
                    .map(HostPort::parse)
                    .toList(),
                List.of(Cidr.parse("10.0.0.0/8")),
                s(2)));
  }

  @Test
  void tables_haveDefaultsAndTakeEveryKey() {
    assertThat(least().tables())
        .isEqualTo(new TableLimits(20_000_000, 1000, size("64 KiB"), 32, 100_000));
    assertThat(full().tables())
        .isEqualTo(new TableLimits(1_000_000, 200, size("16 KiB"), 16, 5000));
  }

  private GatewayConfig least() {
    return folder.load(ConfigFolder.resource("least.yaml"));
  }

  private GatewayConfig full() {
    return folder.load(ConfigFolder.resource("full.yaml"));
  }

  private Specification spec() {
    return new Specification("s", "", path(""));
  }

  private Path path(String name) {
    return folder.path(name);
  }

  private static ByteSize size(String written) {
    return ByteSize.parse(written);
  }

  private static Duration s(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}

package io.dukou.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.gateway.yaml.UnusableFileException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and how the place and the remedy are named. */
final class ConfigProblemsTest {
  private static final String ONE_TABLE =
      "attributes: {AGE: {role: quasi-identifier}}\nmodels: [{type: k-anonymity, k: 5}]\n";
  private static final String TWO_TABLES =
      """
      subject: USUBJID
      tables:
        subjects: {attributes: {AGE: {role: quasi-identifier}}}
        events: {attributes: {AEDECOD: {role: quasi-identifier}}}
      models: [{type: k-anonymity, k: 5}]
      """;

  @TempDir private Path temporary;
  private ConfigFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = ConfigFolder.in(temporary);
  }

  @Test
  void everyProblem_isNamedAtItsPlaceInOneGo() {
    assertThat(
            folder.problems(
                """
                server:
                  port: 99999
                  idleTimout: 60s
                identity:
                  jwt:
                    issuer: https://login.example
                    audience: dukou
                    algorithm: HS256
                    maxLifetime: soon
                    publicKeys: [identity/one.pem, identity/none.pem]
                facts: {files: [facts.yaml]}
                audit: {origin: dukou.example/log}
                audit: {origin: other.example/log}
                extra: true
                """))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("2:9: 'server.port': '99999': write a whole number"),
            p -> assertThat(p).startsWith("3:3: unknown key 'server.idleTimout': "),
            p -> assertThat(p).startsWith("6:5: 'identity.jwt.expiryLeeway' is missing: add it"),
            p -> assertThat(p).startsWith("8:16: 'identity.jwt.algorithm': 'HS256': write one of"),
            p -> assertThat(p).startsWith("9:18: 'identity.jwt.maxLifetime': 'soon': write a dur"),
            p -> assertThat(p).startsWith("10:36: 'identity.jwt.publicKeys[1]': 'identity/none"),
            p -> assertThat(p).startsWith("13:1: 'audit' is already set in line 12: keep one"),
            p -> assertThat(p).startsWith("14:1: unknown key 'extra': "));
  }

  @Test
  void databaseBesideFolders_isRefusedAndShowsNoCredentials() {
    assertThat(
            folder.problems(
                ConfigFolder.resource("least.yaml")
                    .replace(
                        "audit:",
                        """
                        audit:
                          directory: log
                          database:
                            url: jdbc:postgresql://db.example/log?password=hush
                            user: dukou
                            lease: 3s\
                        """
                            .stripTrailing())))
        .anySatisfy(p -> assertThat(p).contains("'audit.directory': the log is in the database"))
        .anySatisfy(p -> assertThat(p).contains("user and password have keys of their own"))
        .noneSatisfy(p -> assertThat(p).contains("hush"));
  }

  @Test
  void recordsKeptTooShortlyAndOfficersThatAreNone_areRefused() {
    String least = ConfigFolder.resource("least.yaml");
    String officer = "a+0bc0b972+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
    assertThat(folder.problems(least + "records: {years: 2, officers: [%s]}".formatted(officer)))
        .satisfiesExactly(
            p -> assertThat(p).contains("'records.years': '2': write a whole number from 3 to"),
            p -> assertThat(p).contains("'records.officers[0]'", "`dukou officer keygen`"));
    String one = "officer-1.hospital.example+0bc0b972+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
    assertThat(folder.problems(least + "records: {officers: [%s, %s]}".formatted(one, one)))
        .singleElement()
        .asString()
        .contains("two officers have one name or one key");
  }

  @Test
  void apiWithoutOfficersNetworksOrTls_isRefused() {
    String least = ConfigFolder.resource("least.yaml");
    String one = "officer-1.hospital.example+0bc0b972+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
    assertThat(folder.problems(least + "records: {api: {port: 1, networks: [10.0.0.0/8]}}"))
        .anySatisfy(p -> assertThat(p).contains("name their keys in officers"));
    String with = least + "records: {officers: [" + one + "], api: {%s}}";
    assertThat(folder.problems(with.formatted("port: 1")))
        .anySatisfy(p -> assertThat(p).contains("name the networks in China"));
    assertThat(folder.problems(with.formatted("port: 1, host: 10.0.0.5, networks: [10.0.0.0/8]")))
        .anySatisfy(p -> assertThat(p).contains("name certificate and key, or listen on a loop"));
  }

  @Test
  void countryThatDoesNotExist_isRefused() {
    assertThat(
            folder.problems(
                ConfigFolder.resource("least.yaml")
                    + """
                    clients:
                      - {id: a, organisation: A, recipient: r, purpose: p, country: XX, token: t}
                    """))
        .singleElement()
        .asString()
        .contains("country: write an ISO 3166 code");
  }

  @Test
  void misspeltKey_isToldWhatWasMeant() {
    String yaml = least() + "spool: {memmory: 1 MiB}\n";
    assertThat(folder.problems(yaml))
        .containsExactly(
            at(yaml, "memmory") + " unknown key 'spool.memmory': did you mean 'memory'?");
  }

  @ParameterizedTest
  @CsvSource({
    "concurrentRequests: 10, concurrentRequestsPerClient is larger than concurrentRequests",
    "connections: 10, connectionsPerPeer is larger than connections"
  })
  void shareLargerThanTheWhole_isRefused(String limit, String problem) {
    assertThat(folder.problems(least() + "server: {limits: {" + limit + "}}\n"))
        .singleElement()
        .asString()
        .contains(problem);
  }

  @ParameterizedTest
  @CsvSource({"''", "a", "/~", "/~2", "/a~", "/a/~1~"})
  void textThatIsNoJsonPointer_isRefused(String text) {
    assertThatThrownBy(() -> new OriginConfig.Pointer(URI.create("https://h/"), text))
        .hasMessageContaining("write a JSON pointer");
  }

  @Test
  void longJsonPointer_isTakenWithoutMuchStack() {
    String pointer = "/a~0~1".repeat(50_000);
    OriginConfig.Pointer version = new OriginConfig.Pointer(URI.create("https://h/"), pointer);
    assertThat(version.pointer()).isEqualTo(pointer);
  }

  @Test
  void unknownKeyInAListElement_isNamedWithItsIndex() {
    String yaml = full().replace("    recipient:", "    reciver: x\n    recipient:");
    assertThat(folder.problems(yaml))
        .containsExactly(at(yaml, "reciver") + " unknown key 'clients[0].reciver': leave it out");
  }

  @Test
  void requiredTokenSettings_areEachAskedFor() {
    assertThat(folder.problems(least().replaceAll("(?s)issuer.*jwks:", "jwks:")))
        .hasSize(5)
        .allMatch(problem -> problem.contains("is missing"))
        .anyMatch(problem -> problem.contains("'identity.jwt.issuer'"))
        .anyMatch(problem -> problem.contains("'identity.jwt.audience'"))
        .anyMatch(problem -> problem.contains("'identity.jwt.algorithm'"))
        .anyMatch(problem -> problem.contains("'identity.jwt.maxLifetime'"))
        .anyMatch(problem -> problem.contains("'identity.jwt.expiryLeeway'"));
  }

  @Test
  void gatewayThatNobodyCanUse_isRefused() {
    assertThat(folder.problems(least().replaceAll("(?s)identity:.*facts:", "facts:")))
        .containsExactly(
            "2:1: 'identity': nobody could authenticate: add jwt, or clientCertificates: true");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "localhost, true",
    "'::1', true",
    "0.0.0.0, false",
    "'::', false",
    "10.1.2.3, false",
    "localhost.example, false",
    "1270.0.0.1, false"
  })
  void listeningWithoutTls_isOnlyForLoopback(String host, boolean allowed) {
    List<String> problems = folder.problems(least() + "server: {host: '" + host + "'}\n");
    assertThat(problems.isEmpty()).isEqualTo(allowed);
    assertThat(problems).allMatch(problem -> problem.contains("without tls only a loopback"));
  }

  @Test
  void countersAreShownOnLoopbackOnly() {
    assertThat(folder.problems(full().replace("127.0.0.2", "10.1.2.3")))
        .containsExactly(
            at(full(), "host: 127.0.0.2")
                + " 'server.admin.host': health and counters are shown on a loopback address only,"
                + " such as 127.0.0.1");
  }

  @Test
  void tlsThatEndsElsewhere_isTakenWhenStated() {
    String yaml = least() + "server: {host: 0.0.0.0, tls: {terminatedBy: nginx on this host}}\n";
    assertThat(folder.load(yaml).server().transport())
        .isEqualTo(new ServerConfig.TerminatedElsewhere("nginx on this host"));
  }

  @Test
  void tls_needsCertificateAndKeyTogetherAndEndsInOnePlace() {
    String half = least() + "server: {tls: {certificate: tls/server.pem}}\n";
    assertThat(folder.problems(half))
        .containsExactly(
            at(half, "{certificate")
                + " 'server.tls.certificate' and 'key' belong together: name both files");
    String both = least() + "server: {tls: {terminatedBy: x, certificate: tls/server.pem}}\n";
    assertThat(folder.problems(both))
        .containsExactly(
            at(both, "terminatedBy")
                + " 'server.tls.terminatedBy': TLS ends either here or elsewhere: keep this key"
                + " alone");
  }

  @ParameterizedTest
  @CsvSource({
    "keys/origin.token, rw-r-----",
    "tls/server.key, rw----r--",
    "keys/opa.token, rw--w----"
  })
  void secretFile_isRefusedWhenOthersCanUseIt(String name, String permissions) throws Exception {
    Files.setPosixFilePermissions(folder.path(name), PosixFilePermissions.fromString(permissions));
    assertThat(folder.problems(full()))
        .singleElement()
        .asString()
        .contains("others than its owner can use it: run chmod 600");
  }

  @Test
  void keyFolder_isRefusedWhenOthersCanEnterIt() throws Exception {
    Files.setPosixFilePermissions(
        folder.path("secrets"), PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(folder.problems(full())).singleElement().asString().contains("chmod 700");
  }

  @Test
  void plainHttp_leavesTheMachineOnlyWithAReason() {
    assertThat(folder.problems(full().replaceAll("      allowPlainText.*\n", "")))
        .singleElement()
        .asString()
        .contains("'routes[0].origin.url': plain http leaves this machine");
    assertThat(folder.problems(full().replace("url: http:", "url: https:")))
        .anyMatch(p -> p.contains("allowPlainText': nothing here needs it: leave it out"));
  }

  @Test
  void originThatIsNotOnTheOutboundList_isRefusedAtItsRoute() {
    assertThat(folder.problems(full().replace("hosts: [ehr.hospital.example:8080, ", "hosts: [")))
        .contains(
            at(full(), "origin:\n")
                + " 'routes[0].origin': 'ehr.hospital.example:8080' is read: add it to"
                + " outbound.hosts");
  }

  @ParameterizedTest
  @CsvSource({
    "/studies/lc001, overlaps",
    "/studies/lc001/adsl/deep, overlaps",
    "/studies/lc001/adsl, overlaps",
    "/studies/lc001/adsl2, ''",
    "/studies/lc001/ads, ''"
  })
  void prefixes_mayNotBeginEachOther(String prefix, String expected) {
    List<String> problems = folder.problems(full().replace("facts:\n", secondRoute(prefix)));
    assertThat(problems.isEmpty()).isEqualTo(expected.isEmpty());
    assertThat(problems).allMatch(problem -> problem.contains(expected));
  }

  @Test
  void sameDatasetBehindTwoPrefixes_isRefused() {
    String second = secondRoute("/other").replace("dataset: other", "dataset: adsl");
    assertThat(folder.problems(full().replace("facts:\n", second)))
        .singleElement()
        .asString()
        .contains("'routes[1].dataset': is behind /studies/lc001/adsl already");
  }

  @ParameterizedTest
  @CsvSource({
    "relative",
    "/",
    "/a/",
    "/a//b",
    "/a/../b",
    "/a/.hidden",
    "/a%2fb",
    "/a b",
    "/livez",
    "/receipts/x",
    "/a?b"
  })
  void prefix_isAPlainPathOutsideTheGatewaysOwn(String prefix) {
    assertThat(folder.problems(full().replace("/studies/lc001/adsl", "'" + prefix + "'")))
        .singleElement()
        .asString()
        .startsWith(at(full(), "/studies/lc001/adsl") + " 'routes[0].prefix'");
  }

  @Test
  void clientsMayNotShareCredentials() {
    String second =
        """
          - {id: two, organisation: T, recipient: r, purpose: p, country: CH,
             token: rhein-statistics-client}
        routes:
        """;
    String yaml = full().replace("routes:\n", second);
    assertThat(folder.problems(yaml))
        .containsExactly(
            at(yaml, "token: rhein-statistics-client}")
                + " 'clients[1].token': 'rhein-statistics-client' stands here twice: keep it in one"
                + " client");
  }

  @Test
  void clientWithoutCredentials_isRefused() {
    String yaml =
        least() + "clients: [{id: a, organisation: A, recipient: r, purpose: p, country: CH}]\n";
    assertThat(folder.problems(yaml))
        .containsExactly(
            at(yaml, "{id: a")
                + " 'clients[0]': this client cannot authenticate: add token or certificates");
  }

  @Test
  void networksOfAClientAbroad_areRefusedSinceTheyWouldMeanNothing() {
    assertThat(folder.problems(full().replace("country: CN", "country: HK")))
        .singleElement()
        .asString()
        .contains("networks only says where a client of country CN calls from");
  }

  @Test
  void certificatesOfClients_needAnAuthorityAndTheSwitch() {
    assertThat(folder.problems(full().replace("clientCertificates: true", "")))
        .hasSize(2)
        .anyMatch(problem -> problem.contains("server.tls.clientAuthorities is set"))
        .anyMatch(problem -> problem.contains("'clients[0].certificates': certificates are not"));
    assertThat(folder.problems(full().replace("    clientAuthorities: tls/clients.pem\n", "")))
        .singleElement()
        .asString()
        .contains("clientCertificates needs server.tls.clientAuthorities");
  }

  @Test
  void issuerKeys_comeFromExactlyOneSource() {
    String both = least().replace("    jwks:", "    publicKeys: [identity/one.pem]\n    jwks:");
    assertThat(folder.problems(both)).singleElement().asString().contains("keep exactly one");
    assertThat(folder.problems(least().replaceAll("    jwks.*\n", "")))
        .singleElement()
        .asString()
        .contains("keep exactly one");
  }

  @Test
  void opa_isNamedExactlyWhenItDecides() {
    assertThat(folder.problems(full().replace("engine: opa", "engine: embedded")))
        .singleElement()
        .asString()
        .contains("engine is embedded: leave opa out");
    String without = least() + "policy: {engine: opa}\n";
    assertThat(folder.problems(without))
        .containsExactly(at(without, "{engine") + " 'policy': engine is opa: add opa with its url");
  }

  @Test
  void plannerThatIsNotOnTheClassPath_isRefusedWithTheRemedy() {
    String yaml = least() + "planner: arx\n";
    assertThat(folder.problems(yaml))
        .containsExactly(
            at(yaml, "planner")
                + " 'planner': 'arx' is not on the class path: put its jars there (for arx see"
                + " docs/anonymizer.md), or write optimal");
  }

  @Test
  void logAndDomesticParts_lieApart() {
    String inside = "audit:\n  directory: log\n  domestic: log/inside";
    assertThat(folder.problems(least().replace("audit:", inside)))
        .singleElement()
        .asString()
        .contains("directory and domestic lie inside each other");
  }

  @Test
  void csvForm_isForCsvOnly() {
    assertThat(folder.problems(full().replace("format: csv", "format: ndjson")))
        .containsExactly(
            at(full(), "csv:\n")
                + " 'routes[0].origin.csv': the format is not csv: leave this section out");
  }

  @Test
  void inlineSpecification_keepsItsPlaceInTheFile() {
    String yaml =
        full()
            .replace(
                "specification: specifications/adsl.yaml",
                "specification:\n      attributes:\n        AGE: {role: sensitive}");
    Specification specification = folder.load(yaml).routes().get(0).specification();
    assertThat(specification.name()).isEqualTo(folder.path("dukou.yaml").toString());
    int line = Integer.parseInt(at(yaml, "attributes").split(":", -1)[0]);
    assertThat(specification.text().lines().toList().get(line - 1)).isEqualTo("      attributes:");
    assertThat(specification.text().stripTrailing()).endsWith("        AGE: {role: sensitive}");
  }

  @Test
  void fileThatIsNotThere_isReportedAsAWhole() {
    Path missing = folder.path("none.yaml");
    assertThatThrownBy(() -> ConfigLoader.load(missing))
        .isInstanceOf(UnusableFileException.class)
        .hasMessage(missing + ": cannot be read: check its name and who may read it");
  }

  @Test
  void fileInAnotherEncoding_isReported() throws Exception {
    Path file = folder.path("latin.yaml");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xE9, '\n'});
    assertThatThrownBy(() -> ConfigLoader.load(file)).hasMessageContaining("is not UTF-8");
  }

  @Test
  void routesOfASetOfTables_areTakenWhereEveryTableHasOne() {
    assertThat(folder.problems(together("    table: events\n", "planner: optimal"))).isEmpty();
  }

  @Test
  void tableWithoutARoute_isRefusedAtTheRouteThatNamesTheSpecification() {
    String yaml = together("    table: subjects\n", "planner: optimal");
    assertThat(folder.problems(yaml))
        .containsExactly(
            at(yaml, "specification: specifications")
                + " 'routes[0].specification': no route of study LC-2026-001 that names it is"
                + " events: add one for each, or take them out of it",
            at(yaml, "table: subjects\nfacts")
                + " 'routes[1].table': table 'subjects' is behind /studies/lc001/adsl already:"
                + " name another as table, or remove the route");
  }

  @Test
  void datasetThatIsNoTableOfTheSpecification_isToldWhichThereAre() {
    String yaml = together("", "planner: optimal");
    assertThat(folder.problems(yaml))
        .contains(
            at(yaml, "dataset: other")
                + " 'routes[1].dataset': the specification has no table 'other': write as table"
                + " which one it is of subjects, events");
  }

  @Test
  void plannerOfOneTable_isRefusedForSeveral() {
    assertThat(folder.problems(together("    table: events\n", "planner: stand-in")))
        .singleElement()
        .asString()
        .contains("'routes[0].specification': planner 'stand-in' plans one table only");
  }

  @Test
  void personsOfAnotherKind_areRefusedInOneSet() {
    String person = "    person: {column: MPI, kind: master-index}\n";
    assertThat(folder.problems(together("    table: events\n" + person, "planner: optimal")))
        .singleElement()
        .asString()
        .contains("'routes[1].person': the kind is another than that of /studies/lc001/adsl");
  }

  @Test
  void tableOfASpecificationOfOne_isRefused() {
    folder.put("specifications/adsl.yaml", ONE_TABLE);
    assertThat(folder.problems(full()))
        .containsExactly(
            at(full(), "table: subjects")
                + " 'routes[0].table': the specification is of one table: leave this out");
  }

  /** Returns the full configuration with a second route to the same specification of two tables. */
  private String together(String more, String planner) {
    folder.put("specifications/adsl.yaml", TWO_TABLES);
    String second = secondRoute("/other").replace("facts:\n", more + "facts:\n");
    return full().replace("facts:\n", second).replace("planner: stand-in", planner);
  }

  /** Returns the line and column of the first {@code text} as problems give them. */
  private static String at(String yaml, String text) {
    String before = yaml.substring(0, yaml.indexOf(text));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return line + ":" + (before.length() - before.lastIndexOf('\n')) + ":";
  }

  private static String secondRoute(String prefix) {
    return """
      - prefix: %s
        study: LC-2026-001
        dataset: other
        origin:
          url: https://ehr.hospital.example:8080/other
          version: none
          format: json
        specification: specifications/adsl.yaml
    facts:
    """
        .formatted(prefix);
  }

  private static String full() {
    return ConfigFolder.resource("full.yaml");
  }

  private static String least() {
    return ConfigFolder.resource("least.yaml");
  }
}

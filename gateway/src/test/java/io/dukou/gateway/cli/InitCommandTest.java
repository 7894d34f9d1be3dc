package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.LogKeys;
import io.dukou.gateway.config.ConfigLoader;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.identity.DevTokens;
import io.dukou.gateway.keys.GatewayKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InitCommandTest {
  @TempDir private Path temporary;
  private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void nameFolder() {
    folder = temporary.resolve("new/gateway");
  }

  @Test
  void init_makesKeysThatLoadAndPrintsTheVerifierKey() {
    assertThat(execute("init", folder.toString())).isEqualTo(0);
    GatewayKeys keys = GatewayKeys.load(folder.resolve("keys"));
    assertThat(keys.counting()).isNotEqualTo(keys.domestic());
    LogKeys logKeys = LogKeys.load(GatewayKeys.logKeyFile(folder.resolve("keys")));
    assertThat(out.toString()).contains("verifier key  " + logKeys.vkey());
  }

  @Test
  void init_makesEveryFileItsOwnersAlone() throws Exception {
    execute("init", folder.toString());
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files)
          .hasSizeGreaterThan(8)
          .allMatch(file -> permissions(file).endsWith("------"), "owner only");
    }
  }

  @Test
  void init_namesTheLogAsAsked() {
    assertThat(execute("init", "--log-name", "dukou.hospital.example/log", folder.toString()))
        .isEqualTo(0);
    assertThat(out.toString()).contains("verifier key  dukou.hospital.example/log+");
  }

  @Test
  void logNameThatNoCheckpointCanCarry_isBadInput() {
    assertThat(execute("init", "--log-name", "two words", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--log-name: 'two words' cannot name a log");
    assertThat(folder).doesNotExist();
  }

  @Test
  void secondInit_changesNothing() throws Exception {
    execute("init", folder.toString());
    byte[] key = Files.readAllBytes(folder.resolve("keys/counting.key"));
    assertThat(execute("init", folder.toString())).isEqualTo(2);
    Files.delete(folder.resolve("dukou.yaml"));
    Files.delete(folder.resolve("facts.yaml"));
    Files.delete(folder.resolve("consents.csv"));
    Files.delete(folder.resolve("specifications/dm.yaml"));
    assertThat(execute("init", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is there already and stays as it is");
    assertThat(Files.readAllBytes(folder.resolve("keys/counting.key"))).isEqualTo(key);
  }

  @Test
  void starterConfiguration_lacksOnlyTheIssuersKey() {
    execute("init", folder.toString());
    assertThat(check()).isEqualTo(2);
    assertThat(out.toString())
        .contains("'identity.jwt.publicKeys[0]': 'identity/issuer.pem': there is no such file")
        .contains("1 to put right");
  }

  @Test
  void starterConfiguration_isSoundOnceTheIssuersKeyIsThere() throws Exception {
    execute("init", folder.toString());
    addIssuersKey();
    assertThat(check()).as(out.toString()).isEqualTo(0);
    GatewayConfig config = ConfigLoader.load(folder.resolve("dukou.yaml"));
    assertThat(config.routes()).hasSize(1);
    assertThat(config.clients()).hasSize(1);
  }

  @Test
  void everyFileThatConfigurationNames_isChecked() throws Exception {
    execute("init", folder.toString());
    addIssuersKey();
    replace("facts.yaml", "dm:", "other:");
    replace("facts.yaml", "safety_review:", "other_purpose:");
    replace("specifications/dm.yaml", "k-anonymity", "k-anonymitee");
    replace("dukou.yaml", "origin: \"dukou.", "origin: \"other.");
    Files.writeString(folder.resolve("identity/issuer.pem"), "no key");
    Files.setPosixFilePermissions(
        folder.resolve("keys/cuts.key"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(check()).isEqualTo(2);
    assertThat(out.toString())
        .contains("route /studies/example/dm names dataset dm of study EXAMPLE-001")
        .contains("client example-statistics names purpose safety_review")
        .contains("specifications/dm.yaml:")
        .contains("is the key of log 'dukou.invalid/")
        .contains("issuer.pem: is not one public key")
        .contains("cuts.key: others than its owner can use it: run chmod 600")
        .contains("6 to put right");
  }

  @Test
  void boundsThatDataWouldMove_areRefusedBeforeAnybodyIsServed() throws Exception {
    execute("init", folder.toString());
    addIssuersKey();
    replace("specifications/dm.yaml", "width: 10", "width: 10, top: automatic");
    assertThat(check()).isEqualTo(2);
    assertThat(out.toString())
        .contains("specifications/dm.yaml:")
        .contains("write the number that the plan found")
        .contains("1 to put right");
  }

  @Test
  void modelOfThePlannedTableAlone_isRefusedForARoute() throws Exception {
    execute("init", folder.toString());
    addIssuersKey();
    Path file = folder.resolve("specifications/dm.yaml");
    Files.writeString(folder.resolve("specifications/subset.csv"), "AGE\n");
    String models = "models:\n  - {type: delta-presence, min: 0, max: 1, subset: subset.csv}\n";
    Files.writeString(file, Files.readString(file).replace("models:\n", models));
    assertThat(check()).isEqualTo(2);
    assertThat(out.toString())
        .contains("delta-presence holds for the planned table alone", "1 to put right");
  }

  @Test
  void layersThatSuppressedSubjectsDecide_areRefusedForARoute() throws Exception {
    execute("init", folder.toString());
    addIssuersKey();
    Path file = folder.resolve("specifications/dm.yaml");
    Files.writeString(file, Files.readString(file) + "refinement: {maxLayers: 3}\n");
    assertThat(check()).isEqualTo(2);
    assertThat(out.toString())
        .contains("leave refinement out here, it is for dukou plan and protect")
        .contains("1 to put right");
  }

  @Test
  void specificationOfSeveralTables_needsARouteForEach_andADatasetThatIsKeyCoded()
      throws Exception {
    execute("init", folder.toString());
    addIssuersKey();
    String specification =
        """
        subject: USUBJID
        key: SUBJKEY
        tables:
          dm: {attributes: {AGE: {role: quasi-identifier}}}
          ae: {attributes: {AEDECOD: {role: quasi-identifier}}}
        models: [{type: k-anonymity, k: 5}]
        """;
    Path file = Files.writeString(folder.resolve("specifications/dm.yaml"), specification);
    assertThat(check()).isEqualTo(2);
    assertThat(out.toString())
        .contains("'routes[0].specification': no route of study ")
        .contains(" that names it is ae: add one for each, or take them out of it");

    out.getBuffer().setLength(0);
    Files.writeString(file, specification.replaceFirst("  ae: .*\n", ""));
    assertThat(check()).isEqualTo(2);
    assertThat(out.toString())
        .contains("releases a table with a key, so dataset dm is key-coded: write")
        .contains("1 to put right");
    out.getBuffer().setLength(0);
    replace("facts.yaml", "identifiability: deid", "identifiability: keycoded");
    assertThat(check()).as(out.toString()).isZero();
  }

  @Test
  void configurationThatIsNotThere_isBadInput() {
    assertThat(check()).isEqualTo(2);
    assertThat(out.toString()).contains("dukou.yaml: cannot be read");
  }

  private void addIssuersKey() throws IOException {
    Files.createDirectories(folder.resolve("identity"));
    DevTokens issuer = DevTokens.create("https://login.example", "dukou", new SecureRandom());
    Files.writeString(folder.resolve("identity/issuer.pem"), issuer.publicKeyPem());
  }

  private void replace(String name, String target, String replacement) throws IOException {
    Path file = folder.resolve(name);
    String text = Files.readString(file);
    assertThat(text).contains(target);
    Files.writeString(file, text.replaceFirst(target, replacement));
  }

  private int check() {
    return execute("config", "check", "--config", folder.resolve("dukou.yaml").toString());
  }

  private static String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      return "unreadable";
    }
  }

  private int execute(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}

package io.dukou.gateway.endtoend;

import io.dukou.audit.DomesticKey;
import io.dukou.audit.DomesticStorage;
import io.dukou.audit.LogKeys;
import io.dukou.audit.LogStorage;
import io.dukou.audit.VerifierKey;
import io.dukou.gateway.identity.DevTokens;
import io.dukou.gateway.keys.GatewayKeys;
import io.dukou.gateway.keys.OwnerOnly;
import io.dukou.gateway.keys.SecretAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The folder of a gateway in a test: keys, configuration, facts in force, and consents of every
 * subject, as an operator would have written them.
 */
public final class Site {
  public static final String STUDY = "st-1";
  public static final String PREFIX = "/st-1/data";

  private static final String ISSUER = "https://login.test.example";
  private static final String AUDIENCE = "dukou-test";

  private final Path folder;
  private DevTokens tokens;

  private Site(Path folder, DevTokens tokens) {
    this.folder = folder;
    this.tokens = tokens;
  }

  /**
   * What differs between sites.
   *
   * @param originHost host and port of the origin
   * @param routes the routes in YAML, indented by two
   * @param specifications specification files by name and text, alternating
   * @param subjects who has consented
   * @param fields approved fields, separated by commas
   * @param more further top-level sections of the configuration
   */
  public record Plan(
      String originHost,
      String routes,
      List<String> specifications,
      List<String> subjects,
      String fields,
      String more) {}

  public static Site write(Path folder, Plan plan) throws IOException {
    SecureRandom random = new SecureRandom();
    Site site = new Site(folder, DevTokens.create(ISSUER, AUDIENCE, random));
    site.writeKeys(random);
    site.put("idp.pem", site.tokens.publicKeyPem());
    for (int i = 0; i < plan.specifications().size(); i += 2) {
      site.put(plan.specifications().get(i), plan.specifications().get(i + 1));
    }
    site.consents(plan.subjects(), subject -> "");
    site.put("facts.yaml", facts(plan.fields()));
    site.put("dukou.yaml", configuration(plan));
    return site;
  }

  public Path configuration() {
    return folder.resolve("dukou.yaml");
  }

  Path folder() {
    return folder;
  }

  /** Returns the folder of the log. */
  Path log() {
    return folder.resolve("audit/log");
  }

  /** Returns the keys of the log. */
  LogKeys logKeys() {
    return LogKeys.load(GatewayKeys.logKeyFile(folder.resolve("keys")));
  }

  /** Returns the public key that receipts are checked with. */
  VerifierKey verifierKey() {
    return logKeys().vkey();
  }

  /** Returns the domestic parts, with the key that opens them. */
  DomesticStorage domestic() {
    return domesticIn(LogStorage.posix(folder.resolve("audit/domestic")));
  }

  /** Returns the domestic parts that lie elsewhere, with the key that opens them. */
  DomesticStorage domesticIn(LogStorage storage) {
    byte[] key =
        GatewayKeys.load(folder.resolve("keys")).domestic().toByteArray(SecretAccess.grant());
    return new DomesticStorage(storage, DomesticKey.of(key));
  }

  /** Replaces a text that stands in a file, as an operator with an editor would. */
  void edit(String name, String from, String to) throws IOException {
    String text = Files.readString(folder.resolve(name));
    if (!text.contains(from)) {
      throw new IllegalArgumentException(name + " does not say " + from);
    }
    put(name, text.replace(from, to));
  }

  /** Puts another issuer's key into the place of the old one; tokens are the new one's now. */
  void renewIssuer() throws IOException {
    tokens = DevTokens.create(ISSUER, AUDIENCE, new SecureRandom());
    put("idp.pem", tokens.publicKeyPem());
  }

  public String token(String client) {
    return tokens.issue(client, Instant.now(), Duration.ofMinutes(30));
  }

  /** Writes the ledger anew; {@code withdrawnAt} gives a time for those who withdrew, else "". */
  void consents(List<String> subjects, Function<String, String> withdrawnAt) throws IOException {
    StringBuilder csv =
        new StringBuilder(
            "subject,version,basis,separate_sensitive,separate_export,recipients,purposes,"
                + "withdrawn_at\n");
    for (String subject : subjects) {
      csv.append(subject)
          .append(",ICF-1,consent,yes,yes,alpha|beta|gamma,label_update,")
          .append(withdrawnAt.apply(subject))
          .append('\n');
    }
    put("consents.csv", csv.toString());
  }

  void put(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void writeKeys(SecureRandom random) throws IOException {
    Path keys = folder.resolve("keys");
    OwnerOnly.makeFolder(keys);
    GatewayKeys.random(random).save(keys);
    LogKeys.generate("test.dukou.example/log", random).save(GatewayKeys.logKeyFile(keys));
  }

  private static String configuration(Plan plan) {
    return """
    server: {host: 127.0.0.1, port: 0, admin: {port: 0}}
    identity:
      jwt:
        issuer: %s
        audience: %s
        algorithm: ES256
        maxLifetime: 1h
        expiryLeeway: 5s
        publicKeys: [idp.pem]
    clients:
      - {id: alpha-1, organisation: Alpha, recipient: alpha, purpose: label_update, country: CH, token: alpha-1}
      - {id: beta-1, organisation: Beta, recipient: beta, purpose: label_update, country: DE, token: beta-1}
      - {id: gamma-1, organisation: Gamma, recipient: gamma, purpose: label_update, country: US, token: gamma-1}
    routes:
    %s
    facts: {files: [facts.yaml], recheck: 1s}
    audit: {origin: test.dukou.example/log, reserve: 0 B}
    outbound: {hosts: ["%s"]}
    %s
    """
        .formatted(ISSUER, AUDIENCE, plan.routes(), plan.originHost(), plan.more());
  }

  /** Alpha and beta are one group, gamma another; everything that the law asks for is there. */
  private static String facts(String fields) {
    StringBuilder recipients = new StringBuilder();
    StringBuilder notices = new StringBuilder();
    for (String recipient : List.of("alpha", "beta", "gamma")) {
      recipients.append(recipient(recipient));
      notices.append(
          "        %s: {recipientName: %s, items: [%s]}\n"
              .formatted(
                  recipient,
                  recipient + " AG",
                  "recipient-name, recipient-contact, purpose, method, categories,"
                      + " rights-procedure, necessity, impact, retention"));
    }
    return """
    exporters:
      hospital:
        domestic: true
        ciioNotified: false
        foreignHoldingPercent: 0
        foreignControl: false
        openingBalances:
          "%d": {sensitive: 0, nonSensitive: 0, signedBy: dpo, signedAt: "2026-01-01T09:00:00+08:00"}
    recipients:
    %sstudies:
      st-1:
        exporter: hospital
        protocolVersion: "1"
        foreignInspection: false
        enrolsUnderFourteen: false
        ethics: {number: EC-1, approvedAt: "2026-01-01T00:00:00+08:00", expiresAt: "2036-01-01T00:00:00+08:00", protocolVersion: "1", overseasScope: true}
        purposes:
          label_update: {approvedFields: [%s], retentionUntil: "2036-01-01T00:00:00+08:00"}
        datasets:
    %s
        consent:
          ledger: consents.csv
          version: ICF-1
          purposes: [label_update]
          categories: [health]
          minorRules: none
          notices:
    %s
    mechanisms:
      scc-1:
        exporter: hospital
        type: scc
        status: in-force
        officialForm: true
        effectiveAt: "2026-01-02T00:00:00+08:00"
        expiresAt: none
        filed: true
        filedAt: "2026-01-05T00:00:00+08:00"
        scope: {studies: [st-1], recipients: [alpha, beta, gamma], purposes: [label_update], categories: [health]}
    impactAssessments:
      pipia-1:
        exporter: hospital
        approvedAt: "2026-01-01T12:00:00+08:00"
        heads: [1, 2, 3, 4, 5, 6]
        scope: {studies: [st-1], recipients: [alpha, beta, gamma], purposes: [label_update], categories: [health]}
    """
        .formatted(
            java.time.Year.now(java.time.ZoneId.of("Asia/Shanghai")).getValue(),
            recipients,
            fields,
            datasets(),
            notices);
  }

  private static String datasets() {
    return DATASETS.stream()
        .map(name -> "      " + name + ": " + DATASET)
        .collect(Collectors.joining("\n"));
  }

  /** The datasets that the facts know; a route for one of them can be configured. */
  static final List<String> DATASETS =
      List.of(
          "data",
          "other",
          "adsl",
          "adae",
          "refused",
          "malformed",
          "outside",
          "column",
          "upgraded",
          "moved",
          "good");

  private static final String DATASET =
      "{categories: [health], identifiability: deid, sensitive: true, classification: {important:"
          + " false, coreOrSecret: false, signedBy: office}, storage: {region: CN, backupRegion:"
          + " CN, rentedOverseasServer: false}, genetics: {class: none}}";

  private static String recipient(String id) {
    String subRecipients = id.equals("alpha") ? "subRecipients: [beta], " : "";
    return """
      %s: {name: %s AG, country: CH, foreignControlled: true, %sscreening: {restrictedListed: false, listCheckedAt: "%s", judicialOrLawEnforcement: false, drugRegulator: false, authorityApproval: none}}
    """
        .formatted(id, id, subRecipients, Instant.now().minusSeconds(60));
  }
}

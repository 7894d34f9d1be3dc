package io.dukou.gateway.demo;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.LogKeys;
import io.dukou.gateway.keys.GatewayKeys;
import io.dukou.gateway.keys.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder of a demonstration: configuration, specifications, facts and consents, as an operator
 * would have written them. Worker threads only.
 */
final class DemoFolder {
  private static final String LOG_NAME = "demo.dukou.example/log";
  private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
  private static final String ETHICS_GRANTED =
      "{number: EC-2026-044, approvedAt: \"${yearStart}\", expiresAt: \"${inFiveYears}\","
          + " protocolVersion: \"2.1\", overseasScope: true}";
  private static final String ETHICS_PENDING = "{number: none, overseasScope: false}";

  private final Path folder;
  private final Map<String, String> values = new HashMap<>();

  private DemoFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes everything but the grounds for a transfer.
   *
   * @param folder an empty folder that only its owner can enter
   * @param origin the hospital's address
   * @param publicKey the identity provider's key as PEM
   * @param subjects who is in the study; every one has consented but each twentieth, who withdrew
   * @param now the time of the demonstration
   */
  static DemoFolder write(
      Path folder, URI origin, String publicKey, List<String> subjects, Instant now) {
    DemoFolder written = new DemoFolder(requireNonNull(folder, "folder"));
    written.makeKeys();
    written.setValues(origin, now);
    written.put("idp-public.pem", publicKey);
    written.put("consents.csv", consents(subjects, now));
    written.put("demographics.yaml", written.filled("demographics.yaml"));
    written.put("visits.yaml", written.filled("visits.yaml"));
    written.put("facts.yaml", written.facts(ETHICS_PENDING));
    written.put("dukou.yaml", written.filled("dukou.yaml"));
    return written;
  }

  /** Registers the standard contract, the impact assessment and the ethics approval. */
  void registerGrounds() {
    put("facts.yaml", facts(ETHICS_GRANTED) + filled("facts-grounds.yaml"));
  }

  /** Returns the configuration file. */
  Path configuration() {
    return folder.resolve("dukou.yaml");
  }

  /** Returns the folder. */
  Path path() {
    return folder;
  }

  private void makeKeys() {
    SecureRandom random = new SecureRandom();
    Path keys = folder.resolve("keys");
    try {
      OwnerOnly.makeFolder(keys);
    } catch (IOException e) {
      throw new UncheckedIOException("the demonstration's folder cannot be written", e);
    }
    GatewayKeys.random(random).save(keys);
    LogKeys.generate(LOG_NAME, random).save(GatewayKeys.logKeyFile(keys));
  }

  private void setValues(URI origin, Instant now) {
    OffsetDateTime today = now.atOffset(CHINA).truncatedTo(ChronoUnit.SECONDS);
    OffsetDateTime yearStart = today.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1);
    values.put("origin", origin.toString());
    values.put("originHost", origin.getHost() + ":" + origin.getPort());
    values.put("year", Integer.toString(today.getYear()));
    values.put("today", today.toString());
    values.put("yearStart", yearStart.toString());
    values.put("monthAgo", today.minus(Duration.ofDays(30)).toString());
    values.put("threeWeeksAgo", today.minus(Duration.ofDays(24)).toString());
    values.put("twoMonthsAgo", today.minus(Duration.ofDays(60)).toString());
    values.put("inFiveYears", yearStart.plusYears(5).toString());
  }

  private String facts(String ethics) {
    values.put("ethics", ethics);
    return filled("facts-before.yaml");
  }

  private static String consents(List<String> subjects, Instant now) {
    String withdrawn = now.minus(Duration.ofDays(10)).truncatedTo(ChronoUnit.SECONDS).toString();
    StringBuilder csv =
        new StringBuilder(
            "subject,version,basis,separate_sensitive,separate_export,recipients,purposes,"
                + "withdrawn_at\n");
    for (int i = 0; i < subjects.size(); i++) {
      csv.append(subjects.get(i))
          .append(",ICF-3,consent,yes,yes,rhein-pharma|aare-biostat,label_update,")
          .append(i % 20 == 19 ? withdrawn : "")
          .append('\n');
    }
    return csv.toString();
  }

  private String filled(String resource) {
    String text = read(resource);
    // Twice: a value may itself hold places to fill.
    for (int round = 0; round < 2; round++) {
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace("${" + value.getKey() + "}", value.getValue());
      }
    }
    return text;
  }

  private static String read(String resource) {
    try (InputStream in = DemoFolder.class.getResourceAsStream(resource)) {
      return new String(requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of the demonstration cannot be read", e);
    }
  }

  /** Replaces a file whole, so that a reader sees the old or the new one. */
  private void put(String name, String text) {
    try {
      Path temporary = Files.writeString(folder.resolve(name + ".new"), text);
      Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("the demonstration's folder cannot be written", e);
    }
  }
}

package io.dukou.gateway.config;

import static io.dukou.gateway.yaml.ValueTypes.TEXT;
import static io.dukou.gateway.yaml.ValueTypes.URL;
import static io.dukou.gateway.yaml.ValueTypes.duration;
import static io.dukou.gateway.yaml.ValueTypes.integer;
import static io.dukou.gateway.yaml.ValueTypes.oneOf;
import static io.dukou.gateway.yaml.ValueTypes.size;

import io.dukou.audit.MalformedException;
import io.dukou.audit.WitnessPolicy;
import io.dukou.audit.postgres.PostgresOptions;
import io.dukou.gateway.config.AuditConfig.Inspectors;
import io.dukou.gateway.config.AuditConfig.Suite;
import io.dukou.gateway.config.AuditConfig.Tiles;
import io.dukou.gateway.config.AuditConfig.TimeStamps;
import io.dukou.gateway.config.AuditConfig.Witnesses;
import io.dukou.gateway.keys.OwnerOnly;
import io.dukou.gateway.yaml.ByteSize;
import io.dukou.gateway.yaml.Read;
import io.dukou.gateway.yaml.YamlMap;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the sections that are mostly about files and folders. */
final class FoldersReader {
  private FoldersReader() {}

  /** Reads the section {@code facts}. */
  static Read<FactsConfig> facts(YamlMap map, PathTypes paths) {
    Read<List<Path>> files = map.values("files", paths.file());
    Read<Duration> recheck =
        map.value("recheck", duration(Duration.ofSeconds(1), Duration.ofDays(1)), "10s");
    return map.build(() -> new FactsConfig(files.get(), recheck.get()));
  }

  /** Reads the section {@code audit}. */
  static Read<AuditConfig> audit(YamlMap map, PathTypes paths) {
    Read<Path> directory = map.value("directory", paths.folderToMake(), "audit/log");
    Read<Path> domestic = map.value("domestic", paths.folderToMake(), "audit/domestic");
    Read<PostgresOptions> database =
        map.optionalSection("database", section -> database(section, paths));
    Read<ByteSize> reserve = map.value("reserve", size("0 B", "1 TiB"), "256 MiB");
    for (String key : List.of("directory", "domestic", "reserve")) {
      if (map.has("database") && map.has(key)) {
        map.problem(key, "the log is in the database: leave one of the two out");
      }
    }
    Read<String> origin = map.value("origin", TEXT);
    Read<Suite> suite = map.value("suite", oneOf(Suite.class), "default");
    Read<TimeStamps> stamps =
        map.optionalSection("timestamps", section -> timeStamps(section, paths));
    Read<Witnesses> witnesses =
        map.optionalSection("witnesses", section -> witnesses(section, paths));
    Read<Tiles> tiles = map.optionalSection("tiles", section -> tiles(section, paths));
    Read<Duration> completeness =
        map.value(
            "completenessInterval", duration(Duration.ofSeconds(1), Duration.ofHours(1)), "5s");
    return map.build(
        () ->
            new AuditConfig(
                directory.get(),
                domestic.get(),
                database.orNull(),
                reserve.get(),
                origin.get(),
                suite.get(),
                stamps.orNull(),
                witnesses.orNull(),
                tiles.orNull(),
                completeness.get()));
  }

  private static Read<Tiles> tiles(YamlMap map, PathTypes paths) {
    Read<String> host = map.value("host", TEXT, "127.0.0.1");
    Read<Integer> port = map.value("port", integer(0, 65_535));
    Read<Path> certificate = map.optional("certificate", paths.file());
    Read<Path> key = map.optional("key", paths.secretFile());
    Read<Inspectors> inspectors =
        map.optionalSection("inspectors", section -> inspectors(section, paths));
    return map.build(
        () ->
            new Tiles(
                host.get(), port.get(), certificate.orNull(), key.orNull(), inspectors.orNull()));
  }

  private static Read<Inspectors> inspectors(YamlMap map, PathTypes paths) {
    Read<Path> token = map.value("tokenFile", paths.secretFile());
    Read<List<Cidr>> networks = map.values("networks", ClientReader.NETWORK);
    return map.build(() -> new Inspectors(token.get(), networks.get()));
  }

  private static Read<Witnesses> witnesses(YamlMap map, PathTypes paths) {
    Read<Path> policy = map.value("policy", paths.file());
    Read<Witnesses.Mode> mode = map.value("mode", oneOf(Witnesses.Mode.class));
    Read<Duration> timeout =
        map.value("timeout", duration(Duration.ofMillis(100), Duration.ofMinutes(2)), "5s");
    Read<Duration> interval =
        map.value("interval", duration(Duration.ofSeconds(1), Duration.ofDays(1)), "1m");
    Read<Path> authorities = map.optional("authorities", paths.file());
    Optional<WitnessPolicy> read = policy.toOptional().flatMap(file -> policy(file, map));
    return map.build(
        () ->
            new Witnesses(
                read.orElseThrow(
                    () -> new IllegalArgumentException("the policy of witnesses cannot be read")),
                mode.get(),
                timeout.get(),
                interval.get(),
                authorities.orNull()));
  }

  private static Optional<WitnessPolicy> policy(Path file, YamlMap map) {
    try {
      return Optional.of(WitnessPolicy.parse(Files.readString(file)));
    } catch (IOException e) {
      map.problem("policy", "the file cannot be read");
    } catch (MalformedException e) {
      map.problem("policy", String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private static Read<PostgresOptions> database(YamlMap map, PathTypes paths) {
    Read<String> url = map.value("url", TEXT);
    Read<String> user = map.value("user", TEXT);
    Read<Path> password = map.optional("passwordFile", paths.secretFile());
    Read<Duration> lease =
        map.value("lease", duration(Duration.ofSeconds(3), Duration.ofMinutes(5)), "15s");
    Read<Duration> timeout =
        map.value("timeout", duration(Duration.ofSeconds(1), Duration.ofMinutes(3)), "10s");
    return map.build(
        () ->
            new PostgresOptions(
                url.get(), user.get(), password.orNull(), lease.get(), timeout.get()));
  }

  private static Read<TimeStamps> timeStamps(YamlMap map, PathTypes paths) {
    Read<URI> url = map.value("url", URL);
    Read<Path> roots = map.value("roots", paths.file());
    Read<Path> authorities = map.optional("authorities", paths.file());
    Read<Duration> interval =
        map.value("interval", duration(Duration.ofSeconds(1), Duration.ofDays(7)), "1h");
    return map.build(
        () -> new TimeStamps(url.get(), roots.get(), authorities.orNull(), interval.get()));
  }

  /** Reads the section {@code keys}. */
  static Read<KeysConfig> keys(YamlMap map, PathTypes paths) {
    Read<Path> directory = map.value("directory", paths.secretFolder(), "keys");
    directory
        .toOptional()
        .flatMap(OwnerOnly::faultOfFolder)
        .ifPresent(
            fault ->
                map.problem("directory", fault + " (dukou init makes the folder and its keys)"));
    Read<Path> password = map.optional("passwordFile", paths.secretFile());
    return map.build(() -> new KeysConfig(directory.get(), password.orNull()));
  }

  /** Reads the section {@code state}. */
  static Read<StateConfig> state(YamlMap map, PathTypes paths) {
    Read<Path> directory = map.value("directory", paths.folderToMake(), "state");
    return map.build(() -> new StateConfig(directory.get()));
  }

  /** Reads the section {@code spool}. */
  static Read<SpoolConfig> spool(YamlMap map, PathTypes paths) {
    Read<Path> directory = map.value("directory", paths.folderToMake(), "spool");
    Read<ByteSize> memory = map.value("memory", size("64 KiB", "1 GiB"), "8 MiB");
    Read<ByteSize> quota = map.value("quota", size("1 MiB", "16 TiB"), "8 GiB");
    return map.build(() -> new SpoolConfig(directory.get(), memory.get(), quota.get()));
  }
}

package io.dukou.gateway.config;

import static io.dukou.gateway.yaml.ValueTypes.TEXT;
import static io.dukou.gateway.yaml.ValueTypes.URL;
import static io.dukou.gateway.yaml.ValueTypes.duration;
import static io.dukou.gateway.yaml.ValueTypes.oneOf;
import static io.dukou.gateway.yaml.ValueTypes.size;

import io.dukou.gateway.config.OriginConfig.BodyDigest;
import io.dukou.gateway.config.OriginConfig.CsvForm;
import io.dukou.gateway.config.OriginConfig.EntityTag;
import io.dukou.gateway.config.OriginConfig.Format;
import io.dukou.gateway.config.OriginConfig.LastModified;
import io.dukou.gateway.config.OriginConfig.Pointer;
import io.dukou.gateway.config.OriginConfig.Trust;
import io.dukou.gateway.config.OriginConfig.Version;
import io.dukou.gateway.yaml.ByteSize;
import io.dukou.gateway.yaml.Read;
import io.dukou.gateway.yaml.ValueType;
import io.dukou.gateway.yaml.ValueType.Form;
import io.dukou.gateway.yaml.YamlMap;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code origin} of a route. */
final class OriginReader {
  private static final Map<String, Version> VERSIONS =
      Map.of(
          "etag", new EntityTag(), "last-modified", new LastModified(), "none", new BodyDigest());
  private static final ValueType<Version> VERSION =
      new ValueType<>("one of etag, last-modified, none", Form.TEXT, OriginReader::version);
  private static final ValueType<Character> DELIMITER =
      new ValueType<>("character", Form.TEXT, OriginReader::delimiter);
  private static final ValueType<Charset> ENCODING =
      new ValueType<>("encoding", Form.TEXT, OriginReader::encoding);

  private OriginReader() {}

  /** Reads the section. */
  static Read<OriginConfig> read(YamlMap map, PathTypes paths) {
    Read<URI> url = map.value("url", URL);
    Read<Version> version = map.either("version", VERSION, OriginReader::pointer);
    Read<Duration> recheck =
        map.value("recheck", duration(Duration.ZERO, Duration.ofDays(30)), "5m");
    Read<Duration> timeout =
        map.value("timeout", duration(Duration.ofSeconds(1), Duration.ofHours(4)), "60s");
    Read<ByteSize> maxBytes = map.value("maxBytes", size("1 KiB", "64 GiB"), "1 GiB");
    Read<Format> format = map.value("format", oneOf(Format.class));
    Read<CsvForm> csv = map.section("csv", OriginReader::csv);
    Read<Trust> trust = trust(map, paths, url, version);
    boolean isCsv = format.toOptional().filter(Format.CSV::equals).isPresent();
    if (map.has("csv") && map.has("format") && !isCsv) {
      map.problem("csv", "the format is not csv: leave this section out");
    }
    return map.build(
        () ->
            new OriginConfig(
                url.get(),
                version.get(),
                recheck.get(),
                timeout.get(),
                maxBytes.get(),
                format.get(),
                csv.get(),
                trust.get()));
  }

  private static Read<Version> pointer(YamlMap map) {
    Read<URI> url = map.value("url", URL);
    Read<String> pointer = map.value("pointer", TEXT);
    return map.build(() -> new Pointer(url.get(), pointer.get()));
  }

  private static Read<CsvForm> csv(YamlMap map) {
    Read<Character> delimiter = map.value("delimiter", DELIMITER, ",");
    Read<Charset> encoding = map.value("encoding", ENCODING, "UTF-8");
    return map.build(() -> new CsvForm(delimiter.get(), encoding.get()));
  }

  private static Read<Trust> trust(
      YamlMap map, PathTypes paths, Read<URI> url, Read<Version> version) {
    Read<Path> authorities = map.optional("authorities", paths.file());
    Read<Path> tokenFile = map.optional("tokenFile", paths.secretFile());
    Read<String> reason = map.optional("allowPlainText", TEXT);
    boolean dataSafe = url.toOptional().map(Loopback::protectedOrLocal).orElse(true);
    boolean versionSafe = versionUrl(version).map(Loopback::protectedOrLocal).orElse(true);
    if (!(dataSafe && versionSafe) && !map.has("allowPlainText")) {
      map.problem(
          dataSafe ? "version" : "url",
          "plain http leaves this machine: use https, or state in allowPlainText why it may");
    }
    if (dataSafe && versionSafe && map.has("allowPlainText")) {
      map.problem("allowPlainText", "nothing here needs it: leave it out");
    }
    return Read.of(new Trust(authorities.orNull(), tokenFile.orNull(), reason.orNull()));
  }

  private static Optional<URI> versionUrl(Read<Version> version) {
    return version
        .toOptional()
        .filter(Pointer.class::isInstance)
        .map(pointer -> ((Pointer) pointer).url());
  }

  private static Version version(String written) {
    return Optional.ofNullable(VERSIONS.get(written))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "write etag, last-modified, none, or a section with url and pointer"));
  }

  private static char delimiter(String written) {
    if (written.length() != 1 || "\"\r\n\0".contains(written)) {
      throw new IllegalArgumentException("write one character, such as \",\" or \"\\t\"");
    }
    return written.charAt(0);
  }

  private static Charset encoding(String written) {
    try {
      return Charset.forName(written);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException("write an encoding such as UTF-8 or GB18030", e);
    }
  }
}

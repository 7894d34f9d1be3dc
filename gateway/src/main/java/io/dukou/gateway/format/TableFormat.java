package io.dukou.gateway.format;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * A form in which a table crosses the gateway: what an origin sends in it, a caller gets in it.
 *
 * <p>A route's configuration names the format; the media type alone does not tell Dataset-JSON from
 * other JSON.
 */
public enum TableFormat {
  /** Comma-separated values with a header row, RFC 4180. */
  CSV("csv", "text/csv", "text/csv"),
  /** A JSON array of flat objects with equal keys. */
  JSON("json", "application/json", "application/json"),
  /** Flat JSON objects with equal keys, one a line. */
  NDJSON("ndjson", "application/x-ndjson", "application/ndjson"),
  /** CDISC Dataset-JSON 1.1, one JSON object. */
  DATASET_JSON("dataset-json", "application/json", "application/json"),
  /** CDISC Dataset-JSON 1.1 as NDJSON: the metadata, then one array a line. */
  DATASET_NDJSON("dataset-ndjson", "application/x-ndjson", "application/ndjson");

  private final String configName;
  private final String mediaType;
  private final String alias;

  TableFormat(String configName, String mediaType, String alias) {
    this.configName = configName;
    this.mediaType = mediaType;
    this.alias = alias;
  }

  /** Returns the format that a configuration calls {@code configName}. */
  public static Optional<TableFormat> ofConfigName(String configName) {
    return Arrays.stream(values())
        .filter(format -> format.configName.equals(configName))
        .findFirst();
  }

  /** Returns the name in a configuration. */
  public String configName() {
    return configName;
  }

  /** Returns the media type without parameters. */
  public String mediaType() {
    return mediaType;
  }

  /** Returns the content type of an answer in this format. */
  public String contentType() {
    return this == CSV ? "text/csv; charset=utf-8; header=present" : mediaType;
  }

  /**
   * Returns whether an origin's content type announces this format in the encoding that the route
   * declares. A missing charset is no contradiction, as the route declares it.
   */
  public boolean isAnnouncedBy(String contentType, ReadOptions options) {
    ContentType announced = ContentType.parse(contentType);
    return announced != null
        && (announced.isOf(mediaType) || announced.isOf(alias))
        && announced.allowsCharset(this == CSV ? options.csv().encoding().name() : "UTF-8")
        && announced.allowsHeader();
  }

  /**
   * Reads a whole body. Worker threads only; holds the table in memory, never the body.
   *
   * @param body stays open
   * @throws BadTableException if the bytes are no table of this format within the limits
   * @throws IOException if {@code body} fails
   */
  public ParsedTable read(InputStream body, ReadOptions options)
      throws IOException, BadTableException {
    requireNonNull(body, "body");
    requireNonNull(options, "options");
    return switch (this) {
      case CSV -> CsvTables.read(body, options);
      case JSON -> JsonTables.readArray(body, options);
      case NDJSON -> JsonTables.readLines(body, options);
      case DATASET_JSON -> DatasetTables.readObject(body, options);
      case DATASET_NDJSON -> DatasetTables.readLines(body, options);
    };
  }
}

package io.dukou.gateway.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dukou.gateway.pipeline.Problem;
import io.dukou.gateway.pipeline.ShownReason;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/**
 * Writes problems as {@code application/problem+json} (RFC 9457): {@code type}, {@code title},
 * {@code status}, {@code detail}, and the members {@code code}, {@code decision} and {@code
 * reasons}, always in this order.
 */
final class ProblemJson {
  /** The media type. */
  static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPE_PREFIX = "urn:dukou:problem:";
  private static final JsonFactory JSON = new JsonFactory();

  private ProblemJson() {}

  /** Returns {@code problem} as JSON in UTF-8; {@code decision} is left out when there is none. */
  static Buffer of(Problem problem, OptionalLong decision) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      write(json, problem, decision);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private static void write(JsonGenerator json, Problem problem, OptionalLong decision)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("type", TYPE_PREFIX + problem.code());
    json.writeStringField("title", problem.title());
    json.writeNumberField("status", problem.status());
    json.writeStringField("detail", problem.detail());
    json.writeStringField("code", problem.code());
    if (decision.isPresent()) {
      json.writeNumberField("decision", decision.getAsLong());
    }
    if (!problem.reasons().isEmpty()) {
      json.writeArrayFieldStart("reasons");
      for (ShownReason reason : problem.reasons()) {
        write(json, reason);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ShownReason reason) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", reason.rule());
    json.writeStringField("code", reason.code());
    json.writeArrayFieldStart("citations");
    for (String citation : reason.citations()) {
      json.writeString(citation);
    }
    json.writeEndArray();
    json.writeStringField("text_en", reason.textEn());
    json.writeStringField("text_zh", reason.textZh());
    json.writeEndObject();
  }
}

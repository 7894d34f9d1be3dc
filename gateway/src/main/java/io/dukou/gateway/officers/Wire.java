package io.dukou.gateway.officers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.audit.Hold;
import io.dukou.audit.LeafKind;
import io.dukou.audit.MalformedException;
import io.dukou.gateway.journal.IndexedEntry;
import io.dukou.gateway.journal.LogSearch;
import io.dukou.gateway.officers.RecordsDesk.Export;
import io.dukou.gateway.officers.RecordsDesk.Format;
import io.dukou.gateway.officers.RecordsDesk.Search;
import io.dukou.gateway.officers.RecordsDesk.Subject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The JSON that officers and gateway exchange. Reading refuses what it does not know, and no
 * message repeats what was sent.
 */
final class Wire {
  /** Bytes of a request at most. */
  static final int LONGEST_REQUEST = 16 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxStringLength(LONGEST_REQUEST)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Wire() {}

  /** Returns bytes as a JSON object. */
  static ObjectNode object(byte[] body) {
    try {
      JsonNode node = JSON.readTree(text(body));
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw DeskRefusal.malformed("the body is not one JSON object");
    } catch (JsonProcessingException e) {
      throw DeskRefusal.malformed("the body is not JSON");
    }
  }

  /** Returns bytes as a text. */
  static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(body))
          .toString();
    } catch (CharacterCodingException e) {
      throw DeskRefusal.malformed("the body is not UTF-8");
    }
  }

  static ObjectNode json() {
    return JsonNodeFactory.instance.objectNode();
  }

  static byte[] bytes(JsonNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  static ObjectNode of(Search search) {
    ObjectNode json = json().put("reason", search.reason());
    put(json, "from", search.from() == null ? null : search.from().toString());
    put(json, "until", search.until() == null ? null : search.until().toString());
    put(json, "party", search.party());
    put(json, "study", search.study());
    put(json, "decision", search.decision());
    put(json, "rule", search.rule());
    put(json, search.person());
    return json.put("start", search.start()).put("size", search.size());
  }

  static Search search(ObjectNode json) {
    requireOnly(
        json,
        Set.of(
            "reason",
            "from",
            "until",
            "party",
            "study",
            "decision",
            "rule",
            "person",
            "start",
            "size"));
    return new Search(
        time(json, "from"),
        time(json, "until"),
        text(json, "party"),
        text(json, "study"),
        text(json, "decision"),
        text(json, "rule"),
        person(json),
        reason(json),
        number(json, "start", 0),
        (int) Math.min(Integer.MAX_VALUE, number(json, "size", 50)));
  }

  static ObjectNode of(LogSearch.Page page) {
    ObjectNode json = json();
    ArrayNode found = json.putArray("found");
    for (IndexedEntry entry : page.found()) {
      ObjectNode each =
          found
              .addObject()
              .put("index", entry.index())
              .put("at", entry.at().toString())
              .put("kind", entry.kind().wireName())
              .put("party", entry.party())
              .put("study", entry.study())
              .put("dataset", entry.dataset())
              .put("outcome", entry.outcome());
      if (entry.table() >= 0) {
        each.put("table", entry.table());
      }
      entry.rules().forEach(each.putArray("rules")::add);
    }
    page.next().ifPresent(next -> json.put("next", next));
    return json.put("entry", page.entry());
  }

  static LogSearch.Page page(ObjectNode json) throws IOException {
    List<IndexedEntry> found = new ArrayList<>();
    for (JsonNode each : json.path("found")) {
      Set<String> rules = new TreeSet<>();
      each.path("rules").forEach(rule -> rules.add(rule.asText()));
      found.add(
          new IndexedEntry(
              each.path("index").asLong(),
              Instant.parse(each.path("at").asText()),
              kind(each.path("kind").asText()),
              each.path("party").asText(),
              each.path("study").asText(),
              each.path("dataset").asText(),
              each.path("outcome").asText(),
              new TreeSet<>(rules),
              each.path("table").asLong(-1)));
    }
    OptionalLong next =
        json.has("next") ? OptionalLong.of(json.path("next").asLong()) : OptionalLong.empty();
    return new LogSearch.Page(found, next, json.path("entry").asLong());
  }

  private static LeafKind kind(String word) throws IOException {
    for (LeafKind kind : LeafKind.values()) {
      if (kind.wireName().equals(word)) {
        return kind;
      }
    }
    throw new IOException("the gateway told of a kind of entry that is not known here");
  }

  static ObjectNode of(Subject subject, String reason) {
    ObjectNode json = json().put("reason", reason);
    ObjectNode what = json.putObject("forget");
    if (subject.entry() != null) {
      what.put("entry", subject.entry());
    }
    put(what, subject.person());
    return json;
  }

  static ObjectNode of(Hold hold, String reason) {
    ObjectNode json = json().put("reason", reason);
    json.set("lay", of(hold));
    return json;
  }

  static ObjectNode of(Hold hold) {
    ObjectNode json = json().put("id", hold.id());
    put(json, "study", hold.study());
    json.put("from", hold.from());
    return hold.to() == Hold.END ? json : json.put("to", hold.to());
  }

  static Hold hold(JsonNode json) {
    if (!(json instanceof ObjectNode hold)) {
      throw DeskRefusal.malformed("a hold is a JSON object");
    }
    requireOnly(hold, Set.of("id", "study", "from", "to"));
    String id = text(hold, "id");
    try {
      return new Hold(
          id == null ? "" : id,
          text(hold, "study"),
          number(hold, "from", 0),
          number(hold, "to", Hold.END));
    } catch (MalformedException e) {
      throw DeskRefusal.malformed(String.valueOf(e.getMessage()));
    }
  }

  static Subject subject(JsonNode json) {
    if (!(json instanceof ObjectNode subject)) {
      throw DeskRefusal.malformed("what is to be forgotten is a JSON object");
    }
    requireOnly(subject, Set.of("entry", "person"));
    return new Subject(subject.has("entry") ? number(subject, "entry", 0) : null, person(subject));
  }

  static ObjectNode of(Export export) {
    ObjectNode json = json().put("from", export.from());
    if (export.to() != null) {
      json.put("to", export.to());
    }
    return json.put("format", export.format().word())
        .put("domestic", export.domestic())
        .put("reason", export.reason());
  }

  static Export export(ObjectNode json) {
    requireOnly(json, Set.of("from", "to", "format", "domestic", "reason"));
    String format = text(json, "format");
    JsonNode domestic = json.path("domestic");
    if (!domestic.isMissingNode() && !domestic.isBoolean()) {
      throw DeskRefusal.malformed("domestic is true or false");
    }
    return new Export(
        number(json, "from", 0),
        json.has("to") ? number(json, "to", 0) : null,
        Format.of(format == null ? Format.ARCHIVE.word() : format)
            .orElseThrow(() -> DeskRefusal.malformed("format is archive, fhir or csv")),
        domestic.asBoolean(false),
        reason(json));
  }

  static String reason(ObjectNode json) {
    String reason = text(json, "reason");
    if (reason == null) {
      throw DeskRefusal.malformed("give a reason");
    }
    return reason;
  }

  static void requireOnly(ObjectNode json, Set<String> names) {
    Set<String> given = new HashSet<>();
    json.fieldNames().forEachRemaining(given::add);
    if (!names.containsAll(given)) {
      throw DeskRefusal.malformed(
          "the JSON has a name that is not known; these are: " + new TreeSet<>(names));
    }
  }

  static @Nullable String text(ObjectNode json, String name) {
    JsonNode value = json.path(name);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isTextual()) {
      throw DeskRefusal.malformed(name + " is a text");
    }
    requireSeen(value.textValue(), name);
    return value.textValue();
  }

  /** What an entry cannot hold, or a screen not show, is not looked for. */
  private static void requireSeen(String text, String name) {
    if (text.codePoints().anyMatch(Wire::isUnseen)) {
      throw DeskRefusal.malformed(name + " has a character in it that cannot be seen");
    }
  }

  private static boolean isUnseen(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL || type == Character.SURROGATE || type == Character.FORMAT;
  }

  private static List<String> person(ObjectNode json) {
    JsonNode lines = json.path("person");
    List<String> person = new ArrayList<>();
    boolean isList = lines.isMissingNode() || lines.isArray();
    for (JsonNode line : lines) {
      isList &= line.isTextual();
      requireSeen(line.asText(), "person");
      person.add(line.asText());
    }
    if (!isList || (person.isEmpty() && !lines.isMissingNode())) {
      throw DeskRefusal.malformed("person is a list of lines that describe a person");
    }
    return person;
  }

  private static @Nullable Instant time(ObjectNode json, String name) {
    String text = text(json, name);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw DeskRefusal.malformed(name + " is a time such as 2026-03-01T12:00:00+08:00");
    }
  }

  private static long number(ObjectNode json, String name, long absent) {
    JsonNode value = json.path(name);
    if (value.isMissingNode()) {
      return absent;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw DeskRefusal.malformed(name + " is a whole number, 0 or more");
    }
    return value.longValue();
  }

  private static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static void put(ObjectNode json, List<String> person) {
    if (!person.isEmpty()) {
      person.forEach(json.putArray("person")::add);
    }
  }
}

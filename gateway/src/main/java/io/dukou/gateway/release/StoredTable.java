package io.dukou.gateway.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.release.OrderKey;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything from which a protected table is made again, byte for byte. It holds keys and subjects
 * and lies encrypted in China.
 *
 * @param index index of the table's entry
 * @param cut number of the data cut
 * @param routeDigest digest of all the table depends on beside the cut
 * @param madeAt when it was made
 * @param group the recipients it was made for
 * @param uses recipients and purposes that every subject's consent covered
 * @param plan the release plan
 * @param planKey the key of the plan's classes
 * @param orderKey the key of the rows' order
 * @param excluded subjects left out before planning
 * @param withheld subjects held back because of what was given earlier
 * @param content digest of what the table releases, by which it is known again
 */
record StoredTable(
    long index,
    long cut,
    String routeDigest,
    Instant madeAt,
    SortedSet<String> group,
    Set<TableRequest.Use> uses,
    ReleasePlan plan,
    PlanKey planKey,
    OrderKey orderKey,
    Set<String> excluded,
    Set<String> withheld,
    String content) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the collections. */
  StoredTable {
    group = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(group));
    uses = Set.copyOf(uses);
    excluded = Set.copyOf(excluded);
    withheld = Set.copyOf(withheld);
  }

  /** Returns the text form. */
  byte[] toBytes() throws IOException {
    ObjectNode json =
        JSON.createObjectNode()
            .put("index", index)
            .put("cut", cut)
            .put("routeDigest", routeDigest)
            .put("madeAt", madeAt.toString())
            .put("plan", plan.toJson())
            .put("planKey", base64(planKey.secret()))
            .put("orderKey", base64(orderKey.exportSecret()))
            .put("content", content);
    group.forEach(json.putArray("group")::add);
    excluded.forEach(json.putArray("excluded")::add);
    withheld.forEach(json.putArray("withheld")::add);
    ArrayNode written = json.putArray("uses");
    uses.forEach(
        use -> written.addObject().put("recipient", use.recipient()).put("purpose", use.purpose()));
    return JSON.writeValueAsBytes(json);
  }

  /** Reads the text form. */
  static StoredTable of(byte[] bytes) throws IOException {
    JsonNode json = JSON.readTree(bytes);
    PlanKey planKey = PlanKey.of(bytes(json.path("planKey")));
    Set<TableRequest.Use> uses = new LinkedHashSet<>();
    json.path("uses")
        .forEach(
            use ->
                uses.add(
                    new TableRequest.Use(
                        use.path("recipient").textValue(), use.path("purpose").textValue())));
    return new StoredTable(
        json.path("index").longValue(),
        json.path("cut").longValue(),
        json.path("routeDigest").textValue(),
        Instant.parse(json.path("madeAt").textValue()),
        new TreeSet<>(texts(json.path("group"))),
        uses,
        ReleasePlan.fromStore(json.path("plan").textValue(), planKey),
        planKey,
        OrderKey.of(bytes(json.path("orderKey"))),
        texts(json.path("excluded")),
        texts(json.path("withheld")),
        json.path("content").asText());
  }

  /** Returns a text that names no subject and no key. */
  @Override
  public String toString() {
    return "StoredTable[entry " + index + "]";
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new HashSet<>();
    array.forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  private static String base64(byte[] secret) {
    return Base64.getEncoder().encodeToString(secret);
  }

  private static byte[] bytes(JsonNode base64) {
    return Base64.getDecoder().decode(base64.textValue());
  }
}

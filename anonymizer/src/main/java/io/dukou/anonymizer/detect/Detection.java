package io.dukou.anonymizer.detect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a table probably are.
 *
 * <p>It holds names of columns, codes, counts and shares, and no value of the table.
 *
 * @param records rows of the table
 * @param subject column that identifies a person; null if none was found
 * @param columns a proposal for each column, in their order
 * @param cautions what columns proposed as insensitive give away
 */
public record Detection(
    int records, @Nullable String subject, List<Proposal> columns, List<Caution> cautions) {
  /** The least class size that drafts ask for: 1/11 exceeds a risk of 0.09. */
  public static final int LEAST_CLASS = 11;

  /** Keeps copies. */
  public Detection {
    columns = List.copyOf(columns);
    cautions = List.copyOf(cautions);
  }

  /** Returns the columns that a person must look at, in their order. */
  public List<String> review() {
    return columns.stream().filter(Proposal::needsReview).map(Proposal::column).toList();
  }

  /** Returns this as one JSON object. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("records", records);
    json.put("subject", subject);
    ArrayNode listed = json.putArray("columns");
    columns.forEach(proposal -> listed.add(toJson(proposal)));
    ArrayNode warnings = json.putArray("warnings");
    cautions.forEach(caution -> warnings.add(toJson(caution)));
    review().forEach(json.putArray("review")::add);
    return json;
  }

  private static ObjectNode toJson(Proposal proposal) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("column", proposal.column());
    json.put("role", proposal.role().word());
    json.put("type", proposal.type().word());
    json.put("hierarchy", proposal.hierarchy());
    json.put("concept", proposal.concept().word());
    json.put("confidence", proposal.confidence());
    ObjectNode evidence = json.putObject("evidence");
    proposal.evidence().forEach(reason -> evidence.put(reason.code(), reason.share()));
    ArrayNode doubts = json.putArray("doubts");
    proposal.orderedDoubts().forEach(doubt -> doubts.add(doubt.code()));
    return json;
  }

  private static ObjectNode toJson(Caution caution) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", caution.kind().word());
    json.put("column", caution.column());
    json.put("related", caution.related());
    return json;
  }
}

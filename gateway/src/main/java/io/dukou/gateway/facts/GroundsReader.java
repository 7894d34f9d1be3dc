package io.dukou.gateway.facts;

import static io.dukou.gateway.yaml.ValueTypes.FLAG;
import static io.dukou.gateway.yaml.ValueTypes.IDENTIFIER;
import static io.dukou.gateway.yaml.ValueTypes.TIME;
import static io.dukou.gateway.yaml.ValueTypes.integer;
import static io.dukou.gateway.yaml.ValueTypes.oneOf;
import static io.dukou.gateway.yaml.ValueTypes.whole;

import io.dukou.gateway.facts.Mechanism.Filing;
import io.dukou.gateway.facts.Mechanism.Status;
import io.dukou.gateway.facts.Mechanism.Term;
import io.dukou.gateway.yaml.Read;
import io.dukou.gateway.yaml.ValueType;
import io.dukou.gateway.yaml.ValueType.Form;
import io.dukou.gateway.yaml.ValueTypes;
import io.dukou.gateway.yaml.YamlMap;
import java.time.Instant;
import java.util.List;

/** Reads the elements of the sections {@code mechanisms} and {@code impactAssessments}. */
final class GroundsReader {
  private static final ValueType<Term> TERM =
      new ValueType<>("time or none", Form.TEXT, GroundsReader::term);

  private GroundsReader() {}

  /** Reads one mechanism. */
  static Read<Mechanism> mechanism(String id, YamlMap map) {
    Read<String> exporter = map.value("exporter", IDENTIFIER);
    Read<Mechanism.Type> type = map.value("type", oneOf(Mechanism.Type.class));
    Read<Status> status = map.optional("status", oneOf(Status.class));
    Read<Boolean> officialForm = map.optional("officialForm", FLAG);
    Read<Instant> effectiveAt = map.optional("effectiveAt", TIME);
    Read<Term> term = map.optional("expiresAt", TERM);
    Read<Boolean> filed = map.optional("filed", FLAG);
    Read<Instant> filedAt = map.optional("filedAt", TIME);
    Read<Scope> scope = map.section("scope", m -> scope(m, true));
    return map.build(
        () ->
            new Mechanism(
                id,
                exporter.get(),
                type.get(),
                status.orNull(),
                officialForm.orNull(),
                effectiveAt.orNull(),
                term.toOptional().orElseGet(() -> new Term(false, null)),
                new Filing(filed.orNull(), filedAt.orNull()),
                scope.get()));
  }

  /** Reads one impact assessment. */
  static Read<ImpactAssessment> assessment(String id, YamlMap map) {
    Read<String> exporter = map.value("exporter", IDENTIFIER);
    Read<Instant> approvedAt = map.optional("approvedAt", TIME);
    Read<List<Integer>> heads = map.values("heads", integer(1, 6));
    Read<Scope> scope = map.section("scope", m -> scope(m, false));
    return map.build(
        () ->
            new ImpactAssessment(
                id, exporter.get(), approvedAt.orNull(), heads.get(), scope.get()));
  }

  private static Read<Scope> scope(YamlMap map, boolean countsPersons) {
    Read<List<String>> studies = FactLists.optional(map, "studies", IDENTIFIER, FactLists.MOST);
    Read<List<String>> recipients =
        FactLists.optional(map, "recipients", IDENTIFIER, FactLists.MOST);
    Read<List<String>> purposes = FactLists.optional(map, "purposes", IDENTIFIER, FactLists.MOST);
    Read<List<String>> categories =
        FactLists.optional(map, "categories", IDENTIFIER, FactLists.MOST);
    Read<Long> maxPersons =
        countsPersons ? map.optional("maxPersons", whole(0, 10_000_000_000L)) : Read.none();
    return map.build(
        () ->
            new Scope(
                studies.orNull(),
                recipients.orNull(),
                purposes.orNull(),
                categories.orNull(),
                maxPersons.orNull()));
  }

  private static Term term(String written) {
    return written.equals("none")
        ? new Term(true, null)
        : new Term(false, ValueTypes.TIME.parser().apply(written));
  }
}

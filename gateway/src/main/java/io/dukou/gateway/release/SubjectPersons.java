package io.dukou.gateway.release;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import io.dukou.gateway.config.RouteConfig.PersonColumn;
import io.dukou.gateway.cut.RouteTable;
import io.dukou.gateway.cut.TableSet;
import io.dukou.gateway.facts.PersonIdentifier;
import io.dukou.gateway.facts.PersonKeys;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The person key of each subject of tables that are released together: from the person columns
 * where they name one, else from study and subject, which can only count a person twice.
 */
final class SubjectPersons {
  private SubjectPersons() {}

  /**
   * Returns the key of every subject. Where rows of a subject name several persons, it is one of
   * them: of the first table that names any, the first in the order of their text.
   *
   * @param rows the rows of each table by its name
   */
  static Map<String, String> of(TableSet set, Map<String, Table> rows, PersonKeys keys) {
    Map<String, Optional<PersonIdentifier>> persons = new HashMap<>();
    for (RouteTable table : set.tables()) {
      Table own = requireNonNull(rows.get(table.name()), "rows");
      identifiers(own, subjects(table, own), table.config().person())
          .forEach(
              (subject, person) ->
                  persons.merge(subject, person, (one, other) -> one.isPresent() ? one : other));
    }
    Map<String, String> keyOf = new HashMap<>();
    persons.forEach(
        (subject, person) ->
            keyOf.put(subject, keys.key(set.study(), subject, person.orElse(null))));
    return keyOf;
  }

  /**
   * Returns the column that names the subjects of a table.
   *
   * @throws TableRefusedException DOES_NOT_FIT, if there is none
   */
  static Column subjects(RouteTable route, Table table) {
    String subject = route.spec().subject();
    if (subject == null || !table.has(subject)) {
      throw new TableRefusedException(
          TableRefusedException.Kind.DOES_NOT_FIT,
          "the cut has no subject column; name it as 'subject' in the specification");
    }
    return table.column(subject);
  }

  private static Map<String, Optional<PersonIdentifier>> identifiers(
      Table table, Column subjects, @Nullable PersonColumn person) {
    @Nullable String[] named = new @Nullable String[subjects.cardinality()];
    if (person != null && table.has(person.column())) {
      Column identifiers = table.column(person.column());
      for (int row = 0; row < table.rowCount(); row++) {
        String written = identifiers.valueAt(row);
        int code = subjects.code(row);
        String known = named[code];
        if (written != null && (known == null || written.compareTo(known) < 0)) {
          named[code] = written;
        }
      }
    }
    Map<String, Optional<PersonIdentifier>> persons = new HashMap<>();
    for (int code = 0; code < named.length; code++) {
      String subject = subjects.value(code);
      if (subject != null) {
        persons.put(subject, identifier(person, named[code]));
      }
    }
    return persons;
  }

  private static Optional<PersonIdentifier> identifier(
      @Nullable PersonColumn person, @Nullable String written) {
    return person == null || written == null
        ? Optional.empty()
        : PersonIdentifier.of(person.kind(), written);
  }
}

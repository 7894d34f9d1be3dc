package io.dukou.gateway.release;

import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import io.dukou.gateway.config.RouteConfig.PersonColumn;
import io.dukou.gateway.facts.PersonIdentifier;
import io.dukou.gateway.facts.PersonKeys;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The person key of each subject of a table: from the person column where it names one, else from
 * study and subject, which can only count a person twice.
 */
final class SubjectPersons {
  private SubjectPersons() {}

  /** Returns the key of every subject. Where a subject's rows name several persons, one of them. */
  static Map<String, String> of(
      Table table, Column subjects, String study, @Nullable PersonColumn person, PersonKeys keys) {
    String[] named = new String[subjects.cardinality()];
    if (person != null && table.has(person.column())) {
      Column identifiers = table.column(person.column());
      for (int row = 0; row < table.rowCount(); row++) {
        String written = identifiers.valueAt(row);
        int code = subjects.code(row);
        if (written != null && (named[code] == null || written.compareTo(named[code]) < 0)) {
          named[code] = written;
        }
      }
    }
    Map<String, String> persons = new HashMap<>();
    for (int code = 0; code < named.length; code++) {
      String subject = subjects.value(code);
      if (subject != null) {
        persons.put(subject, keys.key(study, subject, identifier(person, named[code])));
      }
    }
    return persons;
  }

  private static @Nullable PersonIdentifier identifier(
      @Nullable PersonColumn person, @Nullable String written) {
    return person == null || written == null
        ? null
        : PersonIdentifier.of(person.kind(), written).orElse(null);
  }
}

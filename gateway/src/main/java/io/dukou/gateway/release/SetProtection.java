package io.dukou.gateway.release;

import io.dukou.anonymizer.plan.ClassHash;
import io.dukou.anonymizer.plan.JudgedValues;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.release.Finding;
import io.dukou.anonymizer.release.IdentifierScan;
import io.dukou.anonymizer.release.ProtectedTable;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.StudyProtection;
import io.dukou.anonymizer.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The protected tables of a set, made together. Immutable; any thread. */
sealed interface SetProtection {
  /** Returns each table by its name, in the order of the set. */
  Map<String, Protection> protections();

  /** Returns the class, over all tables, of every released subject. */
  Map<String, ClassHash> classOfSubject();

  /** Returns the sensitive values of the subjects, as far as models look at them. */
  JudgedValues values();

  /**
   * Returns, by table, where released values point at a person.
   *
   * @param rows what the tables were made of
   */
  Map<String, List<Finding>> findings(Map<String, Table> rows);

  /** Returns what may leave, by table, in the order of the set. */
  default Map<String, ProtectedTable> tables() {
    Map<String, ProtectedTable> tables = new LinkedHashMap<>();
    protections().forEach((name, protection) -> tables.put(name, protection.table()));
    return tables;
  }

  /** A table that stands alone. */
  record OfTable(ReleasePlan plan, String name, Protection protection) implements SetProtection {
    @Override
    public Map<String, Protection> protections() {
      return Map.of(name, protection);
    }

    @Override
    public Map<String, ClassHash> classOfSubject() {
      return protection.classOfSubject();
    }

    @Override
    public JudgedValues values() {
      return protection.values();
    }

    @Override
    public Map<String, List<Finding>> findings(Map<String, Table> rows) {
      Table only = rows.values().iterator().next();
      return Map.of(
          name,
          IdentifierScan.scan(protection.table(), IdentifierScan.directIdentifiers(only, plan)));
    }
  }

  /** Several tables. */
  record OfStudy(StudyPlan plan, StudyProtection protection) implements SetProtection {
    @Override
    public Map<String, Protection> protections() {
      return protection.tables();
    }

    @Override
    public Map<String, ClassHash> classOfSubject() {
      return protection.classOfSubject();
    }

    @Override
    public JudgedValues values() {
      return protection.values();
    }

    @Override
    public Map<String, List<Finding>> findings(Map<String, Table> rows) {
      return IdentifierScan.scan(protection, plan, IdentifierScan.directIdentifiers(rows, plan));
    }
  }
}

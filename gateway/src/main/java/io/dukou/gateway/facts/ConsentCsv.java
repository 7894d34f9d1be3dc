package io.dukou.gateway.facts;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.dukou.gateway.facts.TabularConsentLedger.ConsentRow;
import io.dukou.gateway.facts.TabularConsentLedger.ConsentScope;
import io.dukou.gateway.yaml.Problem;
import io.dukou.gateway.yaml.Problems;
import io.dukou.gateway.yaml.ValueTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a consent ledger from CSV: UTF-8, comma, a header with exactly the columns of {@link
 * Column}, one row for each subject.
 *
 * <p>Problems name line and column and never a value: the file is personal data.
 */
final class ConsentCsv {
  private static final int MAXIMUM_PROBLEMS = 50;
  private static final int MAXIMUM_FIELD = 4096;
  private static final String CONSENT = "consent";

  private final String file;
  private final Problems problems;
  private final Set<String> versions;
  private final int problemsBefore;
  private final Map<Column, Integer> positions = new HashMap<>();
  private final Map<String, List<String>> lists = new HashMap<>();

  /**
   * Prepares reading.
   *
   * @param file the name that problems give the file
   * @param versions the versions of the form that the study goes by
   * @param problems where problems go
   */
  ConsentCsv(String file, Set<String> versions, Problems problems) {
    this.file = file;
    this.versions = versions;
    this.problems = problems;
    this.problemsBefore = problems.count();
  }

  /** The columns of the file. */
  enum Column {
    /** The subject as the datasets name it. */
    SUBJECT(true),
    /** The version of the informed-consent form that was signed. */
    VERSION(true),
    /** The legal basis, {@code consent} or a word for another one. */
    BASIS(true),
    /** Whether sensitive personal information was consented to separately, yes or no. */
    SEPARATE_SENSITIVE(true),
    /** Whether provision abroad was consented to separately, yes or no. */
    SEPARATE_EXPORT(true),
    /** The recipients it names, with {@code |} between them. */
    RECIPIENTS(true),
    /** The purposes it names, with {@code |} between them. */
    PURPOSES(true),
    /** Whether a guardian has consented separately, yes or no; empty is no. */
    GUARDIAN_SEPARATE(false),
    /** The subject's date of birth; empty is unknown. */
    BIRTH_DATE(false),
    /** When it was withdrawn: a time, or a date for its first moment in China; empty is not. */
    WITHDRAWN_AT(false),
    /** The first moment at which it no longer holds, likewise; empty is never. */
    EXPIRES_AT(false);

    private final boolean required;

    Column(boolean required) {
      this.required = required;
    }

    /** Returns the name in the header. */
    String header() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads the ledger; what could not be read is reported and left out. */
  TabularConsentLedger read(InputStream input, boolean enrolsUnderFourteen) throws IOException {
    TabularConsentLedger.Builder ledger = new TabularConsentLedger.Builder(enrolsUnderFourteen);
    try (CsvReader<CsvRecord> reader = open(input)) {
      Iterator<CsvRecord> records = reader.iterator();
      if (records.hasNext() && readHeader(records.next().getFields())) {
        while (records.hasNext() && !tooMany()) {
          addRow(ledger, records.next());
        }
      } else if (positions.isEmpty() && problems.count() == problemsBefore) {
        report(1, 0, "the file is empty: write the header at least");
      }
    } catch (CsvParseException e) {
      // Without its message, which may quote a field.
      report(0, 0, "this is not CSV: check quotes, the number of fields and the length of fields");
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof CharacterCodingException)) {
        throw e.getCause();
      }
      report(0, 0, "the file is not UTF-8: save it as UTF-8");
    }
    return ledger.build();
  }

  private static CsvReader<CsvRecord> open(InputStream input) {
    return CsvReader.builder()
        .missingFieldStrategy(FieldMismatchStrategy.STRICT)
        .extraFieldStrategy(FieldMismatchStrategy.STRICT)
        .allowUnclosedQuote(false)
        .detectBomHeader(false)
        .skipEmptyLines(true)
        .ofCsvRecord(new InputStreamReader(input, StandardCharsets.UTF_8.newDecoder()));
  }

  private boolean readHeader(List<String> header) {
    Map<String, Column> known = new HashMap<>();
    for (Column column : Column.values()) {
      known.put(column.header(), column);
    }
    for (int i = 0; i < header.size(); i++) {
      String name = i == 0 ? header.get(0).replace("\uFEFF", "") : header.get(i);
      Column column = known.get(name);
      if (column == null) {
        report(1, i, "unknown column: the columns are " + new TreeSet<>(known.keySet()));
      } else if (positions.putIfAbsent(column, i) != null) {
        report(1, i, "the column '" + name + "' stands here twice: keep one");
      }
    }
    for (Column column : Column.values()) {
      if (column.required && !positions.containsKey(column)) {
        report(1, 0, "the column '" + column.header() + "' is missing: add it");
      }
    }
    return problems.count() == problemsBefore;
  }

  private void addRow(TabularConsentLedger.Builder ledger, CsvRecord record) {
    Row row = new Row(record);
    String subject = row.text(Column.SUBJECT);
    int flags =
        row.flag(CONSENT.equals(row.text(Column.BASIS)), ConsentRow.BASIS_IS_CONSENT)
            | row.flag(versions.contains(row.text(Column.VERSION)), ConsentRow.VERSION_ACCEPTED)
            | row.flag(row.yes(Column.SEPARATE_SENSITIVE), ConsentRow.SENSITIVE)
            | row.flag(row.yes(Column.SEPARATE_EXPORT), ConsentRow.EXPORT)
            | row.flag(row.yes(Column.GUARDIAN_SEPARATE), ConsentRow.GUARDIAN);
    Instant withdrawnAt = row.time(Column.WITHDRAWN_AT);
    Instant expiresAt = row.time(Column.EXPIRES_AT);
    LocalDate birthDate = row.date(Column.BIRTH_DATE);
    ConsentScope scope = new ConsentScope(row.list(Column.RECIPIENTS), row.list(Column.PURPOSES));
    if (row.wrong) {
      return;
    }
    ConsentRow consent = new ConsentRow(subject, flags, withdrawnAt, expiresAt, birthDate, scope);
    if (!ledger.add(consent)) {
      row.report(Column.SUBJECT, "this subject has a row already: keep one");
    }
  }

  private void report(long line, int field, String message) {
    if (!tooMany()) {
      int at = (int) Math.min(line, Integer.MAX_VALUE);
      problems.add(new Problem(file, at, at == 0 ? 0 : field + 1, message));
    }
  }

  private boolean tooMany() {
    return problems.count() - problemsBefore >= MAXIMUM_PROBLEMS;
  }

  /** One record; reports what is wrong with its fields, numbered from 1. */
  private final class Row {
    private final CsvRecord record;
    private boolean wrong;

    Row(CsvRecord record) {
      this.record = record;
    }

    String field(Column column) {
      Integer position = positions.get(column);
      return position == null ? "" : record.getField(position);
    }

    String text(Column column) {
      String text = field(column);
      boolean unusable =
          text.isBlank()
              || text.length() > MAXIMUM_FIELD
              || text.chars().anyMatch(Character::isISOControl);
      if (unusable) {
        report(column, "write a text that is not blank, on one line");
      }
      return text;
    }

    int flag(boolean holds, int flag) {
      return holds ? flag : 0;
    }

    boolean yes(Column column) {
      String text = field(column);
      boolean empty = text.isEmpty() && !column.required;
      if (!empty && !text.equals("yes") && !text.equals("no")) {
        report(column, "write yes or no");
      }
      return text.equals("yes");
    }

    List<String> list(Column column) {
      String text = field(column);
      if (text.length() > MAXIMUM_FIELD) {
        report(column, "write a shorter list");
        return List.of();
      }
      return lists.computeIfAbsent(
          text, t -> t.isEmpty() ? List.of() : List.copyOf(new TreeSet<>(List.of(t.split("\\|")))));
    }

    @Nullable LocalDate date(Column column) {
      String text = field(column);
      try {
        return text.isEmpty() ? null : ValueTypes.DATE.parser().apply(text);
      } catch (IllegalArgumentException e) { // without its message, to show nothing of the value
        report(column, "write a date such as 1980-05-17, or nothing");
        return null;
      }
    }

    @Nullable Instant time(Column column) {
      String text = field(column);
      if (text.isEmpty()) {
        return null;
      }
      try {
        return text.length() == "2026-01-01".length()
            ? ValueTypes.DATE
                .parser()
                .apply(text)
                .atStartOfDay(TabularConsentLedger.SHANGHAI)
                .toInstant()
            : ValueTypes.TIME.parser().apply(text);
      } catch (IllegalArgumentException e) {
        report(column, "write a time such as 2026-03-01T09:00:00+08:00, a date, or nothing");
        return null;
      }
    }

    void report(Column column, String message) {
      wrong = true;
      int position = positions.getOrDefault(column, 0);
      ConsentCsv.this.report(
          record.getStartingLineNumber(), position, "'" + column.header() + "': " + message);
    }
  }
}

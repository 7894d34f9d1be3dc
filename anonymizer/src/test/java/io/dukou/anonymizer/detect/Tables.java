package io.dukou.anonymizer.detect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dukou.anonymizer.table.CsvLimits;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvReader;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Tables to look into: written in a test, or the real data beside the project. */
final class Tables {
  private Tables() {}

  /** Returns the table that a CSV text is. */
  static Table csv(String text) {
    InputStream input = new ByteArrayInputStream(text.getBytes(UTF_8));
    return CsvReader.read(input, CsvOptions.DEFAULT, CsvLimits.DEFAULT, "test.csv");
  }

  /** Returns a table of one column whose cells come from {@code next}. */
  static Table column(String name, int rows, Supplier<String> next) {
    TableBuilder builder = Table.builder(List.of(name));
    for (int row = 0; row < rows; row++) {
      builder.add(0, next.get());
      builder.endRow();
    }
    return builder.build();
  }

  /** Returns the proposal for the only column of a table. */
  static Proposal only(Table table) {
    return Detector.detect(table, null).columns().get(0);
  }

  /** Returns the proposal for a column. */
  static Proposal of(Detection detection, String column) {
    return detection.columns().stream()
        .filter(proposal -> proposal.column().equals(column))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the Adult table, or skips the test. */
  static Table adult() {
    try (InputStream input = Files.newInputStream(shared("adult/adult.csv"))) {
      return CsvReader.read(input, new CsvOptions(';', UTF_8), CsvLimits.DEFAULT, "adult.csv");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a dataset of the CDISC pilot study, or skips the test. */
  static Table cdisc(String name) {
    try {
      JsonNode dataset = new ObjectMapper().readTree(shared("cdisc/" + name).toFile());
      List<String> names = new ArrayList<>();
      dataset.get("columns").forEach(column -> names.add(column.get("name").asText()));
      TableBuilder builder = Table.builder(names);
      dataset.get("rows").forEach(row -> addRow(builder, row));
      return builder.build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addRow(TableBuilder builder, JsonNode row) {
    for (int column = 0; column < row.size(); column++) {
      if (!row.get(column).isNull() && !row.get(column).asText().isEmpty()) {
        builder.add(column, row.get(column).asText());
      }
    }
    builder.endRow();
  }

  /** Returns a define.xml of the CDISC pilot study, or skips the test. */
  static DefineXml define(String name) {
    try (InputStream input = Files.newInputStream(shared("cdisc/" + name))) {
      return DefineXml.read(input, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path shared(String name) {
    String declared = System.getProperty("dukou.shared");
    Path above = Path.of("").toAbsolutePath();
    while (declared == null
        && above.getParent() != null
        && !Files.isRegularFile(above.resolve("shared/data/" + name))) {
      above = above.getParent();
    }
    Path folder = declared == null ? above.resolve("shared") : Path.of(declared);
    Path file = folder.resolve("data").resolve(name);
    assumeTrue(Files.isRegularFile(file), "SKIPPED: no " + name + " in ../shared/data");
    return file;
  }
}

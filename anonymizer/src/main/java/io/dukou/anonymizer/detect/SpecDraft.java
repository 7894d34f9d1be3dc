package io.dukou.anonymizer.detect;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.CsvOptions;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A specification file made of proposals, with comments where a person must decide.
 *
 * <p>Planning accepts it as it is and does not read comments: a column that is not recognised is
 * withheld until somebody changes its role, but one that is recognised, surely or not, would be
 * released as proposed.
 */
public final class SpecDraft {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
  private static final Set<String> NOT_PLAIN =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");
  private static final int COMMENT_COLUMN = 72;

  private final Detection detection;
  private final StringBuilder text = new StringBuilder();

  private SpecDraft(Detection detection) {
    this.detection = detection;
  }

  /**
   * Returns the text of the file.
   *
   * @param csv how the table is written; null if it is no CSV
   */
  public static String of(Detection detection, @Nullable CsvOptions csv) {
    return new SpecDraft(requireNonNull(detection, "detection")).write(csv);
  }

  private String write(@Nullable CsvOptions csv) {
    line("# Proposed by dukou detect. Nobody has looked at it yet: read every line, above all");
    line("# those marked REVIEW, before a plan is made from it: some of them would be released.");
    writeCsv(csv);
    if (detection.subject() != null) {
      line("subject: " + quoted(detection.subject()) + "  # k counts the persons told apart by it");
    } else {
      line("# no column tells persons apart, so each row counts as a person: is that so?");
    }
    line("attributes:");
    detection.columns().forEach(this::writeColumn);
    line("models:");
    line("  - {type: k-anonymity, k: " + Detection.LEAST_CLASS + "}");
    line("suppressionLimit: 0.05");
    return text.toString();
  }

  private void writeCsv(@Nullable CsvOptions csv) {
    if (csv != null && !csv.equals(CsvOptions.DEFAULT)) {
      String encoding = csv.encoding().equals(StandardCharsets.UTF_8) ? "UTF-8" : "GB18030";
      String delimiter = csv.delimiter() == '\t' ? "\\t" : escaped(csv.delimiter());
      line("csv: {delimiter: \"" + delimiter + "\", encoding: " + encoding + "}");
    }
  }

  private void writeColumn(Proposal proposal) {
    StringBuilder entry = new StringBuilder("  ");
    entry.append(quoted(proposal.column())).append(": {role: ").append(proposal.role().word());
    if (proposal.role().isReleased() && proposal.type() != ValueType.STRING) {
      entry.append(", type: ").append(proposal.type().word());
    }
    if (proposal.hierarchy() != null) {
      entry.append(", hierarchy: ").append(proposal.hierarchy());
    }
    entry.append('}');
    writeComment(entry, proposal);
  }

  /** Puts a short remark behind the entry and each doubt on a line above it. */
  private void writeComment(StringBuilder entry, Proposal proposal) {
    for (Doubt doubt : proposal.orderedDoubts()) {
      line("  # REVIEW: " + doubt.words());
    }
    for (Caution caution : detection.cautions()) {
      if (caution.column().equals(proposal.column())) {
        line("  # REVIEW: " + words(caution));
      }
    }
    String remark = String.format(Locale.ROOT, "%.2f", proposal.confidence());
    int gap = Math.max(2, COMMENT_COLUMN - entry.length());
    line(entry + " ".repeat(gap) + "# " + proposal.concept().word() + ", " + remark);
  }

  private static String words(Caution caution) {
    String related = caution.related() == null ? "" : quoted(caution.related());
    return switch (caution.kind()) {
      case DETERMINES -> "it determines " + related;
      case REFINES -> "it is a coarser form of " + related + " and narrows it";
      case RARE_VALUE -> "fewer than " + Detection.LEAST_CLASS + " persons hold one of its values";
    };
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  /** Returns a scalar of YAML that is this name and nothing else. */
  private static String quoted(String name) {
    if (PLAIN.matcher(name).matches() && !NOT_PLAIN.contains(name.toLowerCase(Locale.ROOT))) {
      return name;
    }
    StringBuilder quoted = new StringBuilder("\"");
    name.codePoints().forEach(codePoint -> quoted.append(escaped(codePoint)));
    return quoted.append('"').toString();
  }

  private static String escaped(int codePoint) {
    boolean printable = codePoint >= ' ' && codePoint < 0x7f;
    if ((printable && codePoint != '"' && codePoint != '\\') || isHan(codePoint)) {
      return Character.toString(codePoint);
    }
    return String.format(Locale.ROOT, "\\U%08X", codePoint);
  }

  private static boolean isHan(int codePoint) {
    return Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.HAN
        && Character.isLetter(codePoint);
  }
}

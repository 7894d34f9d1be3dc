package io.dukou.gateway.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dukou.audit.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Entries of the log as a CSV sheet for officers, made of leaves alone (RFC 4180, UTF-8 with a byte
 * order mark, which spreadsheet programs need to see Chinese).
 *
 * <p>A cell that a spreadsheet program could take for a formula gets an apostrophe in front: one
 * that begins with {@code = + - @}, their full-width forms, a tab or a line break, white space
 * before them passed over. So the sheet is to be read by people; what is exact is the log.
 */
public final class EntrySheet {
  /** The first line of a sheet, with the byte order mark. */
  public static final String HEADER =
      "\uFEFFentry,at,kind,recipient,previous,study,dataset,purpose,outcome,reasons,policy,"
          + "digests,chunkRoot,length,domestic\r\n";

  private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

  private EntrySheet() {}

  /** Returns the line of an entry, with its end. */
  public static String line(long index, Leaf leaf) {
    List<@Nullable String> cells = new ArrayList<>();
    cells.add(Long.toString(index));
    cells.add(leaf.at().toString());
    cells.add(leaf.kind().wireName());
    cells.add(leaf.recipient());
    cells.add(leaf.previous() == null ? null : leaf.previous().toString());
    cells.add(leaf.study());
    cells.add(leaf.dataset());
    cells.add(leaf.purpose());
    cells.add(leaf.decision().path("outcome").asText(""));
    cells.add(reasons(leaf.decision()));
    cells.add(leaf.policy());
    cells.add(
        leaf.digests().entrySet().stream()
            .map(digest -> digest.getKey() + ":" + digest.getValue())
            .sorted()
            .collect(Collectors.joining(" ")));
    cells.add(leaf.chunkRoot());
    cells.add(leaf.length() == null ? null : leaf.length().toString());
    cells.add(leaf.domestic());
    return cells.stream().map(EntrySheet::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String reasons(JsonNode decision) {
    List<String> rules = new ArrayList<>();
    decision.path("reasons").forEach(reason -> rules.add(reason.path("rule").asText()));
    return String.join(" ", rules);
  }

  /** Returns a cell: quoted, and not a formula to any program. */
  static String cell(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return "";
    }
    String shown = isFormula(value) ? "'" + value : value;
    return '"' + shown.replace("\"", "\"\"") + '"';
  }

  private static boolean isFormula(String value) {
    String start = value.stripLeading();
    return FORMULA_STARTS.indexOf(value.charAt(0)) >= 0
        || (!start.isEmpty() && FORMULA_STARTS.indexOf(start.charAt(0)) >= 0);
  }
}

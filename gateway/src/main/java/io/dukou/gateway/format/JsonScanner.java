package io.dukou.gateway.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.dukou.anonymizer.table.TableException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the tokens of a JSON body and says where it is when something is wrong.
 *
 * <p>A parser's own messages quote what it read, so none is passed on. One thread.
 */
final class JsonScanner implements Closeable {
  /** Deepest nesting of any format: dataset, columns, column. The parser's limit is beyond it. */
  private static final int DEPTH_LIMIT = 8;

  private static final int NUMBER_LIMIT = 1_000;

  private final JsonParser parser;
  private final ReadOptions options;

  private long row;
  private int field;
  private @Nullable String column;

  private JsonScanner(JsonParser parser, ReadOptions options) {
    this.parser = parser;
    this.options = options;
  }

  /** Returns a scanner before the first token of {@code body}, which stays open. */
  static JsonScanner open(InputStream body, ReadOptions options, boolean lineByLine)
      throws IOException, BadTableException {
    StrictText text = new StrictText(body, options, lineByLine);
    try {
      return new JsonScanner(factory(options.limits()).createParser(text), options);
    } catch (StrictText.RefusedText e) {
      throw e.refusal();
    }
  }

  private static JsonFactory factory(FormatLimits limits) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH_LIMIT)
                .maxNumberLength(NUMBER_LIMIT)
                .maxNameLength(limits.maxFieldBytes())
                .maxStringLength(limits.maxFieldBytes())
                .build())
        .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
        .configure(StreamReadFeature.AUTO_CLOSE_SOURCE, false)
        .configure(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION, false)
        // Only so that these get a code of their own: see CellReader.
        .configure(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, true)
        .build();
  }

  /** Moves to the next token and returns it; null at the end of the body. */
  @Nullable JsonToken next() throws IOException, BadTableException {
    try {
      return parser.nextToken();
    } catch (StrictText.RefusedText | JsonProcessingException e) {
      throw refusal(e);
    }
  }

  /** Moves to the next token, which must be {@code expected}. */
  void next(JsonToken expected) throws IOException, BadTableException {
    require(next(), expected);
  }

  /** Fails unless the present token is {@code expected}. */
  void require(@Nullable JsonToken present, JsonToken expected) throws BadTableException {
    if (present == null) {
      throw fail(BadTableCode.TRUNCATED);
    }
    if (present != expected) {
      throw fail(BadTableCode.UNEXPECTED_SHAPE);
    }
  }

  /** Moves on, and fails if that is not the end of the body. */
  void end() throws IOException, BadTableException {
    JsonToken more;
    try {
      more = next();
    } catch (BadTableException e) {
      throw e.code() == BadTableCode.JSON_SYNTAX ? fail(BadTableCode.TRAILING_CONTENT) : e;
    }
    if (more != null) {
      throw fail(BadTableCode.TRAILING_CONTENT);
    }
  }

  /** Returns the name of the member that the present token names, or stands in. */
  String name() throws IOException {
    String name = parser.currentName();
    return name == null ? "" : name;
  }

  /** Returns the text of the present token. */
  String text() throws IOException, BadTableException {
    try {
      return parser.getText();
    } catch (StrictText.RefusedText | JsonProcessingException e) {
      throw refusal(e);
    }
  }

  /** Returns the line on which the present token starts. */
  long line() {
    return parser.currentTokenLocation().getLineNr();
  }

  /** Returns the line on which the present token ends. */
  long endLine() {
    return parser.currentLocation().getLineNr();
  }

  /** Says that the tokens to come are those of a row, counted from 1. */
  void enterRow(long number) {
    row = number;
    leaveField();
  }

  /** Says that the present token is a cell of a column, counted from 0. */
  void enterField(int index, String name) {
    field = index + 1;
    column = name;
  }

  /** Says that the present token is no cell. */
  void leaveField() {
    field = 0;
    column = null;
  }

  /** Returns the failure {@code code} at the present place. */
  BadTableException fail(BadTableCode code) {
    JsonLocation at = parser.currentTokenLocation();
    String known = column != null && options.columns().contains(column) ? column : null;
    Place place =
        new Place(Math.max(0, at.getLineNr()), Math.max(0, at.getColumnNr()), row, field, known);
    return new BadTableException(options.source(), code, place);
  }

  /** Returns the failure of a table, at the present place. */
  BadTableException fail(TableException failure) {
    return fail(BadTableCode.of(failure.error()));
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  /** Returns what the text check said, or what the parser found, without the parser's words. */
  private BadTableException refusal(IOException failure) {
    if (failure instanceof StrictText.RefusedText refused) {
      return refused.refusal();
    }
    if (failure instanceof JsonEOFException) {
      return fail(BadTableCode.TRUNCATED);
    }
    return fail(
        failure instanceof StreamConstraintsException
            ? BadTableCode.FIELD_TOO_LONG
            : BadTableCode.JSON_SYNTAX);
  }
}

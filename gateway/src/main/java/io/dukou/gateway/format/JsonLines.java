package io.dukou.gateway.format;

/** Sees to it that each value of an NDJSON body stands on one line, the next one after the last. */
final class JsonLines {
  private final JsonScanner scanner;
  private long line;

  JsonLines(JsonScanner scanner) {
    this.scanner = scanner;
  }

  /** Notes that a value starts at the present token. */
  void startValue() throws BadTableException {
    long here = scanner.line();
    if (here != line + 1) {
      throw scanner.fail(
          here > line + 1 ? BadTableCode.BLANK_LINE : BadTableCode.NOT_ONE_LINE_EACH);
    }
    line = here;
  }

  /** Notes that it ends at the present token. */
  void endValue() throws BadTableException {
    if (scanner.endLine() != line) {
      throw scanner.fail(BadTableCode.NOT_ONE_LINE_EACH);
    }
  }
}

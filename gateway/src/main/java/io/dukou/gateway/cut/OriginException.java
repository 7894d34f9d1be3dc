package io.dukou.gateway.cut;

import static java.util.Objects.requireNonNull;

/**
 * Says that an origin answered, but not with a data cut that may be used. The message names the
 * place and the remedy and shows no value.
 */
public final class OriginException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  /** Creates a failure. */
  OriginException(Problem problem, String route) {
    super("route " + route + ": " + problem.remedy);
    this.problem = requireNonNull(problem, "problem");
  }

  /** Returns what was wrong. */
  public Problem problem() {
    return problem;
  }

  /** What was wrong. */
  public enum Problem {
    /** The version read before and after the whole table differed, twice. */
    CHANGES_WHILE_READ("the dataset changed while it was read; read it when it is at rest"),
    /** The content type announces another form or encoding than the configuration does. */
    OTHER_FORM(
        "the answer's content type announces another format, charset or header row than the route's"
            + " format and csv.encoding; correct the one that is wrong"),
    /** The origin names no version where the configuration says that it does. */
    NO_VERSION(
        "the origin names no strong version; have it send one, or configure another"
            + " origin.version"),
    /** The version document is no JSON or lacks the place. */
    NO_POINTER(
        "the version document is not one JSON value in UTF-8 with a text or number at"
            + " origin.version.pointer; mend either"),
    /** The version document is too large. */
    VERSION_TOO_LARGE(
        "the version document is larger than 64 KiB; name a smaller one in origin.version.url");

    private final String remedy;

    Problem(String remedy) {
      this.remedy = remedy;
    }
  }
}

package io.dukou.policies;

/** A question that the policy answers; each is one entry point of the bundle. */
public enum EntryPoint {
  /** May this be asked at all? Evaluated before any data is fetched; the input has no release. */
  REQUEST("request"),
  /** May this protected result leave? Evaluated after the release has been measured. */
  RELEASE("release");

  private final String rule;

  EntryPoint(String rule) {
    this.rule = rule;
  }

  /** Returns the path of the entry point in the bundle, for example {@code dukou/main/request}. */
  public String path() {
    return "dukou/main/" + rule;
  }

  /** Returns the name of the entry point as it is written in rules, for example {@code request}. */
  String rule() {
    return rule;
  }
}

package io.dukou.audit;

import io.dukou.audit.Verification.Aspect;
import io.dukou.audit.Verification.Outcome;
import io.dukou.audit.Verification.Statement;
import io.dukou.audit.WitnessPolicy.Witnessed;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says of a checkpoint whether others saw it too. */
final class WitnessStatement {
  private WitnessStatement() {}

  /**
   * Judges the cosignatures on a checkpoint.
   *
   * @param policy which witnesses must have seen it; null says that nobody was asked for
   */
  static Statement of(@Nullable WitnessPolicy policy, Checkpoint checkpoint) {
    if (policy == null) {
      return notProved("That everyone is shown the same log was not confirmed by a witness.");
    }
    try {
      Witnessed witnessed = policy.check(checkpoint.note());
      String seen = words(witnessed);
      if (witnessed.isEnough() && !witnessed.seen().isEmpty()) {
        return new Statement(
            Aspect.WITNESSES,
            Outcome.PROVED,
            "Enough witnesses were shown the same log, by their own clocks: " + seen + ".");
      }
      return policy.isLenient()
          ? notProved(
              "That everyone is shown the same log was not confirmed by enough witnesses: "
                  + seen
                  + ".")
          : failed(
              "Too few witnesses confirmed that everyone is shown the same log: " + seen + ".");
    } catch (MalformedException e) {
      return failed("Not proved: " + e.getMessage() + ".");
    }
  }

  /** Returns who saw a checkpoint and when, or that none did. */
  static String words(Witnessed witnessed) {
    return witnessed.seen().isEmpty()
        ? "none"
        : witnessed.seen().entrySet().stream()
            .map(each -> printable(each.getKey()) + " at " + each.getValue())
            .collect(Collectors.joining(", "));
  }

  /** Returns a text without control characters, which a terminal could take as commands. */
  static String printable(String text) {
    return text.replaceAll("\\p{C}", "?");
  }

  private static Statement notProved(String words) {
    return new Statement(Aspect.WITNESSES, Outcome.NOT_PROVED, words);
  }

  private static Statement failed(String words) {
    return new Statement(Aspect.WITNESSES, Outcome.FAILED, words);
  }
}

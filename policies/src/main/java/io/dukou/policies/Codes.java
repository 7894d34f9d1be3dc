package io.dukou.policies;

import java.util.function.Function;

/** Reads enum constants from the codes that stand for them in a decision. */
final class Codes {
  private Codes() {}

  /**
   * Returns the constant whose code is {@code code}.
   *
   * @throws MalformedDecisionException if there is none
   */
  static <E extends Enum<E>> E parse(Class<E> type, String code, Function<E, String> codeOf) {
    for (E constant : type.getEnumConstants()) {
      if (codeOf.apply(constant).equals(code)) {
        return constant;
      }
    }
    throw new MalformedDecisionException("unknown " + type.getSimpleName() + " in the decision");
  }
}

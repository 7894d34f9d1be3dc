package io.dukou.anonymizer.release;

/**
 * Ways to apply a plan that are for files that stay inside China.
 *
 * @param keepOrder rows keep the order of the cut instead of a keyed one
 * @param starSuppressed rows counted as suppressed are kept, with {@code *} in every
 *     quasi-identifier
 */
public record ProtectionOptions(boolean keepOrder, boolean starSuppressed) {
  /** The only options fit for a release: keyed order, and nothing of a suppressed row. */
  public static final ProtectionOptions FOR_RELEASE = new ProtectionOptions(false, false);
}

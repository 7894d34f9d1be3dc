package io.dukou.anonymizer.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a search was like.
 *
 * @param transformations combinations of levels there are
 * @param checked combinations whose classes were counted
 * @param time from the table to the combination found
 * @param loss of the combination found
 * @param lowerBound on the loss of all combinations if a deadline ended the search, else null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
record SearchReport(
    long transformations,
    long checked,
    Duration time,
    double[] loss,
    double @Nullable [] lowerBound) {
  /** Returns a number that no combination's loss is below; the loss itself if it is proven. */
  double provenLoss() {
    double[] bound = lowerBound;
    return bound == null ? loss[0] : Math.min(loss[0], bound[0]);
  }
}

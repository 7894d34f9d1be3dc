package io.dukou.gateway.facts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mechanism or an assessment covers. A part that is null is not known and covers nothing.
 *
 * @param studies the studies
 * @param recipients the recipients
 * @param purposes the purposes
 * @param categories the categories of data
 * @param maxPersons the most persons, for a security assessment
 */
public record Scope(
    @Nullable List<String> studies,
    @Nullable List<String> recipients,
    @Nullable List<String> purposes,
    @Nullable List<String> categories,
    @Nullable Long maxPersons) {
  /** Copies the lists. */
  public Scope {
    studies = studies == null ? null : List.copyOf(studies);
    recipients = recipients == null ? null : List.copyOf(recipients);
    purposes = purposes == null ? null : List.copyOf(purposes);
    categories = categories == null ? null : List.copyOf(categories);
  }

  /**
   * Returns how many of study and purpose this covers, or -1 when it does not cover the recipient.
   */
  int fit(TransferIntent intent) {
    if (!holds(recipients, intent.recipient())) {
      return -1;
    }
    return (holds(studies, intent.study()) ? 1 : 0) + (holds(purposes, intent.purpose()) ? 1 : 0);
  }

  private static boolean holds(@Nullable List<String> list, String value) {
    return list != null && list.contains(value);
  }
}

package io.dukou.gateway.facts;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A consent ledger in columns, so that a million subjects fit into some 100 MB.
 *
 * <p>A subject is found by open addressing over row numbers. The recipients and purposes that
 * consents name are few different lists in practice, so each pair of lists is kept once.
 */
final class TabularConsentLedger implements ConsentLedger {
  /** The offset of Asia/Shanghai, constant since 1991. */
  static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);

  private static final long NEVER = Long.MAX_VALUE;
  private static final int AGE_UNKNOWN = Integer.MAX_VALUE;
  private static final int AGE_OF_OWN_CONSENT = 14;
  private static final int FREE = -1;

  private final boolean enrolsUnderFourteen;
  private final Columns columns;
  private final int[] slots;
  private final List<ConsentScope> scopes;
  private final long[] changes;

  private TabularConsentLedger(Builder builder) {
    enrolsUnderFourteen = builder.enrolsUnderFourteen;
    columns = builder.columns.resized(builder.size);
    slots = builder.slots;
    scopes = List.copyOf(builder.scopes.keySet());
    changes = columns.changes();
  }

  @Override
  public EnumSet<Gap> gaps(String subject, Use use) {
    EnumSet<Gap> gaps = EnumSet.noneOf(Gap.class);
    int row = find(slots, columns.subjects, subject);
    if (row == FREE) {
      gaps.add(Gap.ABSENT);
      return gaps;
    }
    addWhen(columns.missing(row, ConsentRow.BASIS_IS_CONSENT), Gap.OTHER_BASIS, gaps);
    addWhen(columns.missing(row, ConsentRow.VERSION_ACCEPTED), Gap.OTHER_VERSION, gaps);
    addWhen(columns.withdrawnAt[row] <= use.at().toEpochMilli(), Gap.WITHDRAWN, gaps);
    addWhen(columns.expiresAt[row] <= use.at().toEpochMilli(), Gap.EXPIRED, gaps);
    ConsentScope scope = scopes.get(columns.scopes[row]);
    addWhen(!scope.recipients().contains(use.recipient()), Gap.OTHER_RECIPIENT, gaps);
    addWhen(!scope.purposes().contains(use.purpose()), Gap.OTHER_PURPOSE, gaps);
    addWhen(columns.missing(row, ConsentRow.SENSITIVE), Gap.NO_SEPARATE_SENSITIVE, gaps);
    addWhen(columns.missing(row, ConsentRow.EXPORT), Gap.NO_SEPARATE_EXPORT, gaps);
    addWhen(
        young(row, use.at()) && columns.missing(row, ConsentRow.GUARDIAN),
        Gap.UNDER_14_WITHOUT_GUARDIAN,
        gaps);
    return gaps;
  }

  @Override
  public boolean underFourteen(String subject, Instant at) {
    int row = find(slots, columns.subjects, subject);
    return row == FREE || young(row, at);
  }

  @Override
  public Set<String> withdrawn(Instant at) {
    Set<String> withdrawn = new HashSet<>();
    for (int row = 0; row < columns.subjects.length; row++) {
      if (columns.withdrawnAt[row] <= at.toEpochMilli()) {
        withdrawn.add(columns.subjects[row]);
      }
    }
    return withdrawn;
  }

  @Override
  public Instant unchangedUntil(Instant at) {
    int found = Arrays.binarySearch(changes, at.toEpochMilli());
    int next = found < 0 ? -found - 1 : found + 1;
    return next < changes.length ? Instant.ofEpochMilli(changes[next]) : Instant.MAX;
  }

  @Override
  public int size() {
    return columns.subjects.length;
  }

  /** Returns the number of subjects and nothing of them. */
  @Override
  public String toString() {
    return "ConsentLedger[" + size() + " subjects]";
  }

  private boolean young(int row, Instant at) {
    int fourteenOn = columns.fourteenOn[row];
    if (fourteenOn == AGE_UNKNOWN) {
      return enrolsUnderFourteen;
    }
    return at.atOffset(SHANGHAI).toLocalDate().toEpochDay() < fourteenOn;
  }

  private static void addWhen(boolean condition, Gap gap, EnumSet<Gap> gaps) {
    if (condition) {
      gaps.add(gap);
    }
  }

  /** Returns the row of {@code subject}, or {@link #FREE}. */
  private static int find(int[] slots, String[] subjects, String subject) {
    int slot = firstSlot(slots, subject);
    while (slots[slot] != FREE && !subjects[slots[slot]].equals(subject)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slots[slot];
  }

  private static int firstSlot(int[] slots, String subject) {
    int hash = subject.hashCode() * 0x9E3779B9;
    return (hash ^ (hash >>> 15)) & (slots.length - 1);
  }

  /**
   * What one consent names.
   *
   * @param recipients the recipients
   * @param purposes the purposes
   */
  record ConsentScope(List<String> recipients, List<String> purposes) {}

  /**
   * One consent.
   *
   * @param subject the subject
   * @param flags the sum of the flags below that hold
   * @param withdrawnAt when it was withdrawn, or null
   * @param expiresAt when it ends, or null
   * @param birthDate when the subject was born, or null when not known
   * @param scope what it names
   */
  record ConsentRow(
      String subject,
      int flags,
      @Nullable Instant withdrawnAt,
      @Nullable Instant expiresAt,
      @Nullable LocalDate birthDate,
      ConsentScope scope) {
    /** The legal basis is consent. */
    static final int BASIS_IS_CONSENT = 1;

    /** The version of the form is one that the study goes by. */
    static final int VERSION_ACCEPTED = 2;

    /** Sensitive personal information was consented to separately. */
    static final int SENSITIVE = 4;

    /** Provision abroad was consented to separately. */
    static final int EXPORT = 8;

    /** A guardian has consented separately. */
    static final int GUARDIAN = 16;
  }

  /** The columns: parallel arrays with one element a row. */
  private static final class Columns {
    private final String[] subjects;
    private final byte[] flags;
    private final long[] withdrawnAt;
    private final long[] expiresAt;
    private final int[] fourteenOn;
    private final int[] scopes;

    Columns(int size) {
      subjects = new String[size];
      flags = new byte[size];
      withdrawnAt = new long[size];
      expiresAt = new long[size];
      fourteenOn = new int[size];
      scopes = new int[size];
    }

    private Columns(Columns old, int size) {
      subjects = Arrays.copyOf(old.subjects, size);
      flags = Arrays.copyOf(old.flags, size);
      withdrawnAt = Arrays.copyOf(old.withdrawnAt, size);
      expiresAt = Arrays.copyOf(old.expiresAt, size);
      fourteenOn = Arrays.copyOf(old.fourteenOn, size);
      scopes = Arrays.copyOf(old.scopes, size);
    }

    Columns resized(int size) {
      return new Columns(this, size);
    }

    boolean missing(int row, int flag) {
      return (flags[row] & flag) == 0;
    }

    void set(int row, ConsentRow consent, int scope) {
      subjects[row] = consent.subject();
      flags[row] = (byte) consent.flags();
      withdrawnAt[row] = millis(consent.withdrawnAt());
      expiresAt[row] = millis(consent.expiresAt());
      LocalDate born = consent.birthDate();
      fourteenOn[row] =
          born == null
              ? AGE_UNKNOWN
              : Math.toIntExact(born.plusYears(AGE_OF_OWN_CONSENT).toEpochDay());
      scopes[row] = scope;
    }

    /** Returns the moments at which a consent ends or a subject turns 14, rising, each once. */
    long[] changes() {
      LongStream births =
          Arrays.stream(fourteenOn)
              .filter(day -> day != AGE_UNKNOWN)
              .mapToLong(
                  day ->
                      LocalDate.ofEpochDay(day).atStartOfDay(SHANGHAI).toInstant().toEpochMilli());
      return LongStream.concat(
              births, LongStream.concat(Arrays.stream(withdrawnAt), Arrays.stream(expiresAt)))
          .filter(moment -> moment != NEVER)
          .sorted()
          .distinct()
          .toArray();
    }

    private static long millis(@Nullable Instant instant) {
      return instant == null ? NEVER : instant.toEpochMilli();
    }
  }

  /** Takes consents one by one. Not safe for use by several threads. */
  static final class Builder {
    private final boolean enrolsUnderFourteen;
    private final Map<ConsentScope, Integer> scopes = new LinkedHashMap<>();
    private Columns columns = new Columns(64);
    private int[] slots = freeSlots(128);
    private int size;

    /** Starts a ledger; {@code enrolsUnderFourteen} tells what an unknown age means. */
    Builder(boolean enrolsUnderFourteen) {
      this.enrolsUnderFourteen = enrolsUnderFourteen;
    }

    /** Adds a consent; returns false when its subject has one already. */
    boolean add(ConsentRow consent) {
      if (find(slots, columns.subjects, consent.subject()) != FREE) {
        return false;
      }
      if (size == columns.subjects.length) {
        grow();
      }
      columns.set(size, consent, scopes.computeIfAbsent(consent.scope(), s -> scopes.size()));
      place(size++);
      return true;
    }

    /** Returns the ledger; the builder is not used after. */
    TabularConsentLedger build() {
      return new TabularConsentLedger(this);
    }

    private void grow() {
      columns = columns.resized(size * 2);
      slots = freeSlots(slots.length * 2);
      for (int row = 0; row < size; row++) {
        place(row);
      }
    }

    private void place(int row) {
      int slot = firstSlot(slots, columns.subjects[row]);
      while (slots[slot] != FREE) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = row;
    }

    private static int[] freeSlots(int count) {
      int[] slots = new int[count];
      Arrays.fill(slots, FREE);
      return slots;
    }
  }
}

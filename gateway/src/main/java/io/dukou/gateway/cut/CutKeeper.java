package io.dukou.gateway.cut;

import io.dukou.gateway.config.RouteConfig;
import io.dukou.gateway.format.BadTableException;
import io.dukou.gateway.format.ParsedTable;
import io.dukou.gateway.outbound.OutboundResponse;
import io.dukou.gateway.sealed.SealedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the current data cuts of each set of tables.
 *
 * <p>The cuts of a set are looked at again once the shortest recheck interval of its routes is
 * over: the version of each origin is read, and where it is another one, the whole table. All
 * callers of a set share one look. A table is taken only where the version before and after it is
 * the same; else it is read once more, and then given up. Where one table of several was read, the
 * versions of the others are read again after it: they were all current at once, or the look begins
 * anew, once. An origin that cannot be read yields no cut of the set, not an old one: what it no
 * longer shows may no longer be given. A kept cut that cannot be read any more is no cut: the
 * origin is read anew.
 *
 * <p>Any thread may call; reading and parsing run on the workers.
 */
public final class CutKeeper {
  private static final int ATTEMPTS = 2;
  private static final Logger LOG = LoggerFactory.getLogger(CutKeeper.class);

  private final CutStore store;
  private final OriginReader origins;
  private final Executor workers;
  private final InstantSource clock;
  private final LongPredicate held;
  private final Map<String, SetShelf> shelves = new ConcurrentHashMap<>();

  private CutKeeper(
      CutStore store,
      OriginReader origins,
      Executor workers,
      InstantSource clock,
      LongPredicate held) {
    this.store = store;
    this.origins = origins;
    this.workers = workers;
    this.clock = clock;
    this.held = held;
  }

  /**
   * Creates a keeper.
   *
   * @param workers where reading and parsing run
   * @param held tells which cuts must stay although they are not the newest
   */
  public static CutKeeper create(
      CutStore store,
      OriginAccess access,
      Executor workers,
      InstantSource clock,
      LongPredicate held) {
    FetchLog log = new FetchLog(access.journal(), clock);
    OriginReader origins = new OriginReader(access.client(), access.limits(), log);
    return new CutKeeper(store, origins, workers, clock, held);
  }

  /**
   * Returns the current cuts of a set of tables.
   *
   * @return fails with an {@link io.dukou.gateway.outbound.OutboundException}, {@link
   *     OriginException}, {@link UnreadableBodyException} or whatever recording the read failed
   *     with
   */
  public CompletionStage<JointCut> current(TableSet set) {
    String name = set.study() + "\n" + String.join("\n", set.datasets());
    return shelves.computeIfAbsent(name, unseen -> new SetShelf(set)).current();
  }

  /** Returns an older cut that was kept, for making its table again. */
  public Optional<DataCut> kept(long number, RouteTable route) {
    return store.find(number).map(cut -> stored(cut, route));
  }

  private DataCut stored(CutRecord cut, RouteTable route) {
    return new DataCut(cut, null, () -> read(cut, route));
  }

  private ParsedTable read(CutRecord cut, RouteTable route) {
    try (InputStream body = store.body(cut)) {
      return route.format().read(body, route.options());
    } catch (IOException e) {
      throw new UncheckedIOException("data cut " + cut.number() + " cannot be read", e);
    } catch (BadTableException e) {
      throw new UnreadableBodyException(e);
    }
  }

  /** The cuts of one set and what is known of their freshness. */
  private final class SetShelf {
    private final List<Shelf> shelves;
    private final Duration recheck;
    private @Nullable JointCut joint;
    private Instant checkedAt = Instant.MIN;
    private @Nullable CompletableFuture<JointCut> looking;

    SetShelf(TableSet set) {
      this.shelves = set.tables().stream().map(Shelf::new).toList();
      this.recheck =
          set.tables().stream()
              .map(table -> table.config().origin().recheck())
              .min(Comparator.naturalOrder())
              .orElseThrow();
    }

    synchronized CompletionStage<JointCut> current() {
      if (looking != null) {
        return looking;
      }
      if (joint != null && isFresh(clock.instant()) && isWhole()) {
        return CompletableFuture.completedFuture(joint);
      }
      CompletableFuture<JointCut> look = CompletableFuture.supplyAsync(this::look, workers);
      looking = look;
      return look.whenComplete((found, failure) -> looked(look));
    }

    /** Where the clock was put back behind the last look, nobody knows how long ago that was. */
    private boolean isFresh(Instant now) {
      return !now.isBefore(checkedAt) && now.isBefore(checkedAt.plus(recheck));
    }

    private boolean isWhole() {
      return shelves.stream().noneMatch(Shelf::isEmpty);
    }

    private synchronized void looked(CompletableFuture<JointCut> look) {
      if (looking == look) {
        looking = null;
      }
    }

    /** Runs on a worker, one at a time. */
    private JointCut look() {
      Instant started = clock.instant();
      JointCut found = together();
      synchronized (this) {
        JointCut known = joint;
        JointCut current = known != null && known.numbers().equals(found.numbers()) ? known : found;
        joint = current;
        checkedAt = started;
        return current;
      }
    }

    /** Returns cuts that were all current when the last of them was read. */
    private JointCut together() {
      Optional<Shelf> moved = Optional.empty();
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        Map<String, DataCut> cuts = new LinkedHashMap<>();
        int lastRead = -1;
        for (int i = 0; i < shelves.size(); i++) {
          Shelf shelf = shelves.get(i);
          DataCut before = shelf.cut;
          DataCut now = shelf.look();
          lastRead = now == before ? lastRead : i;
          cuts.put(shelf.table.name(), now);
        }
        moved = shelves.subList(0, Math.max(0, lastRead)).stream().filter(Shelf::moved).findFirst();
        if (moved.isEmpty()) {
          return new JointCut(cuts);
        }
      }
      throw new OriginException(
          OriginException.Problem.CHANGES_WHILE_READ, moved.orElseThrow().route.prefix());
    }
  }

  /** The cut of one route. */
  private final class Shelf {
    private final RouteTable table;
    private final RouteConfig route;
    private @Nullable DataCut cut;
    private @Nullable String version;
    private long untried = -1;

    Shelf(RouteTable table) {
      this.table = table;
      this.route = table.config();
      store
          .newest(DatasetId.of(route))
          .filter(newest -> newest.source().equals(route.origin().url().toString()))
          .ifPresent(
              newest -> {
                cut = new DataCut(newest, null, () -> rows(newest));
                version = newest.version();
                untried = newest.number();
              });
    }

    synchronized boolean isEmpty() {
      return cut == null;
    }

    /** Returns the current cut; runs on a worker, one at a time. */
    DataCut look() {
      Optional<String> seen = origins.version(route);
      DataCut known = cut;
      boolean stands =
          known != null && seen.isPresent() && seen.get().equals(version) && isReadable(known);
      DataCut found = known != null && stands ? known : readWhole(seen);
      synchronized (this) {
        cut = found;
      }
      return found;
    }

    /** Returns whether the version is another by now; where nothing tells, it is not. */
    boolean moved() {
      Optional<String> now = origins.version(route);
      return now.isPresent() && !now.get().equals(version);
    }

    /** Tries a cut of before the start once; of what cannot be read, nothing is kept. */
    private boolean isReadable(DataCut known) {
      if (known.cut().number() != untried) {
        return true;
      }
      try {
        known.rows();
        untried = -1;
        return true;
      } catch (SealedFileException | UncheckedIOException | UnreadableBodyException e) {
        return false; // the reading has said so and forgotten the cut
      }
    }

    /** Reads the rows of a kept cut; one that cannot be read is forgotten, and read anew. */
    private ParsedTable rows(CutRecord kept) {
      try {
        return CutKeeper.this.read(kept, table);
      } catch (SealedFileException | UncheckedIOException | UnreadableBodyException e) {
        LOG.error(
            "a data cut cannot be read, so it is removed and its origin read anew: {}",
            e.getMessage());
        forget(kept);
        throw e;
      }
    }

    private synchronized void forget(CutRecord lost) {
      if (cut != null && cut.cut().number() == lost.number()) {
        cut = null;
        version = null;
      }
      store.delete(lost);
    }

    private DataCut readWhole(Optional<String> before) {
      Optional<String> expected = before;
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        try (CutStore.Draft draft = store.begin()) {
          Body body = origins.table(table, answer -> take(answer, draft));
          Optional<String> after = origins.version(route);
          if (after.equals(expected)
              && (body.version().isEmpty() || after.equals(body.version()))) {
            return keep(draft, body, after.orElse(body.sha256));
          }
          expected = after;
        } catch (IOException e) {
          throw new UncheckedIOException("a data cut cannot be kept", e);
        }
      }
      throw new OriginException(OriginException.Problem.CHANGES_WHILE_READ, route.prefix());
    }

    private Body take(OutboundResponse answer, CutStore.Draft draft) throws IOException {
      String type = answer.contentType();
      if (type == null || !table.format().isAnnouncedBy(type, table.options())) {
        throw new OriginException(OriginException.Problem.OTHER_FORM, route.prefix());
      }
      Optional<String> stated = origins.versionIn(route, answer);
      try (TeeStream tee = new TeeStream(answer.body(), draft.body())) {
        ParsedTable rows = table.format().read(tee, table.options());
        tee.drain();
        return new Body(rows, tee.sha256(), tee.length(), stated.orElse(null));
      } catch (BadTableException e) {
        throw new UnreadableBodyException(e);
      }
    }

    /** Makes the body a cut of its own, unless it is byte for byte the one there is. */
    private DataCut keep(CutStore.Draft draft, Body body, String seen) throws IOException {
      DataCut known = cut;
      DataCut kept = known;
      boolean same = known != null && known.cut().sha256().equals(body.sha256) && isReadable(known);
      if (!same) {
        CutRecord written = draft.commit(record(draft.number(), body, seen));
        kept = new DataCut(written, body.rows, () -> rows(written));
        prune(written);
      }
      version = seen;
      return java.util.Objects.requireNonNull(kept);
    }

    private CutRecord record(long number, Body body, String seen) {
      return new CutRecord(
          number,
          route.study(),
          route.dataset(),
          route.origin().url().toString(),
          clock.instant(),
          seen,
          body.sha256,
          body.length);
    }

    private void prune(CutRecord newest) {
      for (CutRecord old : store.all()) {
        boolean replaced = old.id().equals(newest.id()) && old.number() != newest.number();
        if (replaced && !held.test(old.number())) {
          store.delete(old);
        }
      }
    }
  }

  /** A whole body that was read and parsed. */
  private record Body(
      ParsedTable rows, String sha256, long length, @Nullable String statedVersion) {
    Optional<String> version() {
      return Optional.ofNullable(statedVersion);
    }
  }

  /** Passes a body on to its reader while writing it down and digesting it. */
  private static final class TeeStream extends InputStream {
    private final InputStream source;
    private final java.io.OutputStream copy;
    private final MessageDigest digest;
    private long length;

    TeeStream(InputStream source, java.io.OutputStream copy) {
      this.source = source;
      this.copy = copy;
      try {
        this.digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] single = new byte[1];
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      int taken = source.read(target, offset, count);
      if (taken > 0) {
        digest.update(target, offset, taken);
        copy.write(target, offset, taken);
        length += taken;
      }
      return taken;
    }

    /** Reads on to the end, for a reader that stopped before it. */
    void drain() throws IOException {
      byte[] rest = new byte[8192];
      int count = read(rest, 0, rest.length);
      while (count >= 0) {
        count = read(rest, 0, rest.length);
      }
    }

    String sha256() {
      return HexFormat.of().formatHex(digest.digest());
    }

    long length() {
      return length;
    }
  }
}

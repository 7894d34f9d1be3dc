package io.dukou.gateway.running;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.DomesticPart;
import io.dukou.audit.LeafDraft;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LogSpaceException;
import io.dukou.audit.LogStorage;
import io.dukou.audit.Receipt;
import io.dukou.audit.SpaceReserve;
import io.dukou.audit.SpaceReserve.Level;
import io.dukou.gateway.config.AuditConfig;
import io.dukou.gateway.journal.Journal;
import io.dukou.gateway.seldom.SeldomSaid;
import io.dukou.gateway.yaml.ByteSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The room that the log has on its disks: a {@link SpaceReserve} on the file system of the log, and
 * one on that of the domestic parts where it is another.
 *
 * <p>As it gets less, operators are warned, then nothing more is released, and at last refusals are
 * answered without an entry, so that how releases ended can still be recorded. {@link #guard} is
 * where entries meet that. A thread of its own looks each second, since a disk may hang. Any thread
 * may call.
 */
final class LogSpace implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogSpace.class);

  private final List<Place> places;
  private final SeldomSaid seldom;
  private volatile Level said = Level.AMPLE;
  private @Nullable ScheduledExecutorService looking;

  private LogSpace(List<Place> places, InstantSource clock) {
    this.places = List.copyOf(places);
    this.seldom = new SeldomSaid(clock);
  }

  /**
   * Takes the reserves over, or makes them, in the two folders, which exist; blocks meanwhile. With
   * {@code audit.reserve} 0 there are none, and those that were are removed.
   *
   * @throws UncheckedIOException naming the folder that cannot be used
   */
  static LogSpace open(AuditConfig config, InstantSource clock) {
    List<Place> places = new ArrayList<>();
    Path domestic = config.domestic();
    try {
      if (config.reserve().bytes() > 0) {
        places.add(Place.at("audit.directory", config.directory(), config.reserve()));
        if (!Files.getFileStore(domestic).equals(Files.getFileStore(config.directory()))) {
          places.add(Place.at("audit.domestic", domestic, config.reserve()));
        }
      } else {
        SpaceReserve.remove(config.directory());
      }
      if (places.size() < 2) {
        SpaceReserve.remove(domestic);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no space can be reserved in " + config.directory(), e);
    }
    LogSpace space = new LogSpace(places, clock);
    space.tell();
    return space;
  }

  /** Returns storage of the log that finds room in the reserve. */
  LogStorage log(LogStorage storage) {
    return places.isEmpty() ? storage : places.get(0).reserve().over(storage);
  }

  /** Returns storage of the domestic parts that finds room in the reserve. */
  LogStorage domestic(LogStorage storage) {
    return places.isEmpty() ? storage : places.get(places.size() - 1).reserve().over(storage);
  }

  /** Starts to look, and to fill up what was given up once there is room. */
  void lookEvery(Duration interval) {
    if (places.isEmpty()) {
      return;
    }
    ScheduledExecutorService looks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "dukou-log-space");
              thread.setDaemon(true); // a disk that hangs must not keep the process
              return thread;
            });
    var unused =
        looks.scheduleWithFixedDelay(
            this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    looking = looks;
  }

  /** Returns a journal that takes, of what {@code journal} takes, what there is room for. */
  Journal guard(Journal journal) {
    return places.isEmpty() ? journal : new Guarded(journal);
  }

  /** Returns why somebody should make room although nothing stops yet. */
  Optional<String> scarcity() {
    return worst().filter(place -> place.level() == Level.SCARCE).map(Place::told);
  }

  /** Returns why nothing is released, for want of room. */
  Optional<String> trouble() {
    return worst().filter(place -> place.level().compareTo(Level.HELD) >= 0).map(Place::told);
  }

  /** Returns bytes that are free and held, of the place that has least, for the metrics. */
  Map<String, Long> figures() {
    return worst()
        .map(
            place ->
                Map.of(
                    "log_space_free_bytes", place.reserve().free(),
                    "log_reserve_held_bytes", place.reserve().held(),
                    "log_reserve_bytes", place.bytes().bytes()))
        .orElse(Map.of());
  }

  /** Stops looking; the reserves stay on the disks. */
  @Override
  public void close() {
    ScheduledExecutorService looks = looking;
    if (looks != null) {
      looks.shutdown();
    }
  }

  private void look() {
    for (Place place : places) {
      try {
        place.reserve().look();
      } catch (IOException e) {
        String words = "the space of " + place.key() + " cannot be measured or reserved";
        if (seldom.isDue(words)) {
          LOG.error("{}: {}; look at the disk", words, e.getClass().getName());
        }
      }
    }
    tell();
  }

  /** Says what has changed, and what is wrong once a minute. */
  private void tell() {
    Optional<Place> least = worst();
    Level now = level();
    if (least.isEmpty() || (now == Level.AMPLE && said == Level.AMPLE)) {
      return;
    }
    if (now != said) {
      seldom.forget();
      said = now;
    }
    if (seldom.isDue(now.name())) {
      switch (now) {
        case AMPLE -> LOG.info("the log has enough room again");
        case SCARCE -> LOG.warn("{}", least.get().told());
        default -> LOG.error("{}", least.get().told());
      }
    }
  }

  private Level level() {
    return worst().map(Place::level).orElse(Level.AMPLE);
  }

  private Optional<Place> worst() {
    return places.stream().max(Comparator.comparing(Place::level));
  }

  /**
   * A file system with a reserve.
   *
   * @param key the key of the configuration that names a folder on it
   * @param bytes what is to be held there
   */
  private record Place(String key, ByteSize bytes, SpaceReserve reserve) {
    static Place at(String key, Path folder, ByteSize bytes) throws IOException {
      return new Place(key, bytes, SpaceReserve.in(folder, bytes.bytes()));
    }

    Level level() {
      return reserve.level();
    }

    String told() {
      String room =
          "the disk of %s has %d MiB free and %d of %d MiB reserved"
              .formatted(key, reserve.free() >> 20, reserve.held() >> 20, bytes.bytes() >> 20);
      return switch (level()) {
        case AMPLE -> room;
        case SCARCE -> room + ": make room there, or nothing will be released";
        case HELD -> room + ": nothing is released until there is room for it";
        case LAST ->
            room + ": nothing is released and refusals are not recorded until there is room";
      };
    }
  }

  /** Lets pass what there is room for. */
  private final class Guarded implements Journal {
    private final Journal journal;

    Guarded(Journal journal) {
      this.journal = requireNonNull(journal, "journal");
    }

    @Override
    public boolean takesReleases() {
      return level().compareTo(Level.HELD) < 0 && journal.takesReleases();
    }

    @Override
    public CompletableFuture<Receipt> append(LeafDraft leaf, DomesticPart domestic) {
      return isHeldBack(leaf.kind())
          ? CompletableFuture.failedFuture(
              new LogSpaceException("the room that the log has left is kept for other entries"))
          : journal.append(leaf, domestic);
    }

    private boolean isHeldBack(LeafKind kind) {
      return switch (kind) {
        case RELEASE -> level().compareTo(Level.HELD) >= 0;
        case REFUSAL, SUMMARY -> level() == Level.LAST;
        default -> false;
      };
    }
  }
}

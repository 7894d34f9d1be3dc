package io.dukou.gateway.cut;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.gateway.keys.Secret;
import io.dukou.gateway.sealed.SealedFileException;
import io.dukou.gateway.sealed.SealedFolder;
import io.dukou.gateway.sealed.SealedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The data cuts on disk: two sealed files each, the body and then the record. A cut exists from the
 * moment its record does; a body without record is what a crash left, and is removed. Files that
 * the store did not name are left alone.
 *
 * <p>Worker threads only. Cuts of different datasets may be written in parallel.
 */
public final class CutStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BODY = "-body";
  private static final String RECORD = "-record";
  private static final Pattern NAME =
      Pattern.compile("([1-9][0-9]{0,17})(?:" + BODY + "|" + RECORD + ")");

  private final SealedFolder folder;
  private final Map<Long, CutRecord> cuts = new TreeMap<>();
  private long next;

  private CutStore(SealedFolder folder) {
    this.folder = folder;
  }

  /**
   * Opens the store and reads the records of its cuts.
   *
   * @throws SealedFileException if the folder or a record is damaged
   */
  public static CutStore open(Path folder, Secret key, SecureRandom random) {
    CutStore store = new CutStore(SealedFolder.open(folder, key, random));
    store.load();
    return store;
  }

  /** Starts a new cut; its number is taken at once. */
  public synchronized Draft begin() {
    next++;
    return new Draft(next, folder.write(name(next, BODY)));
  }

  /** Returns the newest cut of a dataset. */
  public synchronized Optional<CutRecord> newest(DatasetId dataset) {
    return cuts.values().stream()
        .filter(cut -> cut.id().equals(dataset))
        .max(Comparator.comparingLong(CutRecord::number));
  }

  /** Returns the cut of this number. */
  public synchronized Optional<CutRecord> find(long number) {
    return Optional.ofNullable(cuts.get(number));
  }

  /** Returns all cuts in the order of their numbers. */
  public synchronized List<CutRecord> all() {
    return new ArrayList<>(cuts.values());
  }

  /** Opens the body of a cut. */
  public InputStream body(CutRecord cut) {
    return folder.read(name(cut.number(), BODY));
  }

  /** Removes a cut for good. */
  public synchronized void delete(CutRecord cut) {
    cuts.remove(cut.number());
    folder.delete(name(cut.number(), RECORD));
    folder.delete(name(cut.number(), BODY));
  }

  private void load() {
    for (String name : folder.names()) {
      Matcher own = NAME.matcher(name);
      if (own.matches()) {
        load(name, Long.parseLong(own.group(1)));
      }
    }
  }

  private void load(String name, long number) {
    next = Math.max(next, number);
    if (folder.contains(name(number, RECORD))) {
      cuts.computeIfAbsent(number, this::read);
    } else {
      folder.delete(name);
    }
  }

  private CutRecord read(long number) {
    try (InputStream in = folder.read(name(number, RECORD))) {
      JsonNode json = JSON.readTree(in.readAllBytes());
      return new CutRecord(
          number,
          json.path("study").textValue(),
          json.path("dataset").textValue(),
          json.path("source").textValue(),
          Instant.parse(json.path("readAt").textValue()),
          json.path("version").textValue(),
          json.path("sha256").textValue(),
          json.path("length").longValue());
    } catch (SealedFileException e) {
      throw e.withRemedy(
          "remove it and %s beside it, and the table is read anew from its origin; where no file"
                  .formatted(name(number, BODY))
              + " here can be read, restore the keys that they were written under");
    } catch (IOException e) {
      throw new UncheckedIOException("the record of a data cut cannot be read", e);
    }
  }

  private void write(CutRecord cut) throws IOException {
    ObjectNode json =
        JSON.createObjectNode()
            .put("study", cut.study())
            .put("dataset", cut.dataset())
            .put("source", cut.source())
            .put("readAt", cut.readAt().toString())
            .put("version", cut.version())
            .put("sha256", cut.sha256())
            .put("length", cut.length());
    try (SealedWriter writer = folder.write(name(cut.number(), RECORD))) {
      writer.write(JSON.writeValueAsBytes(json));
      writer.commit();
    }
  }

  private static String name(long number, String part) {
    return number + part;
  }

  /** A cut being written. Closing it before {@link #commit} throws it away. */
  public final class Draft implements AutoCloseable {
    private final long number;
    private final SealedWriter body;

    private Draft(long number, SealedWriter body) {
      this.number = number;
      this.body = body;
    }

    /** Returns the number of the cut. */
    public long number() {
      return number;
    }

    /** Returns where the body goes. */
    public SealedWriter body() {
      return body;
    }

    /** Makes the cut exist, durably; {@code cut} has this draft's number. */
    public CutRecord commit(CutRecord cut) throws IOException {
      if (cut.number() != number) {
        throw new IllegalArgumentException("the record is of another cut");
      }
      body.commit();
      write(cut);
      synchronized (CutStore.this) {
        cuts.put(number, cut);
      }
      return cut;
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }
}

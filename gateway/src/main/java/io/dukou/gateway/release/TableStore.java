package io.dukou.gateway.release;

import io.dukou.anonymizer.AnonymizerException;
import io.dukou.gateway.keys.Secret;
import io.dukou.gateway.sealed.SealedFileException;
import io.dukou.gateway.sealed.SealedFolder;
import io.dukou.gateway.sealed.SealedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps, encrypted, what current protected tables are made again from after a restart, and tells
 * which data cuts they need. Worker threads only.
 */
public final class TableStore {
  private static final String SUFFIX = "-table";

  /** What was given is in the log, not here; so nothing is forgotten with a file of this folder. */
  private static final String REMEDY =
      "remove it, and the protected table is made anew, in another order; where no file here can be"
          + " read, restore the keys that they were written under";

  private final SealedFolder folder;
  private final Map<Long, StoredTable> tables = new ConcurrentHashMap<>();

  private TableStore(SealedFolder folder) {
    this.folder = folder;
  }

  /**
   * Opens the store and reads its tables.
   *
   * @throws SealedFileException if the folder or a file is damaged
   */
  public static TableStore open(Path folder, Secret key, SecureRandom random) {
    TableStore store = new TableStore(SealedFolder.open(folder, key, random));
    store.folder.names().forEach(store::load);
    return store;
  }

  /** Returns true when a table that may be current was made from this cut. */
  public boolean needsCut(long number) {
    return tables.values().stream().anyMatch(table -> table.cuts().contains(number));
  }

  /** Keeps a table; when this returns it is on the disk. */
  void save(StoredTable table) {
    try (SealedWriter writer = folder.write(table.index() + SUFFIX)) {
      writer.write(table.toBytes());
      writer.commit();
    } catch (IOException e) {
      throw new UncheckedIOException("a protected table cannot be kept", e);
    }
    tables.put(table.index(), table);
  }

  /** Forgets a table that will not be given again. */
  void delete(long index) {
    if (tables.remove(index) != null) {
      folder.delete(index + SUFFIX);
    }
  }

  /** Returns what was kept of a table. */
  Optional<StoredTable> find(long index) {
    return Optional.ofNullable(tables.get(index));
  }

  /** Returns all that is kept. */
  java.util.Collection<StoredTable> all() {
    return java.util.List.copyOf(tables.values());
  }

  private void load(String name) {
    try (InputStream in = folder.read(name)) {
      StoredTable table = StoredTable.of(in.readAllBytes());
      tables.put(table.index(), table);
    } catch (SealedFileException e) {
      throw e.withRemedy(REMEDY);
    } catch (IOException | AnonymizerException e) {
      throw folder.unusable(name, e).withRemedy(REMEDY);
    }
  }
}

package io.dukou.audit.postgres;

import io.dukou.audit.LogFile;
import io.dukou.audit.LogStorage;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * One root of a database.
 *
 * <p>Changes are gathered and applied together, so one that is not possible, such as removing what
 * is not there, may fail only when it is synced; the storage cannot be used any further then.
 */
final class PostgresStorage implements LogStorage {
  private final String root;
  private final String name;
  private final Reader reader;
  private final Writer writer;
  private final Lease lease;

  PostgresStorage(String root, String name, Reader reader, Writer writer, Lease lease) {
    this.root = root;
    this.name = name;
    this.reader = reader;
    this.writer = writer;
    this.lease = lease;
  }

  @Override
  public LogFile read(String path) throws IOException {
    writer.commit();
    return ReadOnlyFile.open(reader, place(path));
  }

  @Override
  public LogFile write(String path) throws IOException {
    writer.add(Operation.of("create", place(path)));
    return new PostgresFile(reader, writer, place(path));
  }

  @Override
  public boolean exists(String path) throws IOException {
    writer.commit();
    return path.isEmpty() || reader.exists(place(path));
  }

  @Override
  public List<String> list(String directory) throws IOException {
    writer.commit();
    return reader.list(root, directory).stream().sorted().toList();
  }

  @Override
  public void createDirectory(String path) throws IOException {
    writer.add(Operation.of("mkdir", place(path)));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    writer.add(Operation.rename(place(from), place(to).name()));
  }

  @Override
  public void delete(String path) throws IOException {
    writer.add(Operation.of("delete", place(path)));
  }

  @Override
  public void syncDirectory(String path) throws IOException {
    writer.commit();
  }

  @Override
  public Closeable lock() throws IOException {
    Closeable held = lease.lock(root);
    return () -> {
      try (held) {
        writer.commitIfUsable();
      }
    };
  }

  @Override
  public String describe(String path) {
    return path.isEmpty() ? name + " " + root : name + " " + root + "/" + path;
  }

  private Place place(String path) {
    return Place.of(root, path);
  }
}

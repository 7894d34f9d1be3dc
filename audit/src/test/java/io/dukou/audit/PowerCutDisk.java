package io.dukou.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A disk in memory whose power can be cut at any operation.
 *
 * <p>It keeps two versions of everything: what programs see, and what is durable. Between the two
 * lie pending writes, renames, creations and removals. A cut applies an arbitrary part of the
 * pending operations: each 512-byte sector of a write by itself, each change of a directory by
 * itself. Hooks make one operation fail with or without effect, or make syncs of a kind do nothing.
 */
final class PowerCutDisk {
  private static final int SECTOR = 512;

  /** What happens to pending operations in a cut. */
  enum Cut {
    /** All are lost. */
    LOSE_ALL,
    /** All had reached the disk. */
    KEEP_ALL,
    /** Those up to some moment had. */
    KEEP_PREFIX,
    /** Any of them had. */
    KEEP_ANY
  }

  /** How an operation that is chosen to fail does so. */
  enum Fault {
    /** It has no effect. */
    NOT_PERSISTED,
    /** It has its effect, but the program is told otherwise. */
    PERSISTED
  }

  private final Directory root;
  private final Set<String> locks = new HashSet<>();
  private long operations;
  private long failAt = Long.MAX_VALUE;
  private Fault fault = Fault.NOT_PERSISTED;
  private boolean staysOff;
  private boolean failed;
  private Predicate<String> ignoredSyncs = path -> false;
  private final List<String> trace = new ArrayList<>();

  PowerCutDisk() {
    this(new Directory());
  }

  private PowerCutDisk(Directory root) {
    this.root = root;
  }

  /** Returns the storage below a top-level directory, which is made durably if it is new. */
  LogStorage storage(String directory) {
    Directory made = new Directory();
    if (root.live.putIfAbsent(directory, made) == null) {
      root.durable.put(directory, made);
    }
    return new Storage(directory);
  }

  /** Cuts the power at the n-th operation from now on; it may or may not still have its effect. */
  void cutAt(long operation, Fault lastWords) {
    failAt = operations + operation;
    fault = lastWords;
    staysOff = true;
  }

  /** Makes the n-th operation from now on fail, and only that one. */
  void failAt(long operation, Fault how) {
    failAt = operations + operation;
    fault = how;
    staysOff = false;
  }

  /** Makes syncs do nothing where a path, of a file or of a directory with a slash, matches. */
  void ignoreSyncs(Predicate<String> paths) {
    ignoredSyncs = paths;
  }

  /** Tells whether the chosen operation has been reached. */
  boolean failed() {
    return failed;
  }

  long operations() {
    return operations;
  }

  /** Returns what was synced so far: files, and directories with a slash. */
  Set<String> syncs() {
    return trace.stream()
        .filter(what -> what.startsWith("sync "))
        .map(what -> what.substring("sync ".length()))
        .collect(Collectors.toSet());
  }

  /** Returns what was done, newest last, for messages. */
  String trace() {
    return String.join("\n", trace.subList(Math.max(0, trace.size() - 25), trace.size()));
  }

  /** Returns the disk as the next process finds it after a kill: nothing is lost. */
  synchronized PowerCutDisk killed() {
    return new PowerCutDisk(root.copy());
  }

  /** Returns the disk as it is found after a power cut. */
  synchronized PowerCutDisk powerCut(Cut cut, Random random) {
    return new PowerCutDisk(root.afterCut(new Survival(cut, random)));
  }

  private synchronized void operate(String what, Effect effect) throws IOException {
    if (failed && staysOff) {
      throw new IOException("the power is off");
    }
    operations++;
    trace.add(what);
    boolean failing = operations == failAt;
    failed |= failing;
    if (!failing || fault == Fault.PERSISTED) {
      effect.apply();
    }
    if (failing) {
      throw new IOException("failed as the test wants it: " + what);
    }
  }

  private void requirePower() throws IOException {
    if (failed && staysOff) {
      throw new IOException("the power is off");
    }
  }

  private Directory directory(String path) throws IOException {
    Directory directory = root;
    for (String name : path.split("/", -1)) {
      if (!(directory.live.get(name) instanceof Directory next)) {
        throw new NoSuchFileException(path);
      }
      directory = next;
    }
    return directory;
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The effect of an operation on what programs see. */
  private interface Effect {
    void apply() throws IOException;
  }

  /** Decides which pending operations survive a cut. */
  private static final class Survival {
    private final Cut cut;
    private final Random random;

    Survival(Cut cut, Random random) {
      this.cut = cut;
      this.random = random;
    }

    /** Returns a decider for the pending operations of one file or directory, asked in order. */
    Predicate<Object> decider() {
      return switch (cut) {
        case LOSE_ALL -> operation -> false;
        case KEEP_ALL -> operation -> true;
        case KEEP_PREFIX -> {
          int[] left = {random.nextInt(12)};
          yield operation -> left[0]-- > 0;
        }
        case KEEP_ANY -> operation -> random.nextBoolean();
      };
    }
  }

  /** A file or directory. */
  private abstract static class Node {
    abstract Node copy();

    abstract Node afterCut(Survival survival);
  }

  /** Names, as seen and as durable, and the changes between. */
  private static final class Directory extends Node {
    private final Map<String, Node> live = new TreeMap<>();
    private final Map<String, Node> durable = new TreeMap<>();
    private final List<Change> pending = new ArrayList<>();

    void change(Change change) {
      change.applyTo(live);
      pending.add(change);
    }

    void sync() {
      durable.clear();
      durable.putAll(live);
      pending.clear();
    }

    @Override
    Directory copy() {
      return copyWith(new java.util.IdentityHashMap<>());
    }

    private Directory copyWith(Map<Node, Node> copies) {
      Directory copy = new Directory();
      copies.put(this, copy);
      live.forEach((name, node) -> copy.live.put(name, copied(node, copies)));
      durable.forEach((name, node) -> copy.durable.put(name, copied(node, copies)));
      for (Change change : pending) {
        copy.pending.add(change.with(change.node == null ? null : copied(change.node, copies)));
      }
      return copy;
    }

    private static Node copied(Node node, Map<Node, Node> copies) {
      Node known = copies.get(node);
      if (known == null) {
        known = node instanceof Directory d ? d.copyWith(copies) : node.copy();
        copies.put(node, known);
      }
      return known;
    }

    @Override
    Directory afterCut(Survival survival) {
      Map<String, Node> names = new TreeMap<>(durable);
      Predicate<Object> survives = survival.decider();
      for (Change change : pending) {
        if (survives.test(change)) {
          change.applyTo(names);
        }
      }
      Directory found = new Directory();
      names.forEach((name, node) -> found.live.put(name, node.afterCut(survival)));
      found.durable.putAll(found.live);
      return found;
    }
  }

  /** A change of a directory: a name removed, a name put, or both at once. */
  private static final class Change {
    private final String removed;
    private final String put;
    private final Node node;

    Change(String removed, String put, Node node) {
      this.removed = removed;
      this.put = put;
      this.node = node;
    }

    Change with(Node other) {
      return new Change(removed, put, other);
    }

    void applyTo(Map<String, Node> names) {
      if (removed != null) {
        names.remove(removed);
      }
      if (put != null) {
        names.put(put, node);
      }
    }
  }

  /** Content, as seen and as durable, and the writes between. */
  private static final class File extends Node {
    private byte[] live = {};
    private byte[] durable = {};
    private final List<Write> pending = new ArrayList<>();

    void write(long position, byte[] data) {
      Write write = new Write((int) position, data);
      live = write.applyTo(live);
      for (int from = 0; from < data.length; ) {
        int end =
            (int) Math.min(data.length, (position + from) / SECTOR * SECTOR + SECTOR - position);
        pending.add(new Write((int) position + from, Arrays.copyOfRange(data, from, end)));
        from = end;
      }
    }

    void truncate(long size) {
      if (size < live.length) {
        Write write = new Write((int) size, null);
        live = write.applyTo(live);
        pending.add(write);
      }
    }

    void sync() {
      durable = live;
      pending.clear();
    }

    /** A failed sync leaves pages marked clean: a later sync does not write them. */
    void forgetPending() {
      pending.clear();
    }

    @Override
    File copy() {
      File copy = new File();
      copy.live = live;
      copy.durable = durable;
      copy.pending.addAll(pending);
      return copy;
    }

    @Override
    File afterCut(Survival survival) {
      byte[] content = durable;
      Predicate<Object> survives = survival.decider();
      for (Write write : pending) {
        if (survives.test(write)) {
          content = write.applyTo(content);
        }
      }
      File found = new File();
      found.live = content;
      found.durable = content;
      return found;
    }
  }

  /** A write within one sector, or a truncation. */
  private static final class Write {
    private final int position;
    private final byte[] data;

    Write(int position, byte[] data) {
      this.position = position;
      this.data = data;
    }

    byte[] applyTo(byte[] content) {
      if (data == null) {
        return Arrays.copyOf(content, Math.min(position, content.length));
      }
      byte[] changed = Arrays.copyOf(content, Math.max(content.length, position + data.length));
      System.arraycopy(data, 0, changed, position, data.length);
      return changed;
    }
  }

  /** A view of one top-level directory. */
  private final class Storage implements LogStorage {
    private final String top;

    Storage(String top) {
      this.top = top;
    }

    @Override
    public LogFile read(String path) throws IOException {
      synchronized (PowerCutDisk.this) {
        requirePower();
        if (directory(parent(full(path))).live.get(name(full(path))) instanceof File file) {
          return new OpenFile(full(path), file);
        }
        throw new NoSuchFileException(path);
      }
    }

    @Override
    public boolean gainsFromRoom() {
      return true;
    }

    @Override
    public LogFile write(String path) throws IOException {
      synchronized (PowerCutDisk.this) {
        Directory directory = directory(parent(full(path)));
        String name = name(full(path));
        if (!(directory.live.get(name) instanceof File)) {
          operate(
              "create " + full(path), () -> directory.change(new Change(null, name, new File())));
        }
        return read(path);
      }
    }

    @Override
    public boolean exists(String path) throws IOException {
      synchronized (PowerCutDisk.this) {
        try {
          return path.isEmpty() || directory(parent(full(path))).live.containsKey(name(path));
        } catch (NoSuchFileException e) {
          return false;
        }
      }
    }

    @Override
    public List<String> list(String path) throws IOException {
      synchronized (PowerCutDisk.this) {
        requirePower();
        try {
          return List.copyOf(directory(full(path)).live.keySet());
        } catch (NoSuchFileException e) {
          return List.of();
        }
      }
    }

    @Override
    public void createDirectory(String path) throws IOException {
      synchronized (PowerCutDisk.this) {
        Directory directory = directory(parent(full(path)));
        String name = name(full(path));
        if (!directory.live.containsKey(name)) {
          operate(
              "mkdir " + full(path),
              () -> directory.change(new Change(null, name, new Directory())));
        }
      }
    }

    @Override
    public void rename(String from, String to) throws IOException {
      synchronized (PowerCutDisk.this) {
        Directory directory = directory(parent(full(to)));
        Node node = directory.live.get(name(full(from)));
        if (node == null) {
          throw new NoSuchFileException(from);
        }
        operate(
            "rename " + full(from) + " to " + name(to),
            () -> directory.change(new Change(name(full(from)), name(full(to)), node)));
      }
    }

    @Override
    public void delete(String path) throws IOException {
      Directory directory = directory(parent(full(path)));
      operate(
          "delete " + full(path), () -> directory.change(new Change(name(full(path)), null, null)));
    }

    @Override
    public void syncDirectory(String path) throws IOException {
      Directory directory = directory(full(path));
      operate(
          "sync " + full(path) + "/",
          () -> {
            if (!ignoredSyncs.test(full(path) + "/")) {
              directory.sync();
            }
          });
    }

    @Override
    public Closeable lock() {
      synchronized (PowerCutDisk.this) {
        if (!locks.add(top)) {
          throw new LogInUseException(top + ": in use");
        }
        return () -> locks.remove(top);
      }
    }

    @Override
    public String describe(String path) {
      return full(path);
    }

    private String full(String path) {
      return path.isEmpty() ? top : top + "/" + path;
    }
  }

  /** An open file. */
  private final class OpenFile implements LogFile {
    private final String path;
    private final File file;

    OpenFile(String path, File file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      synchronized (PowerCutDisk.this) {
        requirePower();
        return file.live.length;
      }
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      synchronized (PowerCutDisk.this) {
        requirePower();
        int count = (int) Math.max(0, Math.min(target.remaining(), file.live.length - position));
        target.put(file.live, (int) Math.min(position, file.live.length), count);
        return count;
      }
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
      byte[] data = new byte[source.remaining()];
      source.get(data);
      operate("write " + path, () -> file.write(position, data));
    }

    @Override
    public void truncate(long size) throws IOException {
      operate("truncate " + path, () -> file.truncate(size));
    }

    @Override
    public void sync() throws IOException {
      if (ignoredSyncs.test(path)) {
        operate("skip sync " + path, () -> {});
        return;
      }
      try {
        operate("sync " + path, file::sync);
      } catch (IOException e) {
        if (!staysOff) {
          file.forgetPending();
        }
        throw e;
      }
    }

    @Override
    public void close() {}
  }
}

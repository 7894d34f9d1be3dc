package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A real ext4 of its own in a file, mounted through a loop device; for root alone.
 *
 * <p>What a program writes there stays in the memory of the file system until it is synced, and
 * only then reaches the file. So a copy of the file, taken while the program stands still, is the
 * disk as a power cut leaves it: unsynced bytes, names and lengths are not in it. Nothing is
 * written back on its own meanwhile, since the kernel is told not to, for as long as this is open.
 */
public final class LoopDisk {
  private static final Path WRITEBACK = Path.of("/proc/sys/vm/dirty_writeback_centisecs");

  private final Path image;
  private final Path mounted;
  private final String writeback;

  private LoopDisk(Path image, Path mounted, String writeback) {
    this.image = image;
    this.mounted = mounted;
    this.writeback = writeback;
  }

  /** Returns whether this process may make one: it is root and has the programs. */
  public static boolean isPossible() {
    return "root".equals(System.getProperty("user.name"))
        && Files.isWritable(Path.of("/dev/loop-control"))
        && Files.isExecutable(Path.of("/usr/sbin/mkfs.ext4"));
  }

  /** Makes an empty disk below a folder and mounts it; the kernel writes back as it does. */
  public static LoopDisk small(Path folder, int megabytes)
      throws IOException, InterruptedException {
    return make(folder, megabytes, setting(WRITEBACK));
  }

  /** Makes an empty disk below a folder and mounts it. */
  public static LoopDisk make(Path folder, int megabytes) throws IOException, InterruptedException {
    LoopDisk disk = make(folder, megabytes, setting(WRITEBACK));
    Files.writeString(WRITEBACK, "0");
    return disk;
  }

  private static LoopDisk make(Path folder, int megabytes, String writeback)
      throws IOException, InterruptedException {
    Path image = folder.resolve("disk.img");
    Path mounted = Files.createDirectory(folder.resolve("disk"));
    run("truncate", "-s", megabytes + "M", image.toString());
    run("mkfs.ext4", "-q", "-m", "0", image.toString());
    LoopDisk disk = new LoopDisk(image, mounted, writeback);
    disk.mount();
    return disk;
  }

  /** Returns the root of the file system. */
  public Path root() {
    return mounted;
  }

  /** Keeps a copy of what is durable now; programs that write there must stand still. */
  public void keepDurable() throws IOException, InterruptedException {
    run("cp", "--sparse=always", image.toString(), copy().toString());
  }

  /** Brings the disk back to what was kept; nothing may be open there. */
  public void cutPower() throws IOException, InterruptedException {
    run("umount", mounted.toString());
    Files.move(copy(), image, StandardCopyOption.REPLACE_EXISTING);
    mount();
  }

  /** Leaves no room, down to the last block; returns the file that takes it all. */
  public Path fill() throws IOException {
    Path ballast = mounted.resolve("ballast");
    byte[] zeros = new byte[1 << 16];
    for (int length = zeros.length; length > 0; length /= 16) {
      try (var out =
          Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (true) {
          out.write(zeros, 0, length);
        }
      } catch (IOException full) {
        if (Files.size(ballast) == 0) {
          throw full;
        }
      }
    }
    return ballast;
  }

  /** Has the kernel find an error of the disk, whereupon it takes no more writes. */
  public void becomeReadOnly() throws IOException, InterruptedException {
    String device = run("findmnt", "-no", "SOURCE", mounted.toString()).strip();
    Path trigger = Path.of("/sys/fs/ext4", Path.of(device).getFileName().toString());
    Files.writeString(trigger.resolve("trigger_fs_error"), "1");
  }

  /** Mends it, as an operator does; nothing may be open there. */
  public void mend() throws IOException, InterruptedException {
    run("umount", mounted.toString());
    Process check = new ProcessBuilder("e2fsck", "-fy", image.toString()).start();
    check.getInputStream().readAllBytes();
    if (check.waitFor() > 1) { // 1 says that errors were corrected
      throw new IOException("the disk cannot be mended");
    }
    mount();
  }

  /** Unmounts it, and lets the kernel write back as before. */
  public void close() throws IOException, InterruptedException {
    Files.writeString(WRITEBACK, writeback);
    run("umount", mounted.toString());
  }

  /** Reads a setting of the kernel, which gives it whole to the first read and not to others. */
  private static String setting(Path file) throws IOException {
    byte[] bytes = new byte[64];
    try (InputStream in = Files.newInputStream(file)) {
      return new String(bytes, 0, Math.max(0, in.read(bytes)), UTF_8).strip();
    }
  }

  private Path copy() {
    return image.resolveSibling("durable.img");
  }

  private void mount() throws IOException, InterruptedException {
    // Else the journal of the file system is committed every 5 seconds, asked for or not.
    run("mount", "-o", "loop,commit=300,errors=remount-ro", image.toString(), mounted.toString());
  }

  private static String run(String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(command));
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", all) + ": " + said.strip());
    }
    return said;
  }
}

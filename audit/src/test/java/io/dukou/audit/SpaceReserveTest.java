package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reserve gives up, and for what, over storage that says when it is full. */
final class SpaceReserveTest {
  private static final int PIECE = 1 << 20;
  private static final String FULL = "No space left on device";

  @TempDir private Path folder;
  private FullStorage disk;
  private SpaceReserve reserve;
  private LogStorage storage;

  @BeforeEach
  void make() throws IOException {
    disk = new FullStorage(LogStorage.posix(folder));
    reserve = SpaceReserve.in(folder, 3L * PIECE);
    storage = reserve.over(disk);
  }

  @Test
  void reserve_is_a_file_of_that_length_whose_bytes_do_not_compress() throws IOException {
    assertThat(reserve.held()).isEqualTo(3L * PIECE);
    byte[] bytes = Files.readAllBytes(folder.resolve(SpaceReserve.FILE));
    assertThat(bytes).hasSize(3 * PIECE);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    }
    assertThat(compressed.size()).isGreaterThan(bytes.length);
  }

  @Test
  void write_that_finds_no_space_is_done_again_for_each_piece_given_up() throws IOException {
    disk.refuse(2, FULL);
    write("hello");
    assertThat(read()).isEqualTo("hello");
    assertThat(reserve.held()).isEqualTo(PIECE);
    assertThat(Files.size(folder.resolve(SpaceReserve.FILE))).isEqualTo(PIECE);
    assertThat(reserve.level()).isEqualTo(SpaceReserve.Level.HELD);
  }

  @Test
  void names_and_directories_are_given_room_too() throws IOException {
    disk.refuse(1, FULL);
    storage.createDirectory("tile");
    disk.refuse(1, FULL);
    storage.rename("tile", "tiles");
    assertThat(Files.isDirectory(folder.resolve("tiles"))).isTrue();
    assertThat(reserve.held()).isEqualTo(PIECE);
  }

  @Test
  void quota_that_is_used_up_is_a_full_disk() throws IOException {
    disk.refuse(1, "Disk quota exceeded");
    write("hello");
    assertThat(reserve.held()).isEqualTo(2L * PIECE);
  }

  @Test
  void write_fails_once_nothing_is_left_to_give_up() {
    disk.refuse(4, FULL);
    assertThatThrownBy(() -> write("hello")).hasMessageContaining(FULL);
    assertThat(reserve.held()).isZero();
  }

  @Test
  void other_failures_give_nothing_up() {
    disk.refuse(1, "Input/output error");
    assertThatThrownBy(() -> write("hello")).hasMessageContaining("Input/output error");
    assertThat(reserve.held()).isEqualTo(3L * PIECE);
  }

  @Test
  void failed_sync_is_not_tried_again() throws IOException {
    try (LogFile file = storage.write("a")) {
      disk.refuse(1, FULL);
      assertThatThrownBy(file::sync).hasMessageContaining(FULL);
    }
    assertThat(reserve.held()).isEqualTo(3L * PIECE);
  }

  @Test
  void what_was_given_up_is_held_again_after_a_look_that_finds_room() throws IOException {
    disk.refuse(1, FULL);
    write("hello");
    reserve.look();
    assertThat(reserve.held()).isEqualTo(3L * PIECE);
    assertThat(reserve.level()).isLessThan(SpaceReserve.Level.HELD);
  }

  @Test
  void next_process_takes_it_over_and_cuts_what_is_too_much() throws IOException {
    assertThat(SpaceReserve.in(folder, PIECE).held()).isEqualTo(PIECE);
    assertThat(SpaceReserve.in(folder, 2L * PIECE).held()).isEqualTo(2L * PIECE);
    SpaceReserve.remove(folder);
    assertThat(folder).isEmptyDirectory();
  }

  private void write(String text) throws IOException {
    try (LogFile file = storage.write("a")) {
      file.write(0, ByteBuffer.wrap(text.getBytes(UTF_8)));
      file.sync();
    }
  }

  private String read() throws IOException {
    return Files.readString(folder.resolve("a"));
  }

  /** Storage that refuses the next changes, of writes after half of the bytes. */
  private static final class FullStorage implements LogStorage {
    private final LogStorage storage;
    private int refusals;
    private String reason = "";

    FullStorage(LogStorage storage) {
      this.storage = storage;
    }

    void refuse(int times, String words) {
      this.refusals = times;
      this.reason = words;
    }

    private void refuseIfDue() throws IOException {
      if (refusals > 0) {
        refusals--;
        throw new FileSystemException("a", null, reason);
      }
    }

    @Override
    public LogFile read(String path) throws IOException {
      return storage.read(path);
    }

    @Override
    public LogFile write(String path) throws IOException {
      LogFile file = storage.write(path);
      return new LogFile() {
        @Override
        public long size() throws IOException {
          return file.size();
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
          return file.read(position, target);
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
          if (refusals > 0) {
            file.write(position, ByteBuffer.allocate(source.remaining() / 2));
            source.position(source.position() + source.remaining() / 2);
          }
          refuseIfDue();
          file.write(position, source);
        }

        @Override
        public void truncate(long size) throws IOException {
          file.truncate(size);
        }

        @Override
        public void sync() throws IOException {
          refuseIfDue();
          file.sync();
        }

        @Override
        public void close() throws IOException {
          file.close();
        }
      };
    }

    @Override
    public boolean exists(String path) throws IOException {
      return storage.exists(path);
    }

    @Override
    public List<String> list(String directory) throws IOException {
      return storage.list(directory);
    }

    @Override
    public void createDirectory(String path) throws IOException {
      refuseIfDue();
      storage.createDirectory(path);
    }

    @Override
    public void rename(String from, String to) throws IOException {
      refuseIfDue();
      storage.rename(from, to);
    }

    @Override
    public void delete(String path) throws IOException {
      storage.delete(path);
    }

    @Override
    public void syncDirectory(String path) throws IOException {
      storage.syncDirectory(path);
    }

    @Override
    public Closeable lock() throws IOException {
      return storage.lock();
    }

    @Override
    public String describe(String path) {
      return storage.describe(path);
    }
  }
}

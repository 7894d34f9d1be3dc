package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every home of a log must do as {@link LogStorage} says. */
abstract class LogStorageContract {
  private LogStorage storage;
  private Closeable lock;

  /** Returns an empty storage. */
  abstract LogStorage emptyStorage() throws Exception;

  /** Returns what another process sees of the same storage. */
  abstract LogStorage seenByAnother() throws Exception;

  @BeforeEach
  void lock() throws Exception {
    storage = emptyStorage();
    lock = storage.lock();
  }

  @AfterEach
  void unlock() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }

  @Test
  void what_was_written_is_read_before_and_after_a_sync() throws Exception {
    try (LogFile file = storage.write("a")) {
      file.write(0, bytes("hello"));
      assertThat(read(storage, "a")).isEqualTo("hello");
      file.write(5, bytes(" world"));
      file.sync();
      storage.syncDirectory("");
    }
    assertThat(read(storage, "a")).isEqualTo("hello world");
    assertThat(read(seenByAnother(), "a")).isEqualTo("hello world");
  }

  @Test
  void a_file_that_is_not_there_is_not_read() {
    assertThatThrownBy(() -> storage.read("nothing")).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> storage.read("no/where")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void a_directory_is_no_file() throws IOException {
    storage.createDirectory("folder");
    assertThatThrownBy(() -> storage.read("folder")).isInstanceOf(IOException.class);
  }

  @Test
  void names_are_listed_in_order_and_an_absent_directory_is_empty() throws IOException {
    storage.createDirectory("d");
    storage.createDirectory("d");
    storage.createDirectory("d/sub");
    for (String name : new String[] {"b", "a", "10", "9", "Z"}) {
      storage.write("d/" + name).close();
    }
    storage.write("elsewhere").close();
    storage.syncDirectory("d");
    assertThat(storage.list("d")).containsExactly("10", "9", "Z", "a", "b", "sub");
    assertThat(storage.list("d/sub")).isEmpty();
    assertThat(storage.list("absent")).isEmpty();
    assertThat(storage.list("")).contains("d", "elsewhere");
    assertThat(storage.exists("d/sub")).isTrue();
    assertThat(storage.exists("d/Z")).isTrue();
    assertThat(storage.exists("")).isTrue();
    assertThat(storage.exists("d/z")).isFalse();
  }

  @Test
  void a_renamed_file_takes_the_place_of_another() throws IOException {
    storage.createDirectory("d");
    put("d/old", "old");
    put("d/new.tmp", "new");
    storage.rename("d/new.tmp", "d/old");
    storage.syncDirectory("d");
    assertThat(read(storage, "d/old")).isEqualTo("new");
    assertThat(storage.list("d")).containsExactly("old");
  }

  @Test
  void a_file_opened_before_it_was_replaced_is_read_as_it_was() throws IOException {
    put("f", "old");
    try (LogFile before = storage.read("f")) {
      put("f.tmp", "newer");
      storage.rename("f.tmp", "f");
      storage.syncDirectory("");
      assertThat(new String(StorageFiles.readAll(before), UTF_8)).isEqualTo("old");
    }
    assertThat(read(storage, "f")).isEqualTo("newer");
  }

  @Test
  void removed_files_and_directories_are_gone() throws IOException {
    storage.createDirectory("d");
    put("d/f", "x");
    storage.delete("d/f");
    storage.delete("d");
    storage.syncDirectory("");
    assertThat(storage.list("")).doesNotContain("d");
    storage.createDirectory("d");
    storage.write("d/f").close();
    assertThat(read(storage, "d/f")).isEmpty();
  }

  @Test
  void an_existing_file_keeps_its_content_when_it_is_opened_for_writing() throws IOException {
    put("f", "content");
    try (LogFile file = storage.write("f")) {
      assertThat(file.size()).isEqualTo(7);
      ByteBuffer part = ByteBuffer.allocate(100);
      assertThat(file.read(3, part)).isEqualTo(4);
      assertThat(part.flip()).isEqualTo(bytes("tent"));
      assertThat(file.read(7, ByteBuffer.allocate(1))).isZero();
      assertThat(file.read(70, ByteBuffer.allocate(1))).isZero();
    }
  }

  @Test
  void writes_and_truncations_anywhere_do_what_they_do_to_an_array() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 6; round++) {
      String path = "model-" + round;
      byte[] model = {};
      try (LogFile file = storage.write(path)) {
        for (int step = 0; step < 40; step++) {
          model = change(file, model, random);
          if (random.nextInt(3) == 0) {
            file.sync();
          }
          if (random.nextInt(4) == 0) {
            assertThat(StorageFiles.readAll(storage, path)).isEqualTo(model);
          }
        }
        assertThat(StorageFiles.readAll(file)).isEqualTo(model);
      }
    }
  }

  @Test
  void a_file_larger_than_any_buffer_is_written_and_read_in_parts() throws IOException {
    byte[] large = new byte[9 << 20];
    new Random(8).nextBytes(large);
    try (LogFile file = storage.write("large")) {
      file.write(0, ByteBuffer.wrap(large));
      file.sync();
    }
    assertThat(StorageFiles.readAll(storage, "large")).isEqualTo(large);
    try (LogFile file = storage.read("large")) {
      ByteBuffer part = ByteBuffer.allocate(3 << 20);
      assertThat(file.read(777_777, part)).isEqualTo(3 << 20);
      assertThat(part.array()).isEqualTo(Arrays.copyOfRange(large, 777_777, 777_777 + (3 << 20)));
    }
  }

  @Test
  void a_root_is_locked_by_one_at_a_time() throws Exception {
    assertThatThrownBy(storage::lock).isInstanceOf(LogInUseException.class);
    assertThatThrownBy(() -> seenByAnother().lock()).isInstanceOf(LogInUseException.class);
    lock.close();
    lock = seenByAnother().lock();
  }

  @Test
  void a_path_is_described_for_a_person() {
    assertThat(storage.describe("tile/0/000")).endsWith("/tile/0/000");
    assertThat(storage.describe("")).isNotEmpty().doesNotEndWith("/");
  }

  private byte[] change(LogFile file, byte[] model, Random random) throws IOException {
    if (random.nextInt(6) == 0) {
      int size = random.nextInt(model.length + 1);
      file.truncate(size);
      return Arrays.copyOf(model, size);
    }
    int at = random.nextInt(3) == 0 ? model.length : random.nextInt(model.length + 20);
    byte[] data = new byte[random.nextInt(60)];
    random.nextBytes(data);
    file.write(at, ByteBuffer.wrap(data));
    if (data.length == 0) {
      return model;
    }
    byte[] changed = Arrays.copyOf(model, Math.max(model.length, at + data.length));
    System.arraycopy(data, 0, changed, at, data.length);
    return changed;
  }

  private void put(String path, String content) throws IOException {
    try (LogFile file = storage.write(path)) {
      file.truncate(0);
      file.write(0, bytes(content));
      file.sync();
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String read(LogStorage storage, String path) throws IOException {
    return new String(StorageFiles.readAll(storage, path), UTF_8);
  }
}

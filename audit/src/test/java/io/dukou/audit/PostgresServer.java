package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dukou.audit.postgres.PostgresOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of this machine, started on a folder of its own with the settings it comes with,
 * once for all tests of the process. {@code -Ddukou.postgres} names the folder of its programs;
 * without it that of Debian's packages is taken, and tests skip where there is none.
 *
 * <p>The server ends with this process, however it ends: a shell waits for its input to end. It
 * refuses to run as root, and then runs as the user {@code postgres}.
 */
public final class PostgresServer {
  private static final String ROLE = "dukou";
  private static final String PASSWORD = "a password of the tests";
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static @Nullable PostgresServer running;

  private final Path programs;
  private final Path folder;
  private final int port;
  private Process process;

  private PostgresServer(Path programs, Path folder, int port, Process process) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Returns the server, which is started at the first call; skips the test if there is none. */
  public static synchronized PostgresServer running() throws Exception {
    Path programs = programs();
    assumeTrue(programs != null, "SKIPPED: there is no PostgreSQL server on this machine");
    if (running == null) {
      running = start(programs, Files.createTempDirectory("dukou-postgres"));
    }
    return running;
  }

  /**
   * Returns a server of the caller's own, to break and to {@link #end}, on an empty folder that the
   * user {@code postgres} can reach; skips the test if there is none.
   */
  public static PostgresServer ownIn(Path folder) throws Exception {
    Path programs = programs();
    assumeTrue(programs != null, "SKIPPED: there is no PostgreSQL server on this machine");
    return start(programs, folder);
  }

  /** Ends the server with a signal to its first process: INT is fast, QUIT is a crash. */
  public void stop(String signal) throws Exception {
    ProcessHandle first = ProcessHandle.of(firstProcess()).orElseThrow();
    run("kill", "-" + signal, "" + first.pid());
    first.onExit().join();
    end();
  }

  /** Starts the server again on the same folder and port. */
  public void startAgain() throws Exception {
    process = launch(programs, folder, port);
    awaitReady(process);
  }

  /**
   * Starts it again as a standby of a primary that is not there: it can be read and not written.
   */
  public void startAsStandby() throws Exception {
    Files.createFile(folder.resolve("data/standby.signal"));
    own(folder.resolve("data/standby.signal"));
    startAgain();
  }

  /** Ends the server, if it runs. */
  public void end() throws Exception {
    process.getOutputStream().close();
    process.waitFor();
  }

  /** Gives a folder or file to the user that the server runs as. */
  static void own(Path path) throws IOException, InterruptedException {
    if (isRoot()) {
      run("chown", "-R", "postgres", path.toString());
    }
  }

  private long firstProcess() throws IOException {
    return Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0).strip());
  }

  /** Makes an empty database; its owner is the role of the options. */
  public PostgresOptions newDatabase() throws SQLException {
    return newDatabase("pg_default");
  }

  /** Makes an empty database in a tablespace. */
  PostgresOptions newDatabase(String tablespace) throws SQLException {
    String name = "log_" + DATABASES.incrementAndGet();
    administer(
        "postgres", "CREATE DATABASE " + name + " OWNER " + ROLE + " TABLESPACE " + tablespace);
    return options(port, name);
  }

  /** Returns options with a short lease for a database behind a port of this machine. */
  PostgresOptions options(int throughPort, String database) {
    return quick(
        PostgresOptions.of(
            "jdbc:postgresql://127.0.0.1:" + throughPort + "/" + database, ROLE, passwordFile()));
  }

  /** Returns options with a short lease, so that a test need not wait long for it to run out. */
  static PostgresOptions quick(PostgresOptions options) {
    return options.withTimes(Duration.ofSeconds(3), Duration.ofSeconds(2));
  }

  /** Runs statements as the superuser, each in a transaction of its own. */
  public void administer(String database, String... statements) throws SQLException {
    try (Connection connection = superuser(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Connects as the superuser. */
  Connection superuser(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", PASSWORD);
  }

  Path passwordFile() {
    return folder.resolve("password");
  }

  int port() {
    return port;
  }

  /** Returns the name of the database of options. */
  static String database(PostgresOptions options) {
    return options.url().substring(options.url().lastIndexOf('/') + 1);
  }

  private static @Nullable Path programs() throws IOException {
    String named = System.getProperty("dukou.postgres");
    if (named != null) {
      assertThat(Path.of(named, "postgres")).isExecutable();
      return Path.of(named);
    }
    Path debian = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(debian)) {
      return null;
    }
    try (Stream<Path> versions = Files.list(debian)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
          .max(Comparator.naturalOrder())
          .orElse(null);
    }
  }

  private static PostgresServer start(Path programs, Path folder) throws Exception {
    Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    Files.setPosixFilePermissions(
        folder.resolve("password"), PosixFilePermissions.fromString("rw-------"));
    int port = freePort();
    own(folder);
    Process process = launch(programs, folder, port);
    PostgresServer server = new PostgresServer(programs, folder, port, process);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, folder)));
    awaitReady(process);
    run("chown", "-R", System.getProperty("user.name"), folder.resolve("password").toString());
    server.administer("postgres", "CREATE ROLE " + ROLE + " LOGIN PASSWORD '" + PASSWORD + "'");
    return server;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static Process launch(Path programs, Path folder, int port) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.addAll(List.of("sh", "-c", script(programs, folder, port)));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** The server runs until there is nothing more to read, that is, until this process has ended. */
  private static String script(Path programs, Path folder, int port) {
    return String.format(
        """
        cd %2$s
        test -d data || %1$s/initdb -D data -U postgres --pwfile=password --auth=scram-sha-256 -E UTF8 --locale=C >/dev/null
        exec 3<&0
        %1$s/postgres -D data -p %3$d -k %2$s -c listen_addresses=127.0.0.1 -c max_connections=50 3<&- </dev/null &
        server=$!
        cat <&3 >/dev/null
        kill -QUIT $server
        wait $server
        """,
        programs, folder, port);
  }

  /** Reads what the server says until it is ready, and the rest in the background. */
  private static void awaitReady(Process process) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    List<String> said = new ArrayList<>();
    String line = lines.readLine();
    while (line != null && !line.contains("ready to accept")) {
      said.add(line);
      line = lines.readLine();
    }
    assertThat(line).as(String.join("\n", said)).isNotNull();
    Thread drain =
        new Thread(
            () -> {
              try {
                lines.transferTo(java.io.Writer.nullWriter());
              } catch (IOException e) {
                // The server has ended.
              }
            });
    drain.setDaemon(true);
    drain.start();
  }

  private static void end(PostgresServer server, Path folder) {
    try {
      server.end();
      run("rm", "-rf", folder.toString());
    } catch (Exception e) {
      // Whatever it is, the process is ending, and the folder is a temporary one.
      server.process.destroy();
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}

package io.dukou.audit;

import io.dukou.audit.postgres.PostgresHome;
import io.dukou.audit.postgres.PostgresOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The contract on a database. */
@Tag("real-server")
final class PostgresStorageTest extends LogStorageContract {
  private final List<PostgresHome> homes = new ArrayList<>();
  private PostgresOptions options;

  @AfterEach
  void close() throws IOException {
    unlock();
    for (PostgresHome home : homes) {
      home.close();
    }
  }

  @Override
  LogStorage emptyStorage() throws Exception {
    options = PostgresServer.running().newDatabase();
    return seenByAnother();
  }

  @Override
  LogStorage seenByAnother() {
    homes.add(PostgresHome.open(options));
    return homes.get(homes.size() - 1).log();
  }
}

package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.dukou.audit.PowerCutDisk.Fault;
import io.dukou.audit.postgres.PostgresHome;
import io.dukou.audit.postgres.PostgresOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading while somebody writes: what readers make durable on their way, and fail to. */
@Tag("real-server")
final class PostgresReaderTest {
  private static final Duration LONG = Duration.ofHours(1);

  /** A reader has what is gathered applied first; where that fails, the sync behind it must too. */
  @ParameterizedTest
  @EnumSource(Fault.class)
  void a_sync_fails_whose_writes_a_reader_failed_to_apply(Fault fault) throws Exception {
    PostgresServer server = PostgresServer.running();
    PostgresOptions options = server.newDatabase();
    try (PostgresHome home = PostgresHome.open(options)) {
      assertThat(home.log().list("")).isEmpty();
    }
    try (CuttingProxy proxy = new CuttingProxy(server.port());
        PostgresHome home =
            PostgresHome.open(
                server
                    .options(proxy.port(), PostgresServer.database(options))
                    .withTimes(LONG, LONG.dividedBy(2)));
        var held = home.log().lock()) {
      assertThat(held).isNotNull();
      LogFile file = home.log().write("journal");
      file.sync();
      file.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3}));
      proxy.cutAt(1, fault);
      assertThatIOException().isThrownBy(() -> home.log().list(""));
      assertThatIOException().isThrownBy(file::sync);
      assertThatIOException().isThrownBy(() -> home.log().syncDirectory(""));
    }
  }
}

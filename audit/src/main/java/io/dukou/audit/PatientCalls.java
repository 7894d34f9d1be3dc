package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls a PKCS#11 module on threads of its own and waits for it so long and no longer: nothing ends
 * a call into a library that hangs, such as one whose token is behind a network that is gone.
 *
 * <p>Once the module was late it is called no more, since nobody knows what it still does. The
 * thread that hangs keeps no process from ending. Any thread.
 */
final class PatientCalls implements Pkcs11Calls {
  /** How long a module may take for one call, a token's falling back to another included. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Pkcs11Calls calls;
  private final Duration patience;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "dukou-token");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean wasLate;

  /** Creates one that waits so long for each call. */
  PatientCalls(Pkcs11Calls calls, Duration patience) {
    this.calls = requireNonNull(calls, "calls");
    this.patience = requireNonNull(patience, "patience");
  }

  /**
   * Calls a function.
   *
   * @throws TokenException if the module is late, or was before
   */
  @Override
  public long call(At function, Object... arguments) {
    if (wasLate) {
      throw late();
    }
    Future<Long> result = threads.submit(() -> calls.call(function, arguments));
    try {
      return result.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      wasLate = true;
      throw late();
    } catch (InterruptedException e) {
      wasLate = true; // it may still be at it
      Thread.currentThread().interrupt();
      throw new TokenException("the program was told to stop while the module worked", Pkcs11.OK);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a call of the module", e.getCause());
    }
  }

  private TokenException late() {
    return new TokenException(
        "the module of module-path has not answered for %d seconds: see that its token can be reached"
            .formatted(Math.max(1, patience.toSeconds())),
        Pkcs11.OK);
  }
}

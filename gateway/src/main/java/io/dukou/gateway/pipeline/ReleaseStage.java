package io.dukou.gateway.pipeline;

import io.dukou.audit.LeafKind;
import io.dukou.gateway.identity.Caller;
import io.dukou.gateway.journal.Closing;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.journal.Journal;
import io.dukou.gateway.pipeline.Progress.Recorded;
import io.dukou.gateway.release.LiveTable;
import io.dukou.gateway.release.PreparedAnswer;
import io.dukou.gateway.release.ReadyBody;
import io.dukou.gateway.release.ReleaseMemory;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Hands the answer out, and closes the matter when its body has gone or not gone. */
final class ReleaseStage {
  private final Journal journal;
  private final ReleaseMemory memory;
  private final InstantSource clock;
  private final Executor workers;

  /** Creates the stage; {@code workers} free what bodies hold. */
  ReleaseStage(Journal journal, ReleaseMemory memory, InstantSource clock, Executor workers) {
    this.journal = journal;
    this.memory = memory;
    this.clock = clock;
    this.workers = workers;
  }

  /** Returns the answer to a recorded request. */
  Answer answer(Recorded recorded) {
    PreparedAnswer prepared = recorded.shielded().answer();
    boolean head = recorded.identified().request().head();
    Body body = null;
    if (head) {
      recorded.cleared().measured().persons().cancel();
      free(prepared.body());
      close(recorded, Closing.Outcome.NOTHING_LEFT, 0);
    } else {
      body = new SelectionBody(prepared.body(), (ending, bytes) -> closed(recorded, ending, bytes));
    }
    return new Answer.Released(
        recorded.receipt().index(),
        recorded.receipt(),
        recorded.shielded().table().route().format().contentType(),
        body,
        head ? Optional.empty() : Optional.ofNullable(prepared.nextCursor()));
  }

  private void closed(Recorded recorded, Body.Ending ending, long bytes) {
    free(recorded.shielded().answer().body());
    close(recorded, Closing.Outcome.valueOf(ending.name()), bytes);
  }

  private void free(ReadyBody body) {
    if (body.spool().isPresent()) {
      workers.execute(body::free);
    } else {
      body.free();
    }
  }

  /** Appends the close entry; the answer does not wait for it. */
  private void close(Recorded recorded, Closing.Outcome outcome, long bytes) {
    long release = recorded.receipt().index();
    LiveTable table = recorded.shielded().table();
    Caller caller = recorded.identified().request().caller();
    Entry entry =
        Entry.of(LeafKind.CLOSE, clock.instant())
            .recipient(caller.recipient(), caller.purpose())
            .dataset(table.route().config().study(), table.route().config().dataset())
            .decision(new Closing(outcome, release, bytes).toJson(), null);
    CloseRecorder.append(journal, entry, release, () -> memory.closed(release, outcome));
  }
}

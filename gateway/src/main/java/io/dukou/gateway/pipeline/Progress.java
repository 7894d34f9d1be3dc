package io.dukou.gateway.pipeline;

import io.dukou.audit.Receipt;
import io.dukou.gateway.cut.JointCut;
import io.dukou.gateway.cut.RouteTable;
import io.dukou.gateway.cut.TableSet;
import io.dukou.gateway.facts.Facts;
import io.dukou.gateway.facts.ReleaseMeasures;
import io.dukou.gateway.facts.TransferIntent;
import io.dukou.gateway.release.LiveTable;
import io.dukou.gateway.release.PersonTally;
import io.dukou.gateway.release.PreparedAnswer;
import io.dukou.gateway.release.Selection;
import io.dukou.gateway.release.TableRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a request has come. Each stage takes one of these and makes the next, which holds the one
 * before; so a stage that is left out does not compile.
 */
sealed interface Progress {
  /** Returns what the request is recorded as when it ends here. */
  Identified identified();

  /** Returns what was asked for, or null when that is not known yet. */
  @Nullable Intended intended();

  /**
   * It is known who asks.
   *
   * @param request the request
   * @param facts the facts that all its stages see
   * @param at the time of the event
   */
  record Identified(Request request, Facts facts, Instant at) implements Progress {
    @Override
    public Identified identified() {
      return this;
    }

    @Override
    public @Nullable Intended intended() {
      return null;
    }
  }

  /**
   * It is known what is asked for.
   *
   * @param set the tables that are planned together with that of the route, and itself
   * @param route the route
   * @param intent the question to the policy
   * @param selection the part of the table
   */
  record Intended(
      Identified identified,
      TableSet set,
      RouteTable route,
      TransferIntent intent,
      Selection selection)
      implements Progress {
    @Override
    public Intended intended() {
      return this;
    }

    /** Returns for whom a table is wanted. */
    TableRequest.Use use() {
      return new TableRequest.Use(intent.recipient(), intent.purpose());
    }
  }

  /**
   * It may be asked for.
   *
   * @param ruling what the policy decided
   */
  record Permitted(Intended intended, Ruling ruling) implements Progress {
    @Override
    public Identified identified() {
      return intended.identified();
    }
  }

  /**
   * The data cuts of all tables of the set are there.
   *
   * @param cut the cuts
   */
  record Fetched(Permitted permitted, JointCut cut) implements Progress {
    @Override
    public Identified identified() {
      return permitted.identified();
    }

    @Override
    public Intended intended() {
      return permitted.intended();
    }
  }

  /**
   * The answer lies ready, made from a protected table.
   *
   * @param wanted for whom the table is
   * @param table the table
   * @param answer the answer; freed when the request is over
   */
  record Shielded(Fetched fetched, TableRequest wanted, LiveTable table, PreparedAnswer answer)
      implements Progress {
    @Override
    public Identified identified() {
      return fetched.identified();
    }

    @Override
    public Intended intended() {
      return fetched.intended();
    }
  }

  /**
   * Its risk and its persons are known, and the persons are reserved.
   *
   * @param measures what was measured
   * @param persons the reservation; ended when the request is over
   */
  record Measured(Shielded shielded, ReleaseMeasures measures, PersonTally.Reservation persons)
      implements Progress {
    @Override
    public Identified identified() {
      return shielded.identified();
    }

    @Override
    public Intended intended() {
      return shielded.intended();
    }
  }

  /**
   * Exactly this may leave.
   *
   * @param ruling what the policy decided
   */
  record Cleared(Measured measured, Ruling ruling) implements Progress {
    @Override
    public Identified identified() {
      return measured.identified();
    }

    @Override
    public Intended intended() {
      return measured.intended();
    }
  }

  /**
   * Its entry is durable.
   *
   * @param receipt the proof of it
   */
  record Recorded(Cleared cleared, Receipt receipt) implements Progress {
    @Override
    public Identified identified() {
      return cleared.identified();
    }

    @Override
    public Intended intended() {
      return cleared.intended();
    }

    Shielded shielded() {
      return cleared.measured().shielded();
    }
  }
}

package io.dukou.gateway.cli;

import io.dukou.anonymizer.plan.PlanProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * One line on a terminal that says how far planning has come, written again and again. Used by one
 * thread at a time.
 */
final class ProgressLine implements PlanProgress.Listener {
  private static final String TO_LINE_START = "\r";
  private static final String TO_LINE_END = "\u001b[K";

  private final PrintWriter terminal;
  private boolean written;

  /** Creates a line on {@code terminal}. */
  ProgressLine(PrintWriter terminal) {
    this.terminal = terminal;
  }

  @Override
  public synchronized void progressed(PlanProgress progress) {
    terminal.print(TO_LINE_START + text(progress) + TO_LINE_END);
    terminal.flush();
    written = true;
  }

  /** Takes the line away. */
  synchronized void clear() {
    if (written) {
      terminal.print(TO_LINE_START + TO_LINE_END);
      terminal.flush();
    }
  }

  /** Returns what the line says. */
  static String text(PlanProgress progress) {
    String left =
        progress
            .remaining()
            .map(Duration::toSeconds)
            .map(seconds -> ", about " + seconds + " s left")
            .orElse("");
    return String.format(
        Locale.ROOT,
        "planning: %.1f %% of all combinations settled, %d counted, best loss %.6g%s",
        progress.share() * 100,
        progress.checked(),
        progress.loss(),
        left);
  }
}

package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.audit.Hold;
import io.dukou.audit.MalformedException;
import io.dukou.audit.Order;
import io.dukou.audit.SignedOrder;
import java.io.PrintWriter;
import java.nio.file.Path;

/** The file in which an order goes from officer to officer. */
final class OrderFile {
  private OrderFile() {}

  static SignedOrder read(Path file) {
    try {
      return SignedOrder.parse(AnonymizerFiles.readText(file));
    } catch (MalformedException e) {
      throw new CommandException(ExitCode.BAD_INPUT, file + ": " + e.getMessage(), e);
    }
  }

  static void write(Path file, SignedOrder order) {
    byte[] text = order.note().getBytes(UTF_8);
    AnonymizerFiles.write(file, out -> out.write(text));
  }

  /** Writes a fresh order and says what becomes of it. */
  static Integer draw(Path file, Order order, PrintWriter out) {
    write(file, SignedOrder.parse(order.text()));
    print(order, out);
    out.printf(
        "nothing is done yet: %s %s with `dukou officer sign`, then `dukou log execute` carries it"
            + " out%n",
        order.action().officers() == 1 ? "one officer signs" : "two officers sign", file);
    out.flush();
    return ExitCode.OK.status();
  }

  /** Prints an order in words. */
  static void print(Order order, PrintWriter out) {
    out.println("log      " + order.log());
    out.println("action   " + order.action().word());
    if (order.hold() != null) {
      out.println("hold     " + words(order.hold()));
    }
    if (!order.erasures().isEmpty()) {
      long whole = order.erasures().stream().filter(erasure -> erasure.whole()).count();
      out.printf(
          "erases   %d domestic parts altogether, items of %d others%n",
          whole, order.erasures().size() - whole);
    }
    out.println("reason   " + order.reason());
  }

  /** Says what a hold covers. */
  static String words(Hold hold) {
    String study = hold.study();
    String last = hold.to() == Hold.END ? "all to come" : Long.toString(hold.to());
    return hold.id()
        + "  "
        + (study == null ? "every study" : "study " + study)
        + ", entries "
        + hold.from()
        + " to "
        + last;
  }
}

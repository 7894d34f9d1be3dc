package io.dukou.gateway.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Callers that ask one gateway again and again until it is gone, and keep every byte that they got:
 * whole tables, taken fast and slowly, pages, filters, and requests that are refused.
 */
final class Load {
  private static final int SMALL_BUFFER = 4096;
  private static final int LARGE_BUFFER = 1 << 20;

  private final URI gateway;
  private final Site site;
  private final Queue<Taken> taken = new ConcurrentLinkedQueue<>();
  private final CountDownLatch firstTable = new CountDownLatch(1);
  private final List<Thread> callers = new ArrayList<>();

  private Load(URI gateway, Site site) {
    this.gateway = gateway;
    this.site = site;
  }

  /** Starts asking. */
  static Load on(URI gateway, Site site) {
    Load load = new Load(gateway, site);
    load.caller("alpha-1", LARGE_BUFFER, last -> Site.PREFIX);
    load.caller("beta-1", SMALL_BUFFER, last -> Site.PREFIX);
    load.caller("gamma-1", LARGE_BUFFER, Load::nextPage);
    load.caller("beta-1", LARGE_BUFFER, Load::nextOddity);
    load.callers.forEach(Thread::start);
    return load;
  }

  /** Waits until a table was taken whole. */
  void awaitFirstTable() throws InterruptedException {
    if (!firstTable.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("no table was given, but " + answers());
    }
  }

  /** Returns each status that was answered, with how often. */
  private Map<Integer, Long> answers() {
    return taken.stream()
        .collect(Collectors.groupingBy(Taken::status, TreeMap::new, Collectors.counting()));
  }

  /** Waits until the gateway is gone and returns what was taken, in no order. */
  List<Taken> finish() throws InterruptedException {
    for (Thread caller : callers) {
      caller.join();
    }
    return List.copyOf(taken);
  }

  private void caller(String client, int buffer, Function<Taken, String> next) {
    String token = site.token(client);
    Runnable asking =
        () -> {
          Taken last = new Taken(client, "", 0, null);
          while (last != null) {
            String path = next.apply(last);
            last = ask(new Question(client, token, path, buffer));
          }
        };
    callers.add(new Thread(asking, "caller " + client));
  }

  private record Question(String client, String token, String path, int buffer) {}

  /** Returns what came of an answer, or null when there is no gateway any more. */
  private Taken ask(Question question) {
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(question.buffer);
      socket.setSoTimeout(60_000);
      socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
      String request = Client.request("GET", question.path, question.token, "");
      Taken got =
          Taken.of(question.client, question.path, exchange(socket, request, question.buffer));
      taken.add(got);
      if (got.isRelease() && got.isWhole() && question.path.equals(Site.PREFIX)) {
        firstTable.countDown();
      }
      return got;
    } catch (IOException e) {
      return null; // nobody listens any more
    }
  }

  /** Sends a request; returns what came, however it ended. */
  private static byte[] exchange(Socket socket, String request, int buffer) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      byte[] piece = new byte[buffer];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        all.write(piece, 0, count);
      }
    } catch (IOException e) {
      // The gateway was killed; what came before it counts.
    }
    return all.toByteArray();
  }

  private static String nextPage(Taken last) {
    String cursor = last.answer() == null ? null : last.answer().headers().get("dukou-next-cursor");
    String first = Site.PREFIX + "?limit=50";
    return cursor == null ? first : first + "&cursor=" + cursor;
  }

  /** Goes through a filter that is served and requests that are refused, one after the other. */
  private static String nextOddity(Taken last) {
    return switch (last.path()) {
      case Site.PREFIX + "?sex=F" -> Site.PREFIX + "?age=33";
      case Site.PREFIX + "?age=33" -> "/st-1/other";
      case "/st-1/other" -> "/st-1/nothing";
      default -> Site.PREFIX + "?sex=F";
    };
  }
}

package io.dukou.audit;

import io.dukou.audit.PowerCutDisk.Fault;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands between a client and a PostgreSQL server and cuts all connections at a chosen request:
 * before the server gets it, or after the server has done it and before the client is told. Knows
 * as much of the protocol (version 3) as tells where a request and its answer end.
 */
final class CuttingProxy implements Closeable {
  private static final int STARTUP = 196_608;
  private static final int TERMINATE = 'X';

  private final ServerSocket listening;
  private final int serverPort;
  private final List<Socket> sockets = new ArrayList<>();
  private long requests;
  private long cutAt = Long.MAX_VALUE;
  private Fault fault = Fault.NOT_PERSISTED;
  private boolean cut;

  CuttingProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Cuts everything at the n-th request from now on; with effect, or without. */
  synchronized void cutAt(long request, Fault how) {
    cutAt = requests + request;
    fault = how;
  }

  /** Tells whether the chosen request has come. */
  synchronized boolean hasCut() {
    return cut;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    closeAll();
  }

  private void accept() throws IOException {
    while (!listening.isClosed()) {
      Socket client = listening.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      keep(client, server);
      AtomicBoolean swallow = new AtomicBoolean();
      start(() -> forward(client, server, swallow));
      start(() -> answer(server, client, swallow));
    }
  }

  private synchronized void keep(Socket client, Socket server) throws IOException {
    sockets.add(client);
    sockets.add(server);
    if (cut) {
      closeAll();
    }
  }

  private synchronized void closeAll() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  /** Hands whole requests on. */
  private void forward(Socket client, Socket server, AtomicBoolean swallow) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    OutputStream out = server.getOutputStream();
    greet(in, out);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    for (int type = in.read(); type >= 0; type = in.read()) {
      message(type, in, request);
      if (type == 'S' || type == 'Q' || type == 'p' || type == TERMINATE) {
        if (type != 'p' && type != TERMINATE && isChosen()) {
          if (fault == Fault.NOT_PERSISTED) {
            closeAll();
            return;
          }
          swallow.set(true);
        }
        request.writeTo(out);
        request.reset();
      }
    }
    server.close();
  }

  /** Hands on what comes before the first message that has a type. */
  private static void greet(DataInputStream in, OutputStream out) throws IOException {
    int code = 0;
    while (code != STARTUP) {
      byte[] rest = new byte[in.readInt() - Integer.BYTES];
      in.readFully(rest);
      code = ByteBuffer.wrap(rest).getInt();
      DataOutputStream whole = new DataOutputStream(out);
      whole.writeInt(rest.length + Integer.BYTES);
      whole.write(rest);
      whole.flush();
    }
  }

  private static void message(int type, DataInputStream in, ByteArrayOutputStream request)
      throws IOException {
    int length = in.readInt();
    byte[] body = new byte[length - Integer.BYTES];
    in.readFully(body);
    DataOutputStream copy = new DataOutputStream(request);
    copy.writeByte(type);
    copy.writeInt(length);
    copy.write(body);
  }

  private synchronized boolean isChosen() {
    requests++;
    cut |= requests == cutAt;
    return requests == cutAt;
  }

  /** Hands answers on; one that is to be swallowed is awaited to its end (ReadyForQuery). */
  private void answer(Socket server, Socket client, AtomicBoolean swallow) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int count = server.getInputStream().read(buffer);
        count >= 0;
        count = server.getInputStream().read(buffer)) {
      if (!swallow.get()) {
        client.getOutputStream().write(buffer, 0, count);
      } else if (count >= 6 && buffer[count - 6] == 'Z') {
        closeAll();
        return;
      }
    }
    client.close();
  }

  private static void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // A connection has ended, which is what this is for.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** What a thread of the proxy does. */
  private interface Task {
    void run() throws IOException;
  }
}

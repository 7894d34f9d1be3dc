package io.dukou.gateway.server;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.identity.AuthenticationException;
import io.dukou.gateway.identity.Caller;
import io.dukou.gateway.identity.Refusal;
import io.dukou.gateway.identity.ShownCredentials;
import io.dukou.gateway.pipeline.Answer;
import io.dukou.gateway.pipeline.Body;
import io.dukou.gateway.pipeline.Body.Ending;
import io.dukou.gateway.pipeline.Misuse;
import io.dukou.gateway.pipeline.Problem;
import io.dukou.gateway.pipeline.Request;
import io.dukou.gateway.server.Counters.Event;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer: let in, wait for the request's end, find out who asks, ask the
 * pipeline, write its answer. Confined to the event loop of its connection.
 *
 * <p>A request with a body is answered at once, without reading the body; on HTTP/1 its connection
 * is then closed, so that no byte of the body can be taken for a request. So it is after a head
 * that another program could have read otherwise.
 *
 * <p><b>Places.</b> An unfinished request, whose head has come and whose end has not, holds a place
 * among those of its peer. It takes one among the requests in work when it is whole, and keeps it
 * until its caller is refused or its body has ended. Each is given back exactly once, however the
 * request ends: answered, timed out, reset by either side, with its connection, or by a fault.
 *
 * <p><b>Faults.</b> Every step is guarded: whatever it fails with, an {@code Error} included, ends
 * in an answer or a reset, never in a silence.
 */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final Desk desk;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Promise<Boolean> over = Promise.promise();
  private final Deadline bodyless;
  private final boolean last;

  private Optional<Misuse> misuse = Optional.empty();
  private boolean heard;
  private boolean whole;
  private boolean admitted;
  private @Nullable InetAddress waiting;
  private @Nullable String client;

  /** Creates the exchange for a request whose head has come. */
  Exchange(Desk desk, HttpServerRequest request) {
    this.desk = desk;
    this.request = request;
    this.response = request.response();
    this.bodyless = new Deadline(desk.vertx(), () -> guarded("a timeout", this::timeOut));
    this.last = RequestCheck.isLast(request);
  }

  /**
   * Answers the request.
   *
   * @return completes when the answer has ended, well or not, with whether the connection can carry
   *     another request; never fails
   */
  Future<Boolean> run() {
    over.future()
        .onComplete(
            ended -> {
              stopWaiting();
              leave();
            });
    guarded("a request's head", this::begin);
    return over.future();
  }

  /** Ends an exchange whose caller has gone, unless its work has begun, which ends by itself. */
  void abandon() {
    if (!heard) {
      heard = true;
      desk.counters().count(Event.REQUEST_ABANDONED);
      over.tryComplete(false);
    }
  }

  private void begin() {
    request.exceptionHandler(failure -> abandon());
    response.closeHandler(gone -> abandon());
    if (RequestCheck.announcesBody(request)) {
      misuse = Optional.of(Misuse.REQUEST_BODY);
    }
    if (last || RequestCheck.leavesBytesUnread(request)) {
      watchEnd();
      hear();
    } else {
      bodyless.set(desk.timeouts().request());
      request.handler(this::surprise);
      watchEnd();
      // The end of a request that is whole comes with its head, so it never waits for a place.
      desk.vertx().runOnContext(next -> guarded("an unfinished request", this::await));
    }
  }

  /** Takes a place among the unfinished requests of the peer. */
  private void await() {
    if (heard) {
      return;
    }
    InetAddress peer = Peers.addressOf(request);
    if (desk.unfinished().enter(peer)) {
      waiting = peer;
    } else {
      heard = true;
      desk.counters().count(Event.BUSY);
      refuse(Unheard.BUSY.problem());
    }
  }

  private void stopWaiting() {
    bodyless.cancel();
    if (waiting != null) {
      desk.unfinished().leave(waiting);
      waiting = null;
    }
  }

  private void watchEnd() {
    request.endHandler(
        end -> {
          whole = true;
          hear();
        });
  }

  private void leave() {
    if (admitted) {
      admitted = false;
      desk.admission().leave();
    }
    if (client != null) {
      desk.admission().leaveClient(client);
      client = null;
    }
  }

  /** A body that the head did not announce, which only HTTP/2 allows. */
  private void surprise(Buffer data) {
    if (data.length() > 0 && !heard) {
      misuse = Optional.of(Misuse.REQUEST_BODY);
      hear();
    }
  }

  private void timeOut() {
    if (!heard) {
      heard = true;
      stopWaiting();
      desk.counters().count(Event.REQUEST_TIMED_OUT);
      refuse(Unheard.TIMED_OUT.problem());
    }
  }

  /** Finds out who asks, once it is known whether there is a body. */
  private void hear() {
    if (!heard) {
      heard = true;
      guarded("authentication", this::authenticate);
    }
  }

  private void authenticate() {
    stopWaiting();
    InetAddress peer = Peers.addressOf(request);
    ShownCredentials shown = ShownCredentials.of(request);
    if (!desk.limiter().admits(peer, shown)) {
      desk.counters().count(Event.TOO_MANY_FAILURES);
      desk.unheard().add(Refusal.TOO_MANY);
      refuse(Unheard.TOO_MANY_FAILURES.problem());
      return;
    }
    admitted = desk.admission().enter();
    if (!admitted) {
      desk.counters().count(Event.BUSY);
      refuse(Unheard.BUSY.problem());
      return;
    }
    desk.callers()
        .authenticate(request)
        .onComplete(result -> guarded("authentication", () -> identified(result, peer, shown)));
  }

  private void identified(AsyncResult<Caller> result, InetAddress peer, ShownCredentials shown) {
    if (result.succeeded()) {
      desk.limiter().succeeded(peer, shown);
      ask(result.result());
      return;
    }
    desk.counters().count(Event.UNAUTHENTICATED);
    if (result.cause() instanceof AuthenticationException failure) {
      desk.limiter().failed(peer, shown);
      desk.unheard().add(failure.refusal());
    } else {
      fault("authentication", result.cause());
    }
    refuse(Unheard.UNAUTHENTICATED.problem());
  }

  private void ask(Caller caller) {
    client = caller.clientId();
    if (!desk.admission().enterClient(client) && misuse.isEmpty()) {
      misuse = Optional.of(Misuse.TOO_MANY_REQUESTS);
    }
    Request asked = read(caller);
    desk.counters().count(Event.ASKED);
    answerOf(asked).onComplete(result -> guarded("an answer", () -> answered(result)));
  }

  private void answered(AsyncResult<Answer> result) {
    if (result.succeeded()) {
      write(result.result());
    } else {
      fault("the pipeline", result.cause());
      refuse(Unheard.INTERNAL.problem());
    }
  }

  /** Reads what is asked; what cannot be read is refused and recorded as other misuse is. */
  private Request read(Caller caller) {
    try {
      return desk.check().read(request, caller, misuse);
    } catch (RuntimeException | Error e) {
      fault("the reading of a request", e);
      boolean head = RequestCheck.wantsHead(request);
      return new Request(caller, head, "", List.of(), Optional.of(Misuse.TARGET));
    }
  }

  /** Asks the pipeline, which never throws; if it does, even an error must not leave a silence. */
  private Future<Answer> answerOf(Request asked) {
    try {
      return desk.pipeline().answer(asked);
    } catch (RuntimeException | Error e) {
      return Future.failedFuture(e);
    }
  }

  private void write(Answer answer) {
    requireNonNull(answer, "answer");
    if (answer instanceof Answer.Released released) {
      release(released);
      return;
    }
    leave();
    if (answer instanceof Answer.Refused refused && !gone()) {
      AnswerHead.put(response, refused);
      end(ProblemJson.of(refused.problem(), refused.decision()));
    }
  }

  private void release(Answer.Released released) {
    Body body = released.body();
    if (body == null) {
      if (!gone()) {
        AnswerHead.put(response, released);
        end(null);
      }
      return;
    }
    putHead(released, body);
    long decision = released.decision();
    desk.answers().begun(decision);
    new BodySender(desk.vertx(), request, body, desk.timeouts())
        .send()
        .onComplete(
            ending -> {
              desk.answers().over(decision, ending.result(), response.bytesWritten());
              finish(ending.result() == Ending.COMPLETE);
            });
  }

  private void putHead(Answer.Released released, Body body) {
    try {
      if (!response.closed()) {
        AnswerHead.put(response, released);
        announceClose();
      }
    } catch (RuntimeException | Error e) {
      body.closed(Ending.NOTHING_LEFT, 0);
      throw e;
    }
  }

  /** Answers with a problem that no decision was recorded for. */
  private void refuse(Problem problem) {
    leave(); // a caller that does not take a refusal must not keep others out
    if (!gone()) {
      AnswerHead.put(response, problem);
      end(ProblemJson.of(problem, OptionalLong.empty()));
    }
  }

  /** Returns true, and ends the exchange, when there is nobody left to answer. */
  private boolean gone() {
    if (response.closed()) {
      finish(false);
      return true;
    }
    return false;
  }

  private void end(@Nullable Buffer content) {
    announceClose();
    boolean bare = content == null || RequestCheck.wantsHead(request);
    Deadline stalled = new Deadline(desk.vertx(), this::breakOff);
    stalled.set(desk.timeouts().idle());
    Future<Void> written = bare ? response.end() : response.end(content);
    written.onComplete(
        result -> {
          stalled.cancel();
          finish(result.succeeded());
        });
  }

  private void announceClose() {
    if (last || (!whole && request.version() != HttpVersion.HTTP_2)) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  private void breakOff() {
    finish(false);
    Resets.reset(request);
  }

  private void finish(boolean written) {
    if (over.tryComplete(written && whole && !last)) {
      desk.counters().count(written ? Event.ANSWERED : Event.BROKEN_OFF);
    }
  }

  private void guarded(String where, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      fault(where, e);
      apologise();
    }
  }

  /** Answers that there was a fault, or, where an answer has begun, breaks it off. */
  private void apologise() {
    try {
      heard = true;
      response.headers().clear();
      refuse(Unheard.INTERNAL.problem());
    } catch (RuntimeException | Error e) {
      fault("a refusal", e);
      breakOff();
    }
  }

  private void fault(String where, Throwable failure) {
    desk.counters().count(Event.INTERNAL_FAULT);
    LOG.error("{} failed with {}", where, failure.getClass().getName());
  }
}

package io.dukou.gateway.server;

import io.dukou.audit.Receipt;
import io.dukou.gateway.pipeline.Answer;
import io.dukou.gateway.pipeline.Body;
import io.dukou.gateway.pipeline.Misuse;
import io.dukou.gateway.pipeline.Pipeline;
import io.dukou.gateway.pipeline.Problem;
import io.dukou.gateway.pipeline.Request;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline whose answers a test chooses. Refuses misuse like the real one, numbers its decisions
 * and remembers what it was asked.
 */
final class FakePipeline implements Pipeline {
  private final List<Request> asked = new CopyOnWriteArrayList<>();
  private volatile Function<Request, Future<Answer>> script =
      request -> Future.succeededFuture(release(request, TestBody.of("a,b\n1,2\n")));

  /** Answers with {@code next} from now on. */
  void script(Function<Request, Future<Answer>> next) {
    script = next;
  }

  /** Answers every request with {@code body} from now on. */
  TestBody releasing(TestBody body) {
    script = request -> Future.succeededFuture(release(request, body));
    return body;
  }

  /** Returns the requests so far, in their order. */
  List<Request> asked() {
    return List.copyOf(asked);
  }

  /** Returns the misuse of the latest request. */
  Optional<Misuse> misuse() {
    return asked.get(asked.size() - 1).misuse();
  }

  @Override
  public Future<Answer> answer(Request request) {
    asked.add(request);
    return request.misuse().isPresent()
        ? Future.succeededFuture(refuse(request.misuse().get()))
        : onContext(script.apply(request));
  }

  /** Completes on the calling context, as a pipeline must, whatever thread the test used. */
  private static Future<Answer> onContext(Future<Answer> answer) {
    Context context = Vertx.currentContext();
    Promise<Answer> promise = Promise.promise();
    answer.onComplete(
        result -> {
          if (Vertx.currentContext() == context) {
            promise.handle(result);
          } else {
            context.runOnContext(nothing -> promise.handle(result));
          }
        });
    return promise.future();
  }

  /** Returns the release of {@code body}, or of its head alone. */
  static Answer.Released release(Request request, @Nullable Body body) {
    return new Answer.Released(
        7,
        receipt("receipt\n"),
        "text/csv; charset=utf-8",
        request.head() ? null : body,
        Optional.empty());
  }

  /** Returns a receipt whose proof is {@code text}. */
  static Receipt receipt(String text) {
    return new Receipt(7, "{}", text);
  }

  private static Answer refuse(Misuse misuse) {
    Problem problem =
        Problem.of(misuse.status(), misuse.code(), "Request refused", misuse.detail());
    return new Answer.Refused(OptionalLong.of(8), Optional.of(receipt("refusal\n")), problem);
  }

  @Override
  public Future<Void> end() {
    return Future.succeededFuture();
  }
}

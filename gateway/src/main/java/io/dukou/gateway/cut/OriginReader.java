package io.dukou.gateway.cut;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dukou.gateway.config.OriginConfig;
import io.dukou.gateway.config.RouteConfig;
import io.dukou.gateway.cut.OriginException.Problem;
import io.dukou.gateway.format.ReadOptions;
import io.dukou.gateway.format.TableFormat;
import io.dukou.gateway.journal.Closing;
import io.dukou.gateway.outbound.OutboundClient;
import io.dukou.gateway.outbound.OutboundException;
import io.dukou.gateway.outbound.OutboundLimits;
import io.dukou.gateway.outbound.OutboundRequest;
import io.dukou.gateway.outbound.OutboundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an origin: its version and its whole table, at the configured URLs and nothing else. Each
 * read is in the log before it is sent. Worker threads only; every method blocks.
 */
final class OriginReader {
  private static final int VERSION_BYTES = 64 << 10;
  private static final int VERSION_DEPTH = 64;
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(VERSION_DEPTH).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final OutboundClient client;
  private final OutboundLimits limits;
  private final FetchLog log;

  OriginReader(OutboundClient client, OutboundLimits limits, FetchLog log) {
    this.client = client;
    this.limits = limits;
    this.log = log;
  }

  /**
   * Returns what the origin calls the present version; empty where only the body can tell.
   *
   * @throws OutboundException if the origin does not answer as it should
   * @throws OriginException if its answer names no version
   */
  Optional<String> version(RouteConfig route) {
    OriginConfig origin = route.origin();
    if (origin.version() instanceof OriginConfig.Pointer pointer) {
      return Optional.of(pointed(route, pointer));
    }
    if (origin.version() instanceof OriginConfig.BodyDigest) {
      return Optional.empty();
    }
    return Optional.of(validator(route, head(route)));
  }

  /** Returns the version that the head of a whole-table answer names, if it can. */
  Optional<String> versionIn(RouteConfig route, OutboundResponse answer) {
    return route.origin().version() instanceof OriginConfig.EntityTag
            || route.origin().version() instanceof OriginConfig.LastModified
        ? Optional.of(validator(route, answer))
        : Optional.empty();
  }

  /**
   * Reads the whole table.
   *
   * @param taker what takes the body; it reads to the end
   */
  <T> T table(RouteTable table, Taker<T> taker) {
    URI url = table.config().origin().url();
    OutboundRequest request = OutboundRequest.get(url, Set.of(table.format().mediaType()));
    return exchange(table.config(), FetchLog.What.TABLE, request, taker);
  }

  private OutboundResponse head(RouteConfig route) {
    URI url = route.origin().url();
    try {
      return exchange(route, FetchLog.What.VERSION, OutboundRequest.head(url), answer -> answer);
    } catch (OutboundException e) {
      if (e.failure() != OutboundException.Failure.STATUS) {
        throw e;
      }
      // An origin that does not know HEAD: the head of a GET says the same.
      OutboundRequest get = OutboundRequest.get(url, Set.of());
      return exchange(route, FetchLog.What.VERSION, get, answer -> answer);
    }
  }

  private static String validator(RouteConfig route, OutboundResponse answer) {
    boolean byTag = route.origin().version() instanceof OriginConfig.EntityTag;
    String value = byTag ? answer.etag() : answer.lastModified();
    if (value == null || value.isBlank() || (byTag && value.startsWith("W/"))) {
      throw new OriginException(Problem.NO_VERSION, route.prefix());
    }
    return value;
  }

  private String pointed(RouteConfig route, OriginConfig.Pointer pointer) {
    OutboundRequest request = OutboundRequest.get(pointer.url(), Set.of("application/json"));
    byte[] body =
        exchange(route, FetchLog.What.VERSION, request, answer -> document(route, answer));
    if (body.length > VERSION_BYTES) {
      throw new OriginException(Problem.VERSION_TOO_LARGE, route.prefix());
    }
    JsonNode value = parse(route, body).at(pointer.pointer());
    if (!value.isTextual() && !value.isIntegralNumber()) {
      throw new OriginException(Problem.NO_POINTER, route.prefix());
    }
    return value.asText();
  }

  private static byte[] document(RouteConfig route, OutboundResponse answer) throws IOException {
    String type = answer.contentType();
    if (type == null || !TableFormat.JSON.isAnnouncedBy(type, ReadOptions.of("version"))) {
      throw new OriginException(Problem.NO_POINTER, route.prefix());
    }
    return answer.body().readNBytes(VERSION_BYTES + 1);
  }

  private static JsonNode parse(RouteConfig route, byte[] body) {
    try {
      // Decoded here: the library would guess the encoding, and take more than one.
      return JSON.readTree(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (JacksonException | CharacterCodingException e) {
      throw new OriginException(Problem.NO_POINTER, route.prefix());
    }
  }

  /** Sends one request, between its two entries in the log. */
  private <T> T exchange(
      RouteConfig route, FetchLog.What what, OutboundRequest request, Taker<T> taker) {
    long entry = log.opened(route, what, request.uri());
    CountingBody counted = new CountingBody();
    boolean complete = false;
    String detail = null;
    try {
      T taken = taker.take(counted.around(await(route, request)));
      complete = true;
      return taken;
    } catch (IOException e) {
      detail = e.getClass().getName();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      detail = e.getClass().getName();
      throw e;
    } finally {
      counted.close();
      Closing.Outcome outcome = complete ? Closing.Outcome.COMPLETE : Closing.Outcome.ABORTED;
      log.closed(route, new Closing(outcome, entry, counted.bytes()), detail);
    }
  }

  private OutboundResponse await(RouteConfig route, OutboundRequest request) {
    try {
      OriginConfig.Trust trust = route.origin().trust();
      OutboundRequest.Trust shown =
          new OutboundRequest.Trust(trust.authorities(), trust.tokenFile());
      return client.send(request.with(shown), bounds(route)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof OutboundException known) {
        throw known;
      }
      throw e;
    }
  }

  private OutboundLimits bounds(RouteConfig route) {
    return new OutboundLimits(
        limits.connect(),
        limits.idle().compareTo(route.origin().timeout()) < 0
            ? limits.idle()
            : route.origin().timeout(),
        route.origin().timeout(),
        route.origin().maxBytes().bytes(),
        limits.headBytes(),
        limits.fields());
  }

  /** What takes an answer. */
  @FunctionalInterface
  interface Taker<T> {
    /** Takes {@code answer}, whose body is closed afterwards. */
    T take(OutboundResponse answer) throws IOException;
  }

  /** Counts the bytes of a body and closes it in the end, whatever happens. */
  private static final class CountingBody {
    private @Nullable InputStream body;
    private long bytes;

    OutboundResponse around(OutboundResponse answer) {
      body = answer.body();
      return new OutboundResponse(
          answer.status(),
          answer.contentType(),
          answer.etag(),
          answer.lastModified(),
          counting(answer.body()));
    }

    long bytes() {
      return bytes;
    }

    void close() {
      if (body != null) {
        try {
          body.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e); // the body of an exchange never throws this
        }
      }
    }

    private InputStream counting(InputStream source) {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          int value = source.read();
          bytes += value < 0 ? 0 : 1;
          return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          int count = source.read(target, offset, length);
          bytes += Math.max(0, count);
          return count;
        }
      };
    }
  }
}

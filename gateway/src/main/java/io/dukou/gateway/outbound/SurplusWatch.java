package io.dukou.gateway.outbound;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Notices every byte behind the end of the only answer of a connection. Confined to the event loop
 * of its connection.
 *
 * <p>The codec of HTTP/1 keeps bytes to itself until they form a line, skips line ends and drops
 * the rest when the connection closes. So it is taken off the connection as soon as it has read the
 * answer's end: it hands on what it has not read, and nothing hides what comes later. HTTP/2 frames
 * each answer apart, so there is nothing to watch for.
 */
final class SurplusWatch extends ChannelInboundHandlerAdapter {
  private @Nullable Runnable handler;
  private boolean interim;
  private boolean ended;
  private boolean surplus;

  private SurplusWatch() {}

  /** Begins to watch a connection on which nothing was asked yet. */
  static SurplusWatch of(ChannelPipeline connection) {
    SurplusWatch watch = new SurplusWatch();
    ChannelHandlerContext codec = connection.context(HttpClientCodec.class);
    if (codec != null) {
      connection.addAfter(codec.name(), null, watch);
    }
    return watch;
  }

  /** Sets what is run when bytes have come or come behind the answer. */
  void handler(Runnable noticed) {
    handler = noticed;
    if (surplus) {
      noticed.run();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (ended) {
      boolean empty = message instanceof ByteBuf bytes && !bytes.isReadable();
      ReferenceCountUtil.release(message);
      if (!empty) {
        notice();
      }
      return;
    }
    if (message instanceof HttpResponse head) {
      interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
    ended = message instanceof LastHttpContent && !interim;
    context.fireChannelRead(message);
    if (ended && context.pipeline().get(HttpClientCodec.class) != null) {
      context.pipeline().remove(HttpClientCodec.class);
    }
  }

  private void notice() {
    surplus = true;
    if (handler != null) {
      handler.run();
    }
  }
}

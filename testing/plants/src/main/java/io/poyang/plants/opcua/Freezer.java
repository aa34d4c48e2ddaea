package io.poyang.plants.opcua;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes a server hang as a crashed controller does: its connections stay open, but nothing is read
 * and nothing is sent until it thaws. What would have been sent is sent then, in order.
 */
final class Freezer {
  private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
  private volatile boolean frozen;

  void install(ChannelPipeline pipeline) {
    pipeline.addFirst(new Valve());
  }

  void freeze() {
    frozen = true;
    channels.forEach(channel -> channel.config().setAutoRead(false));
  }

  void thaw() {
    frozen = false;
    for (Channel channel : channels) {
      Valve valve = channel.pipeline().get(Valve.class);
      if (valve != null) {
        channel.eventLoop().execute(() -> valve.release(channel));
      }
    }
  }

  private final class Valve extends ChannelDuplexHandler {
    private record Held(Object message, ChannelPromise promise) {}

    private final Queue<Held> held = new ArrayDeque<>();

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
      channels.add(context.channel());
      context.channel().closeFuture().addListener(closed -> channels.remove(context.channel()));
      context.channel().config().setAutoRead(!frozen);
      super.channelActive(context);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      if (frozen || !held.isEmpty()) {
        held.add(new Held(message, promise));
      } else {
        super.write(context, message, promise);
      }
    }

    private void release(Channel channel) {
      ChannelHandlerContext context = channel.pipeline().context((ChannelHandler) this);
      if (context == null) {
        return;
      }
      for (Held one = held.poll(); one != null; one = held.poll()) {
        context.write(one.message(), one.promise());
      }
      context.flush();
      channel.config().setAutoRead(true);
    }
  }
}

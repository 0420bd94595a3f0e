package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one port of a servent, at which others ask for links ({@code GNUTELLA}) and for files ({@code
 * GET}, {@code HEAD}): two bytes tell which. Who says nothing is cut off.
 */
final class Port {

  private static final long PATIENCE_NANOS = 20_000_000_000L;
  private static final int MAX_SILENT = 100;
  private static final int PREFIX = 2;

  private final Loop loop;
  private final Function<Link, @Nullable LinkHandler> links;
  private final Function<Link, @Nullable LinkHandler> files;

  /** Those that have not said what they want. */
  private final List<Newcomer> silent = new ArrayList<>(0);

  Port(
      Loop loop,
      Function<Link, @Nullable LinkHandler> links,
      Function<Link, @Nullable LinkHandler> files) {
    this.loop = loop;
    this.links = links;
    this.files = files;
  }

  @Nullable LinkHandler onAccept(Link link) {
    if (silent.size() >= MAX_SILENT) {
      return null;
    }
    Newcomer newcomer = new Newcomer(link);
    silent.add(newcomer);
    return newcomer;
  }

  void close() {
    List.copyOf(silent).forEach(each -> each.link.close());
  }

  /** Passes everything on to who understands it, once that is known. */
  private final class Newcomer implements LinkHandler, TimerTarget {
    private final Link link;
    private final byte[] prefix = new byte[PREFIX];
    private int count;
    private final long timer;
    private @Nullable LinkHandler handler;

    Newcomer(Link link) {
      this.link = link;
      timer = loop.schedule(PATIENCE_NANOS, this, 0, 0);
    }

    @Override
    public void onOpen(Link opened) {
      opened.request(PREFIX);
    }

    @Override
    public void onData(Link from, ByteBuffer data) {
      if (handler == null) {
        while (count < PREFIX && data.hasRemaining()) {
          prefix[count++] = data.get();
        }
        if (count == PREFIX) {
          choose(from);
        }
      }
      if (handler != null && data.hasRemaining()) {
        handler.onData(from, data);
      }
    }

    private void choose(Link from) {
      settled();
      String start = "" + (char) prefix[0] + (char) prefix[1];
      LinkHandler found =
          switch (start) {
            case "GN" -> links.apply(from);
            case "GE", "HE" -> files.apply(from);
            default -> null;
          };
      if (found == null) {
        from.abort(Reason.PROTOCOL);
        return;
      }
      handler = found;
      found.onOpen(from);
      found.onData(from, ByteBuffer.wrap(prefix).asReadOnlyBuffer());
    }

    private void settled() {
      loop.cancel(timer);
      silent.remove(this);
    }

    @Override
    public void onWritable(Link to) {
      if (handler != null) {
        handler.onWritable(to);
      }
    }

    @Override
    public void onInputClosed(Link closed) {
      if (handler == null) {
        closed.closeOutput();
      } else {
        handler.onInputClosed(closed);
      }
    }

    @Override
    public void onTimer(int code, long argument) {
      link.abort(Reason.TIMEOUT);
    }

    @Override
    public void onClosed(Link closed, Reason reason) {
      settled();
      if (handler != null) {
        handler.onClosed(closed, reason);
      }
    }
  }
}

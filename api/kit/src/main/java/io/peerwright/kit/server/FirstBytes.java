package io.peerwright.kit.server;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.server.PortProtocol.Match;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A link of which it is not known yet what is spoken on it, then the link that the protocol sees.
 *
 * <p>At most {@link PortProtocol#MAX_PREFIX} bytes are taken to look at. They are delivered as the
 * handler gives credit, before all others; so is the little that the link was still allowed to
 * deliver when the protocol was known.
 */
final class FirstBytes implements Link, LinkHandler, TimerTarget {

  private static final byte[] NOTHING = {};

  private final Link link;

  /** Null once it is over: the link may be there for long. */
  private @Nullable Beginning beginning;

  private @Nullable LinkHandler handler;

  /** What has come and has not been delivered. */
  private byte[] held = NOTHING;

  /** Bytes that the link may still deliver. */
  private int linkCredit;

  /** Bytes that the handler may still be given. */
  private int credit;

  private boolean inputOver;
  private boolean over;
  private boolean pumping;

  FirstBytes(
      Loop loop,
      List<PortProtocol> protocols,
      Link link,
      Newcomer newcomer,
      @Nullable PortProtocol silent,
      long silenceNanos) {
    this.link = link;
    beginning = new Beginning(loop, newcomer, protocols, silent, silenceNanos);
  }

  /** What matters until it is known what is spoken, and the handler is given all that comes. */
  private static final class Beginning {
    private final Loop loop;
    private final Newcomer newcomer;

    /** What may be spoken, as the port has it; none once it is known. */
    private List<PortProtocol> protocols;

    private final @Nullable PortProtocol silent;
    private final long silenceNanos;
    private long silence;

    Beginning(
        Loop loop,
        Newcomer newcomer,
        List<PortProtocol> protocols,
        @Nullable PortProtocol silent,
        long silenceNanos) {
      this.loop = loop;
      this.newcomer = newcomer;
      this.protocols = protocols;
      this.silent = silent;
      this.silenceNanos = silenceNanos;
    }
  }

  // ---- until it is known

  @Override
  public void onOpen(Link opened) {
    linkCredit = PortProtocol.MAX_PREFIX;
    link.request(linkCredit);
    Beginning begun = beginning;
    if (begun != null && begun.silent != null) {
      begun.silence = begun.loop.schedule(begun.silenceNanos, this, 0, 0);
    }
  }

  /** Nobody has said anything: it is up to us. */
  @Override
  public void onTimer(int code, long argument) {
    PortProtocol ours = beginning == null ? null : beginning.silent;
    if (handler == null && held.length == 0 && ours != null && !over) {
      guarded(() -> choose(ours));
    }
  }

  private void look(boolean last) {
    Beginning begun = beginning;
    for (PortProtocol each : begun == null ? List.<PortProtocol>of() : begun.protocols) {
      Match match = each.match(ByteBuffer.wrap(held).asReadOnlyBuffer());
      if (match == Match.YES) {
        choose(each);
        return;
      }
      if (match == Match.UNDECIDED && !last) {
        return;
      }
    }
    over = true;
    if (begun != null) {
      begun.newcomer.cut(Reason.PROTOCOL);
    }
  }

  private void choose(PortProtocol protocol) {
    Beginning begun = beginning;
    LinkHandler chosen = null;
    if (begun != null) {
      begun.loop.cancel(begun.silence);
      begun.protocols = List.of();
      chosen = protocol.onLink(this, begun.newcomer);
    }
    handler = chosen;
    if (chosen == null) {
      abort(Reason.REFUSED);
    } else {
      pumping = true;
      chosen.onOpen(this);
      pumping = false;
      pump();
    }
  }

  // ---- what is delivered

  @Override
  public void onData(Link from, ByteBuffer data) {
    linkCredit -= linkCredit == UNLIMITED ? 0 : data.remaining();
    LinkHandler chosen = handler;
    if (over) {
      return;
    }
    if (chosen != null && held.length == 0 && credit >= data.remaining()) {
      credit -= credit == UNLIMITED ? 0 : data.remaining();
      chosen.onData(this, data);
      forget();
      return;
    }
    int before = held.length;
    held = Arrays.copyOf(held, before + data.remaining());
    data.get(held, before, data.remaining());
    if (chosen == null) {
      look(held.length >= PortProtocol.MAX_PREFIX);
    } else {
      pump();
    }
  }

  /** Delivers what is held, as far as there is credit for it, and then that there is no more. */
  private void pump() {
    LinkHandler chosen = handler;
    if (chosen == null || pumping) {
      return;
    }
    pumping = true;
    while (!over && credit > 0 && held.length > 0) {
      int count = Math.min(credit, held.length);
      ByteBuffer part = ByteBuffer.wrap(held, 0, count).slice().asReadOnlyBuffer();
      held = count == held.length ? NOTHING : Arrays.copyOfRange(held, count, held.length);
      credit -= credit == UNLIMITED ? 0 : count;
      chosen.onData(this, part);
    }
    pumping = false;
    if (!over && inputOver && held.length == 0) {
      inputOver = false;
      chosen.onInputClosed(this);
    }
  }

  /** Calls the handler in an event of our own: what it throws costs the link. */
  private void guarded(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable thrown) {
      abort(Reason.PROTOCOL);
      throw thrown;
    }
  }

  @Override
  public void onInputClosed(Link closed) {
    inputOver = true;
    if (over) {
      return;
    }
    if (handler != null) {
      pump();
    } else if (held.length == 0) {
      close();
    } else {
      look(true);
    }
  }

  @Override
  public void onWritable(Link writable) {
    if (handler != null) {
      handler.onWritable(this);
    }
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    over = true;
    Beginning begun = beginning;
    if (begun != null) {
      begun.loop.cancel(begun.silence);
    }
    if (handler != null) {
      handler.onClosed(this, reason);
    }
    if (begun != null) {
      begun.newcomer.release();
      beginning = null;
    }
  }

  /** What the link was as a newcomer does not matter any more where nothing is held back. */
  private void forget() {
    Beginning begun = beginning;
    if (begun != null && credit == UNLIMITED && begun.newcomer.isReleased()) {
      beginning = null;
    }
  }

  // ---- the link that the handler sees

  @Override
  public void request(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes must be at least 1, is " + bytes);
    }
    credit = bytes > UNLIMITED - credit ? UNLIMITED : credit + bytes;
    if (over || linkCredit == UNLIMITED) {
      return;
    }
    if (credit == UNLIMITED) {
      linkCredit = UNLIMITED;
      link.request(UNLIMITED);
    } else if (credit - held.length > linkCredit) {
      int more = credit - held.length - linkCredit;
      linkCredit += more;
      link.request(more);
    }
    Beginning begun = beginning;
    if (held.length > 0 && !pumping && begun != null) {
      begun.loop.execute(() -> guarded(this::pump));
    }
  }

  @Override
  public int write(ByteBuffer source) {
    return link.write(source);
  }

  @Override
  public void closeOutput() {
    link.closeOutput();
  }

  @Override
  public void close() {
    over = true;
    link.close();
  }

  @Override
  public void abort(Reason reason) {
    over = true;
    link.abort(reason);
  }

  @Override
  public Endpoint local() {
    return link.local();
  }

  @Override
  public Endpoint remote() {
    return link.remote();
  }

  @Override
  public String toString() {
    return link.toString();
  }
}

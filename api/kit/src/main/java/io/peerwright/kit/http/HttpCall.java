package io.peerwright.kit.http;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.OutputQueue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One {@code GET} on a connection of its own (HTTP/1.1, RFC 9112). The body is passed on as it
 * comes, and is as long as the listener puts up with.
 */
public final class HttpCall implements LinkHandler, TimerTarget, Handle {

  /** Hears what comes back. Called on the loop, never from inside {@link #start}. */
  public interface Listener {

    /** The response has begun; interim ones are left out. */
    void onResponse(HttpResponse response);

    /**
     * The next bytes of the body.
     *
     * @param data borrowed: valid during the call only
     */
    void onBody(ByteBuffer data);

    /**
     * It is over. Called once and last, but not after {@link HttpCall#close}.
     *
     * @param failure null if the whole body has been passed on
     */
    void onEnd(@Nullable OverlayException failure);
  }

  /** More than any server has a use for. */
  private static final int MAX_HEAD_BYTES = 16_384;

  private static final int MAX_REQUEST_BYTES = 65_536;
  private static final int MAX_INTERIM = 10;

  private final Loop loop;
  private final Link link;
  private final byte[] request;
  private final long stallNanos;
  private final HttpHeadReader heads = HttpHeadReader.ofResponses(MAX_HEAD_BYTES);
  private final OutputQueue output = new OutputQueue(MAX_REQUEST_BYTES);
  private @Nullable Listener listener;
  private @Nullable HttpBody body;
  private int interim;
  private long timer;

  /** Bytes of the body that may still come; as many are allowed on the link. */
  private int credit;

  private HttpCall(
      Loop loop,
      Transport transport,
      Endpoint to,
      byte[] request,
      SocketOptions options,
      long stallNanos,
      int credit,
      Listener listener) {
    this.loop = loop;
    this.credit = credit;
    this.listener = listener;
    this.request = request;
    this.stallNanos = stallNanos;
    link = transport.connect(to, options, this);
    link.request(credit);
    watch();
  }

  /**
   * Asks.
   *
   * @param transport what the connection is made over; for https one that speaks TLS
   * @param to an address of the URL's host
   * @param url where to; its scheme is not looked at
   * @param fields besides {@code Host} and {@code Connection}
   * @param options how to connect
   * @param stallNanos how long nothing may happen before it is given up; the time while there is no
   *     credit does not count
   * @param credit bytes of the body, at least 1, that may come before {@link #request} is called
   *     for more, {@link Link#UNLIMITED} for any number; what comes around them is free
   */
  public static HttpCall start(
      Loop loop,
      Transport transport,
      Endpoint to,
      Url url,
      HttpFields fields,
      SocketOptions options,
      long stallNanos,
      int credit,
      Listener listener) {
    String head =
        "GET "
            + url.target()
            + " HTTP/1.1\r\nHost: "
            + url.authority()
            + "\r\n"
            + fields
            + "Connection: close\r\n\r\n";
    byte[] request = head.getBytes(StandardCharsets.ISO_8859_1);
    return new HttpCall(loop, transport, to, request, options, stallNanos, credit, listener);
  }

  /** Allows so many more bytes of the body to come. */
  public void request(int bytes) {
    boolean held = credit == 0;
    credit = bytes > Link.UNLIMITED - credit ? Link.UNLIMITED : credit + bytes;
    link.request(bytes);
    if (held) {
      watch();
    }
  }

  /** Our end of the connection. */
  public Endpoint local() {
    return link.local();
  }

  @Override
  public void onOpen(Link opened) {
    watch();
    output.send(link, ByteBuffer.wrap(request));
  }

  @Override
  public void onWritable(Link writable) {
    output.flush(link);
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    int around = 0;
    try {
      while (listener != null && data.hasRemaining()) {
        int before = data.remaining();
        int body = read(data);
        around += before - data.remaining() - body;
      }
    } catch (HttpException e) {
      end(new OverlayException(Reason.PROTOCOL, String.valueOf(e.getMessage())));
    }
    if (listener != null && around > 0 && credit != Link.UNLIMITED) {
      link.request(around);
    }
    watch();
  }

  /** Reads on; says how much of it was of the body. */
  private int read(ByteBuffer data) throws HttpException {
    HttpBody current = body;
    if (current == null) {
      HttpHead head = heads.next(data);
      if (head != null) {
        begin(HttpResponse.of(head));
      }
      return 0;
    }
    ByteBuffer part = current.next(data);
    Listener told = listener;
    int length = part == null ? 0 : part.remaining();
    if (part != null && told != null) {
      credit -= credit == Link.UNLIMITED ? 0 : length;
      told.onBody(part);
    }
    if (current.isOver()) {
      end(null);
    }
    return length;
  }

  private void begin(HttpResponse response) throws HttpException {
    if (response.isInterim() && response.status() != 101) {
      if (++interim > MAX_INTERIM) {
        throw new HttpException(502, "more than " + MAX_INTERIM + " interim responses");
      }
      return;
    }
    HttpBody next = HttpBody.of(response);
    body = next;
    Listener told = listener;
    if (told != null) {
      told.onResponse(response);
    }
    if (next.isOver()) {
      end(null);
    }
  }

  @Override
  public void onInputClosed(Link closed) {
    HttpBody current = body;
    if (current != null && current.mayEndHere()) {
      end(null);
    } else {
      end(new OverlayException(Reason.RESET, "the connection ended before the whole answer"));
    }
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    end(
        new OverlayException(
            reason,
            link.remote() + (body == null ? " cannot be asked: " : " broke off: ") + reason));
  }

  @Override
  public void onTimer(int code, long argument) {
    end(
        new OverlayException(
            Reason.TIMEOUT,
            link.remote() + " said nothing for " + stallNanos / 1_000_000_000 + " s"));
  }

  private void watch() {
    loop.cancel(timer);
    // While nothing may come, it is not the other side that is silent.
    timer = listener == null || credit == 0 ? 0 : loop.schedule(stallNanos, this, 0, 0);
  }

  private void end(@Nullable OverlayException failure) {
    Listener told = listener;
    stop(failure == null);
    if (told != null) {
      told.onEnd(failure);
    }
  }

  @Override
  public void close() {
    stop(false);
  }

  private void stop(boolean whole) {
    if (listener == null) {
      return;
    }
    listener = null;
    loop.cancel(timer);
    if (whole) {
      link.close();
    } else {
      // A server may have any amount more to send, and closing would hear it out for a while.
      link.abort(Reason.CANCELLED);
    }
  }
}

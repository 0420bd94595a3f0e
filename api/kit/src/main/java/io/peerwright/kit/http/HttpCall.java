package io.peerwright.kit.http;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One {@code GET} (HTTP/1.1, RFC 9112), on a connection of its own or one that others were answered
 * on before. The body is passed on as it comes, and is as long as the listener puts up with.
 */
public final class HttpCall implements TimerTarget, Handle {

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

  private static final int MAX_INTERIM = 10;

  private final Loop loop;
  private final HttpConnection connection;
  private final byte[] request;
  private final long stallNanos;
  private final HttpHeadReader heads = HttpHeadReader.ofResponses(MAX_HEAD_BYTES);
  private @Nullable Listener listener;
  private @Nullable HttpBody body;
  private int interim;
  private long timer;

  /** Bytes of the body that may still come. */
  private int credit;

  /** The server is ready for another request after this answer. */
  private boolean keepsAlive;

  /** Something of the answer has come. */
  private boolean heard;

  private boolean stale;

  private HttpCall(
      Loop loop,
      HttpConnection connection,
      byte[] request,
      long stallNanos,
      int credit,
      Listener listener) {
    this.loop = loop;
    this.connection = connection;
    this.credit = credit;
    this.listener = listener;
    this.request = request;
    this.stallNanos = stallNanos;
    connection.begin(new Answer());
    watch();
  }

  /**
   * Asks on a connection of its own.
   *
   * @param transport what the connection is made over; for https one that speaks TLS
   * @param to an address of the URL's host
   * @param url where to; its scheme is not looked at
   * @param fields besides {@code Host} and {@code Connection}
   * @param options how to connect
   * @param stallNanos how long nothing may happen before it is given up, of which a part of a
   *     header is nothing; the time while there is no credit does not count
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
    HttpConnection connection = new HttpConnection(loop, transport, to, options, null);
    byte[] head = head(url, fields, false);
    return new HttpCall(loop, connection, head, stallNanos, credit, listener);
  }

  /** Asks on a connection that is new or idle. */
  static HttpCall start(
      Loop loop,
      HttpConnection connection,
      Url url,
      HttpFields fields,
      long stallNanos,
      int credit,
      Listener listener) {
    byte[] head = head(url, fields, true);
    return new HttpCall(loop, connection, head, stallNanos, credit, listener);
  }

  private static byte[] head(Url url, HttpFields fields, boolean keepsAlive) {
    String head =
        "GET "
            + url.target()
            + " HTTP/1.1\r\nHost: "
            + url.authority()
            + "\r\n"
            + fields
            + (keepsAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
    return head.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Allows so many more bytes of the body to come. */
  public void request(int bytes) {
    boolean held = credit == 0;
    credit = bytes > Link.UNLIMITED - credit ? Link.UNLIMITED : credit + bytes;
    if (listener != null) {
      connection.credited();
    }
    if (held) {
      watch();
    }
  }

  /**
   * True if it has failed because a connection that others had been answered on was over before
   * anything of this answer came: most likely the server had closed it while it was idle.
   */
  boolean isStale() {
    return stale;
  }

  // ---- what the connection tells

  private final class Answer implements HttpConnection.Call {

    @Override
    public byte[] request() {
      return request;
    }

    @Override
    public int credit() {
      return credit;
    }

    @Override
    public void onConnected() {
      watch();
    }

    @Override
    public void onBytes(ByteBuffer data) {
      heard = true;
      int heads = interim;
      try {
        boolean more = true;
        while (more && listener != null && data.hasRemaining()) {
          more = read(data);
        }
      } catch (HttpException e) {
        end(new OverlayException(Reason.PROTOCOL, String.valueOf(e.getMessage())));
      }
      // Bytes of a head buy no time: dripped one by one they would last for days.
      if (body != null || interim > heads) {
        watch();
      }
    }

    @Override
    public void onInputClosed() {
      HttpBody current = body;
      if (current != null && current.mayEndHere()) {
        keepsAlive = false;
        end(null);
      } else {
        stale = connection.isReused() && !heard;
        end(new OverlayException(Reason.RESET, "the connection ended before the whole answer"));
      }
    }

    @Override
    public void onLost(Reason reason) {
      stale = connection.isReused() && !heard;
      end(
          new OverlayException(
              reason,
              connection.remote()
                  + (body == null ? " cannot be asked: " : " broke off: ")
                  + reason));
    }
  }

  /** Reads on; false if there is nothing more to be read now. */
  private boolean read(ByteBuffer data) throws HttpException {
    HttpBody current = body;
    if (current == null) {
      HttpHead head = heads.next(data);
      if (head != null) {
        begin(HttpResponse.of(head));
      }
      return head != null;
    }
    ByteBuffer part = current.next(data, credit);
    Listener told = listener;
    if (part != null && told != null) {
      credit -= credit == Link.UNLIMITED ? 0 : part.remaining();
      told.onBody(part);
    }
    if (current.isOver()) {
      end(null);
    }
    return part != null;
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
    keepsAlive = response.keepsAlive();
    Listener told = listener;
    if (told != null) {
      told.onResponse(response);
    }
    if (next.isOver()) {
      end(null);
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    end(
        new OverlayException(
            Reason.TIMEOUT,
            connection.remote()
                + (body == null && heard ? " sent no whole header within " : " said nothing for ")
                + stallNanos / 1_000_000_000
                + " s"));
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
    // Whoever has counted the last byte may close before it is told that it was the last.
    HttpBody current = body;
    stop(current != null && current.isOver());
  }

  private void stop(boolean whole) {
    if (listener != null) {
      listener = null;
      loop.cancel(timer);
      connection.end(whole, keepsAlive);
    }
  }
}

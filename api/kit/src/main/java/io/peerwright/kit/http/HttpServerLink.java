package io.peerwright.kit.http;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.OutputQueue;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.kit.limit.MemoryBudget;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a server: reads a request, waits for its answer, writes it, and so on. Nothing
 * is read while an answer waits for the other side to take it, so that one answer and a window of
 * requests are all that a connection holds.
 */
final class HttpServerLink implements LinkHandler, TimerTarget {

  private static final int WINDOW_BYTES = 4096;
  private static final int MAX_ANSWER_HEAD_BYTES = 8192;

  /** From its first byte on a head is whole within that time, however long one may wait for it. */
  private static final long HEAD_NANOS = 10_000_000_000L;

  /** The transport takes bytes that the network does not, in pieces of such a size. */
  private static final int TRANSPORT_BYTES = 1 << 14;

  final Link link;
  private final HttpServer server;
  private final ConnectionLimits.Place place;
  private final HttpHeadReader heads;
  private final MemoryBudget.Account account;
  private final OutputQueue output;
  private @Nullable Exchange current;

  /** The body of the current answer if it is made while it is taken. */
  private @Nullable BodyAnswer body;

  private byte @Nullable [] backlog;
  private boolean inputOver;

  /** What is held of the current answer, here and in the transport. */
  private int answerBytes;

  /** The current exchange has its answer, and some of it waits for room in the link. */
  private boolean writing;

  private boolean over;
  private boolean headBegun;
  private long timer;

  HttpServerLink(HttpServer server, Link link, ConnectionLimits.Place place) {
    this.server = server;
    this.link = link;
    this.place = place;
    heads = new HttpHeadReader(server.limits.maxHeadBytes());
    output = new OutputQueue(server.limits.maxAnswerBytes() + MAX_ANSWER_HEAD_BYTES);
    account = server.memory.open(link.remote(), this::shed);
  }

  /** It costs most when there is no memory left. */
  private void shed() {
    over = true;
    backlog = null;
    server.countShed();
    endBody();
    link.abort(Reason.LIMIT);
  }

  /** Notes what is held; false if that was too much and the connection is being cut off. */
  private boolean hold() {
    int kept = backlog == null ? 0 : backlog.length;
    return account.hold(
        (long) HttpServer.CONNECTION_BYTES + heads.heldBytes() + kept + answerBytes);
  }

  @Override
  public void onOpen(Link opened) {
    if (hold()) {
      await();
      opened.request(WINDOW_BYTES);
    }
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    if (!over) {
      take(data);
    }
  }

  private void take(ByteBuffer data) {
    int before = data.remaining();
    if (current == null) {
      read(data);
    }
    if (!over && data.hasRemaining()) {
      keep(data);
    }
    if (!over && hold() && backlog == null) {
      link.request(before);
    }
  }

  /** No more credit is given while bytes are kept, so that there are at most a window of them. */
  private void keep(ByteBuffer data) {
    byte[] old = backlog == null ? new byte[0] : backlog;
    byte[] all = Arrays.copyOf(old, old.length + data.remaining());
    data.get(all, old.length, data.remaining());
    backlog = all;
  }

  private void read(ByteBuffer data) {
    while (!over && current == null) {
      try {
        HttpHead head = heads.next(data);
        if (head == null) {
          awaitHead();
          return;
        }
        headBegun = false;
        asked(HttpRequest.of(head));
      } catch (HttpException e) {
        refuse(e.status(), e.getMessage());
      }
    }
  }

  /** Who drips a head byte by byte holds its place no longer than one who sends it at once. */
  private void awaitHead() {
    if (!heads.isEmpty() && !headBegun) {
      headBegun = true;
      arm(Math.min(HEAD_NANOS, server.limits.withinNanos()));
    }
  }

  private void asked(HttpRequest request) {
    place.useful(server.loop.nanoTime());
    server.loop.cancel(timer);
    Exchange exchange =
        new Exchange(
            request.method().equals("HEAD"), request.keepsAlive(), request.minorVersion() > 0);
    current = exchange;
    if (request.hasBody()) {
      refuse(413, "a request with a body is not taken here");
    } else if (!exchange.headOnly && !request.method().equals("GET")) {
      refuse(405, "only GET and HEAD are answered here");
    } else {
      server.handler.onRequest(request, exchange);
    }
  }

  private void refuse(int status, @Nullable String text) {
    Exchange exchange = new Exchange(false, false, false);
    current = exchange;
    exchange.reply(status, HttpFields.NONE, String.valueOf(text));
  }

  private void endBody() {
    BodyAnswer sent = body;
    body = null;
    if (sent != null) {
      sent.cancel();
    }
  }

  private void answered(Exchange exchange) {
    boolean taken = output.waitingBytes() == 0;
    // What the transport takes counts only while something waits: whoever reads costs little.
    answerBytes = taken ? 0 : answerBytes + TRANSPORT_BYTES;
    if (!hold()) {
      return;
    }
    if (!exchange.keepsAlive || inputOver && backlog == null) {
      over = true;
      backlog = null;
      await();
      if (taken) {
        link.close();
      }
    } else if (taken) {
      next();
    } else {
      writing = true;
      await();
    }
  }

  /** The answer is on its way; on to the next request. */
  private void next() {
    writing = false;
    if (inputOver && backlog == null) {
      over = true;
      link.close();
      return;
    }
    current = null;
    await();
    // Not from inside the answer: a handler that answers at once would go ever deeper.
    if (backlog != null) {
      server.loop.execute(this::goOn);
    }
  }

  private void goOn() {
    byte[] rest = backlog;
    if (rest == null || over || current != null) {
      return;
    }
    backlog = null;
    take(ByteBuffer.wrap(rest));
  }

  /** The other side has so long to send a request, or to take an answer. */
  private void await() {
    place.waiting(server.loop.nanoTime());
    arm(server.limits.withinNanos());
  }

  private void arm(long nanos) {
    server.loop.cancel(timer);
    timer = server.loop.schedule(nanos, this, 0, 0);
  }

  @Override
  public void onTimer(int code, long argument) {
    link.abort(Reason.TIMEOUT);
  }

  @Override
  public void onWritable(Link writable) {
    if (output.flush(link) == OutputQueue.Outcome.TAKEN) {
      if (body != null) {
        body.onWritable();
        return;
      }
      answerBytes = 0;
      hold();
      if (over) {
        link.close();
      } else if (writing) {
        next();
      }
    }
  }

  @Override
  public void onInputClosed(Link closed) {
    inputOver = true;
    // An answer under way is still wanted: half-closing clients exist.
    if (current == null && backlog == null) {
      over = true;
      if (output.waitingBytes() == 0) {
        closed.closeOutput();
      }
    }
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    over = true;
    backlog = null;
    current = null;
    server.loop.cancel(timer);
    endBody();
    place.release();
    account.close();
    server.gone(this);
  }

  /** What the answer is written to. */
  private final class Exchange implements HttpExchange {
    private final boolean headOnly;
    private final boolean chunks;
    private boolean keepsAlive;

    Exchange(boolean headOnly, boolean keepsAlive, boolean chunks) {
      this.headOnly = headOnly;
      this.keepsAlive = keepsAlive;
      this.chunks = chunks;
    }

    @Override
    public Endpoint remote() {
      return link.remote();
    }

    @Override
    public Endpoint local() {
      return link.local();
    }

    @Override
    public boolean isWanted() {
      return !isOver();
    }

    @Override
    public void reply(int status, HttpFields fields, ByteBuffer content) {
      if (isOver()) {
        return;
      }
      if (content.remaining() > server.limits.maxAnswerBytes()) {
        refuse(500, "the answer has more than " + server.limits.maxAnswerBytes() + " bytes");
        return;
      }
      byte[] start = head(status, fields, "Content-Length: " + content.remaining() + "\r\n");
      int bytes = start.length + (headOnly ? 0 : content.remaining());
      answerBytes = bytes;
      if (!hold()) {
        return;
      }
      ByteBuffer all = ByteBuffer.allocate(bytes);
      all.put(start);
      if (!headOnly) {
        all.put(content);
      }
      output.send(link, all.flip());
      answered(this);
    }

    @Override
    public void reply(int status, HttpFields fields, FilePart part) {
      if (isOver()) {
        part.listener().onOver(false);
        return;
      }
      send(
          head(status, fields, "Content-Length: " + part.length() + "\r\n"),
          new FileAnswer(
              server.loop, link, part, server.limits.withinNanos(), () -> onBodySent(this)));
    }

    @Override
    public void reply(int status, HttpFields fields, Iterator<ByteBuffer> pieces) {
      if (isOver()) {
        return;
      }
      // Without chunks the end of the connection is that of the body.
      keepsAlive &= chunks;
      send(
          head(status, fields, chunks ? "Transfer-Encoding: chunked\r\n" : ""),
          new PieceAnswer(
              server.loop,
              link,
              output,
              pieces,
              chunks,
              server.limits.withinNanos(),
              () -> onBodySent(this)));
    }

    private void send(byte[] start, BodyAnswer answer) {
      answerBytes = start.length + (headOnly ? 0 : answer.heldBytes());
      if (!hold()) {
        answer.cancel();
        return;
      }
      boolean taken = output.send(link, ByteBuffer.wrap(start)) == OutputQueue.Outcome.TAKEN;
      if (headOnly) {
        answer.cancel();
        answered(this);
        return;
      }
      writing = true;
      body = answer;
      answer.begin(taken);
    }

    private boolean isOver() {
      return current != this || writing || over;
    }

    private byte[] head(int status, HttpFields fields, String framing) {
      return ("HTTP/1.1 "
              + status
              + " "
              + HttpStatus.phrase(status)
              + "\r\n"
              + fields
              + framing
              + (keepsAlive ? "Connection: keep-alive" : "Connection: close")
              + "\r\n\r\n")
          .getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  private void onBodySent(Exchange exchange) {
    body = null;
    writing = false;
    answered(exchange);
  }
}

package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.server.Newcomer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A link that somebody opened to our data port: greets with '1', reads the request and hands the
 * link over to the transfer that it belongs to.
 */
final class Inbound implements LinkHandler, TimerTarget {

  private static final int SETTLED = 2;
  private static final int LIST_SETTLED = 3;
  private static final String GET_LIST = "GETLIST";
  private static final String SEND_LIST = "SENDLIST ";
  private static final int FIRST_CAPACITY = 128;

  /** How long to wait for more digits of a number that may go on. */
  private static final long SETTLE_NANOS = 300_000_000L;

  /** Knows what is expected of whom. */
  interface Router {

    /** True if the number of the request is just the one that was expected. */
    boolean isExpected(TransferRequest request);

    /** The transfer that a request belongs to. */
    Route route(TransferRequest request, Link link);

    /** Sends our list. Null if nobody is expected to ask for it. */
    @Nullable LinkHandler serveList(Link link);

    /** Takes the list of a user. Null if it is not wanted. */
    @Nullable LinkHandler acceptList(String nick, Link link);
  }

  /** Where an identified link goes: to a handler, or away with a text. */
  record Route(@Nullable LinkHandler handler, String refusal) {}

  private final TransferContext context;
  private final Loop loop;
  private final Router router;
  private final Link link;
  private final Newcomer newcomer;
  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int count;
  private @Nullable TransferRequest request;
  private long settle;
  private @Nullable LinkHandler successor;

  Inbound(TransferContext context, Router router, Link link, Newcomer newcomer) {
    this.context = context;
    this.loop = context.host().loop();
    this.router = router;
    this.link = link;
    this.newcomer = newcomer;
  }

  @Override
  public void onOpen(Link opened) {
    opened.write(ByteBuffer.wrap(new byte[] {'1'}));
    opened.request(TransferRequest.MAX_BYTES);
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    if (successor != null) {
      successor.onData(from, data);
      return;
    }
    int added = Math.min(data.remaining(), TransferRequest.MAX_BYTES - count);
    if (count + added > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(count + added, 2 * bytes.length));
    }
    data.get(bytes, count, added);
    count += added;
    read();
  }

  private void read() {
    loop.cancel(settle);
    if (count >= GET_LIST.length() && readList()) {
      return;
    }
    try {
      request = TransferRequest.parse(bytes, count);
    } catch (TransferRequest.BadRequest e) {
      refuse(TransferRequest.INVALID_REQUEST);
      return;
    }
    TransferRequest complete = request;
    if (complete == null) {
      if (count == TransferRequest.MAX_BYTES) {
        refuse(TransferRequest.INVALID_REQUEST);
      }
    } else if (complete.isFinal() || router.isExpected(complete)) {
      handOver(complete);
    } else {
      settle = loop.schedule(SETTLE_NANOS, this, SETTLED, 0);
    }
  }

  /** True for GETLIST, which nothing ends, and SENDLIST with a nick in its line. */
  private boolean readList() {
    String text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    if (text.stripTrailing().equals(GET_LIST)) {
      settle = loop.schedule(SETTLE_NANOS, this, LIST_SETTLED, 0);
      return true;
    }
    int end = text.indexOf('\n');
    if (!text.startsWith(SEND_LIST) || text.startsWith("\"", SEND_LIST.length())) {
      return false;
    }
    if (end < 0) {
      if (count == TransferRequest.MAX_BYTES) {
        refuse(TransferRequest.INVALID_REQUEST);
      }
      return true;
    }
    LinkHandler reader = router.acceptList(text.substring(SEND_LIST.length(), end).strip(), link);
    ByteBuffer rest = ByteBuffer.wrap(bytes, end + 1, count - end - 1).slice();
    follow(reader);
    if (reader != null) {
      reader.onData(link, rest);
    }
    return true;
  }

  private void serveList() {
    follow(router.serveList(link));
  }

  private void follow(@Nullable LinkHandler handler) {
    if (handler == null) {
      refuse(TransferRequest.INVALID_REQUEST);
      return;
    }
    loop.cancel(settle);
    bytes = new byte[0];
    successor = handler;
    newcomer.release();
  }

  private boolean isListWanted() {
    return successor == null
        && new String(bytes, 0, count, StandardCharsets.ISO_8859_1)
            .stripTrailing()
            .equals(GET_LIST);
  }

  private void handOver(TransferRequest complete) {
    loop.cancel(settle);
    bytes = new byte[0];
    Route route = router.route(complete, link);
    if (route.handler() == null) {
      refuse(route.refusal());
    } else {
      successor = route.handler();
      newcomer.release();
    }
  }

  private void refuse(String text) {
    loop.cancel(settle);
    context.counters().requestsRefused++;
    link.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    link.close();
  }

  @Override
  public void onTimer(int code, long argument) {
    if (code == LIST_SETTLED) {
      serveList();
    } else if (request != null) {
      handOver(request);
    }
  }

  @Override
  public void onWritable(Link writable) {
    if (successor != null) {
      successor.onWritable(writable);
    }
  }

  @Override
  public void onInputClosed(Link ended) {
    if (successor != null) {
      successor.onInputClosed(ended);
    } else if (request != null) {
      handOver(request);
    } else if (isListWanted()) {
      serveList();
    } else {
      ended.close();
    }
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    loop.cancel(settle);
    if (successor != null) {
      successor.onClosed(closed, reason);
    }
    newcomer.release();
  }
}

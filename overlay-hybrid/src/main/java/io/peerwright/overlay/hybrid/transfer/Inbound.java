package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.limit.ConnectionLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A link that somebody opened to our data port: greets with '1', reads the request and hands the
 * link over to the transfer that it belongs to.
 */
final class Inbound implements LinkHandler, TimerTarget {

  private static final int DEADLINE = 1;
  private static final int SETTLED = 2;
  private static final int LIST_SETTLED = 3;
  private static final String GET_LIST = "GETLIST";
  private static final String SEND_LIST = "SENDLIST ";
  private static final int FIRST_CAPACITY = 128;
  private static final long DEADLINE_NANOS = 20_000_000_000L;

  /** How long to wait for more digits of a number that may go on. */
  private static final long SETTLE_NANOS = 300_000_000L;

  private final TransferHub hub;
  private final Link link;
  private final ConnectionLimits.Place place;
  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int count;
  private @Nullable TransferRequest request;
  private long deadline;
  private long settle;
  private @Nullable LinkHandler successor;

  Inbound(TransferHub hub, Link link, ConnectionLimits.Place place) {
    this.hub = hub;
    this.link = link;
    this.place = place;
  }

  @Override
  public void onOpen(Link opened) {
    deadline = hub.loop().schedule(DEADLINE_NANOS, this, DEADLINE, 0);
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
    hub.loop().cancel(settle);
    if (count >= GET_LIST.length() && readList()) {
      return;
    }
    try {
      request = TransferRequest.parse(bytes, count);
    } catch (TransferRequest.BadRequest e) {
      refuse(TransferHub.INVALID_REQUEST);
      return;
    }
    TransferRequest complete = request;
    if (complete == null) {
      if (count == TransferRequest.MAX_BYTES) {
        refuse(TransferHub.INVALID_REQUEST);
      }
    } else if (complete.isFinal() || hub.isExpected(complete)) {
      handOver(complete);
    } else {
      settle = hub.loop().schedule(SETTLE_NANOS, this, SETTLED, 0);
    }
  }

  /** True for GETLIST, which nothing ends, and SENDLIST with a nick in its line. */
  private boolean readList() {
    String text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    if (text.stripTrailing().equals(GET_LIST)) {
      settle = hub.loop().schedule(SETTLE_NANOS, this, LIST_SETTLED, 0);
      return true;
    }
    int end = text.indexOf('\n');
    if (!text.startsWith(SEND_LIST) || text.startsWith("\"", SEND_LIST.length())) {
      return false;
    }
    if (end < 0) {
      if (count == TransferRequest.MAX_BYTES) {
        refuse(TransferHub.INVALID_REQUEST);
      }
      return true;
    }
    LinkHandler reader =
        hub.browsing().accept(text.substring(SEND_LIST.length(), end).strip(), link);
    ByteBuffer rest = ByteBuffer.wrap(bytes, end + 1, count - end - 1).slice();
    follow(reader);
    if (reader != null) {
      reader.onData(link, rest);
    }
    return true;
  }

  private void serveList() {
    follow(hub.browsing().serve(link));
  }

  private void follow(@Nullable LinkHandler handler) {
    if (handler == null) {
      refuse(TransferHub.INVALID_REQUEST);
      return;
    }
    stopTimers();
    bytes = new byte[0];
    successor = handler;
    hub.identified(this);
  }

  private boolean isListWanted() {
    return successor == null
        && new String(bytes, 0, count, StandardCharsets.ISO_8859_1)
            .stripTrailing()
            .equals(GET_LIST);
  }

  private void handOver(TransferRequest complete) {
    stopTimers();
    bytes = new byte[0];
    TransferHub.Route route = hub.route(complete, link);
    if (route.handler() == null) {
      refuse(route.refusal());
    } else {
      successor = route.handler();
      place.release();
      hub.identified(this);
    }
  }

  private void refuse(String text) {
    stopTimers();
    hub.context().counters().requestsRefused++;
    link.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    link.close();
  }

  @Override
  public void onTimer(int code, long argument) {
    if (code == DEADLINE) {
      hub.loop().cancel(settle);
      link.abort(Reason.TIMEOUT);
    } else if (code == LIST_SETTLED) {
      serveList();
    } else if (request != null) {
      handOver(request);
    }
  }

  private void stopTimers() {
    hub.loop().cancel(deadline);
    hub.loop().cancel(settle);
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
    stopTimers();
    if (successor != null) {
      successor.onClosed(closed, reason);
    } else {
      place.release();
      hub.identified(this);
    }
  }

  void abort() {
    link.abort(Reason.SHUTDOWN);
  }
}

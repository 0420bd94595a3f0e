package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.Handle;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.Url;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A question over UDP (BEP 15): gets a connection id unless there is one, asks, and repeats what is
 * not answered after 15 x 2^n seconds.
 *
 * @param <R> the answer
 */
final class UdpAsk<R> implements TimerTarget, Handle {

  private static final long PROTOCOL_ID = 0x41727101980L;
  private static final int CONNECT = 0;
  private static final int ERROR = 3;
  private static final int HEADER_BYTES = 16;
  private static final int MAX_PACKET_BYTES = 8192;
  private static final long FIRST_NANOS = 15_000_000_000L;
  private static final int MOST_DOUBLINGS = 8;

  private final UdpTrackers trackers;
  private final Endpoint tracker;
  private final Url url;
  private final Question<R> question;
  private final int attempts;
  private final RequestListener<R> asking;
  private boolean connecting;
  private boolean connectedOnce;
  private boolean over;
  private int attempt;
  private int transaction;
  private long timer;

  /**
   * Asks.
   *
   * @param attempts how often each packet is sent at the most, at least 1
   */
  UdpAsk(
      UdpTrackers trackers,
      Endpoint tracker,
      Url url,
      Question<R> question,
      int attempts,
      RequestListener<R> asking) {
    this.trackers = trackers;
    this.tracker = tracker;
    this.url = url;
    this.question = question;
    this.attempts = attempts;
    this.asking = asking;
    trackers.begin(this);
  }

  /** Sends what is to be sent next. */
  void send() {
    if (over) {
      return;
    }
    trackers.forget(transaction, this);
    transaction = trackers.expect(this);
    Long connection = trackers.connection(tracker);
    connecting = connection == null;
    ByteBuffer packet = ByteBuffer.allocate(connection == null ? HEADER_BYTES : MAX_PACKET_BYTES);
    if (connection == null) {
      packet.putLong(PROTOCOL_ID).putInt(CONNECT).putInt(transaction);
    } else {
      packet.putLong(connection).putInt(question.action()).putInt(transaction);
      question.write(packet, url);
    }
    trackers.send(tracker, packet.flip());
    long wait = FIRST_NANOS << Math.min(attempt, MOST_DOUBLINGS);
    timer = trackers.loop().schedule(wait, this, 0, 0);
  }

  @Override
  public void onTimer(int code, long argument) {
    if (++attempt < attempts) {
      send();
    } else {
      fail(Reason.TIMEOUT, tracker + " does not answer");
    }
  }

  /** An answer with our transaction id. */
  void onAnswer(Endpoint from, ByteBuffer answer) {
    if (!from.equals(tracker)) {
      return;
    }
    int action = answer.getInt(answer.position());
    answer.position(answer.position() + 8);
    if (action == ERROR) {
      // Perhaps it does not take the connection id any more, whatever its age.
      trackers.dropConnection(tracker);
      String text = StandardCharsets.UTF_8.decode(answer).toString();
      close();
      asking.declined(
          new OverlayException(Reason.REFUSED, "the tracker says: " + Words.forPerson(text)));
    } else if (connecting && action == CONNECT && answer.remaining() >= 8) {
      trackers.connected(tracker, answer.getLong());
      trackers.loop().cancel(timer);
      // Once only: a tracker that answers nothing but this must not keep us for ever.
      attempt = connectedOnce ? attempt : 0;
      connectedOnce = true;
      send();
    } else if (!connecting && action == question.action()) {
      read(answer);
    }
  }

  private void read(ByteBuffer answer) {
    try {
      R result = question.read(answer, !tracker.isIpv4());
      close();
      asking.answered(result, tracker);
    } catch (BencodeException e) {
      fail(Reason.PROTOCOL, "not the answer of a tracker: " + e.getMessage());
    }
  }

  /** The socket is gone, or cannot be bound. */
  void fail(Reason reason, String message) {
    if (!over) {
      close();
      asking.failed(new OverlayException(reason, message));
    }
  }

  @Override
  public void close() {
    over = true;
    trackers.loop().cancel(timer);
    trackers.forget(transaction, this);
  }
}

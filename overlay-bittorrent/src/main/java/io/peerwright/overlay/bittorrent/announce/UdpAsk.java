package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.Handle;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.request.Retry;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A question over UDP (BEP 15): gets a connection id unless there is one, asks, and repeats what is
 * not answered after 15 x 2^n seconds. The two are transactions of their own; when the connection
 * id has run out while an answer was waited for, the second goes on with a new one.
 *
 * @param <R> the answer
 */
final class UdpAsk<R> implements UdpTrackers.Waiting, Handle {

  private static final long PROTOCOL_ID = 0x41727101980L;
  private static final int CONNECT = 0;
  private static final int ERROR = 3;
  private static final int HEADER_BYTES = 16;
  private static final int MAX_PACKET_BYTES = 8192;
  private static final Duration FIRST = Duration.ofSeconds(15);
  private static final Duration LONGEST = FIRST.multipliedBy(1 << 8);

  private final UdpTrackers trackers;
  private final Endpoint tracker;
  private final Url url;
  private final Question<R> question;
  private final Retry retry;
  private final RequestListener<R> asking;
  private @Nullable Handle transaction;
  private Retry rest;
  private boolean connecting;
  private boolean asked;
  private boolean connectedOnce;
  private boolean over;
  private int attempt;

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
    this.retry = Retry.doubling(FIRST, attempts).upTo(LONGEST);
    this.rest = retry;
    this.asking = asking;
    trackers.begin(this);
  }

  @Override
  public void begin() {
    if (!over) {
      ask();
    }
  }

  private void ask() {
    asked = false;
    transaction = trackers.ask(tracker, rest, this);
  }

  @Override
  public void send(long id, int attempts) {
    attempt = attempts;
    Long connection = trackers.connection(tracker);
    connecting = connection == null;
    ByteBuffer packet = ByteBuffer.allocate(connection == null ? HEADER_BYTES : MAX_PACKET_BYTES);
    if (connection == null) {
      packet.putLong(PROTOCOL_ID).putInt(CONNECT).putInt((int) id);
    } else {
      asked = true;
      packet.putLong(connection).putInt(question.action()).putInt((int) id);
      question.write(packet, url);
    }
    trackers.send(tracker, packet.flip());
  }

  @Override
  public boolean onAnswer(ByteBuffer answer) {
    int action = answer.getInt(answer.position());
    answer.position(answer.position() + 8);
    if (action == ERROR) {
      // Perhaps it does not take the connection id any more, whatever its age.
      trackers.dropConnection(tracker);
      String text = StandardCharsets.UTF_8.decode(answer).toString();
      close();
      asking.declined(
          new OverlayException(Reason.REFUSED, "the tracker says: " + Words.forPerson(text)));
    } else if (connecting && action == CONNECT) {
      return answer.remaining() >= 8 && connected(answer.getLong());
    } else if (asked && action == question.action()) {
      read(answer);
    } else {
      return false;
    }
    return true;
  }

  private boolean connected(long connection) {
    trackers.connected(tracker, connection);
    closeTransaction();
    // Once only: a tracker that answers nothing but this must not keep us for ever.
    rest = connectedOnce ? rest.after(attempt) : retry;
    connectedOnce = true;
    ask();
    return true;
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

  @Override
  public void onFailure(Reason reason) {
    boolean silent = reason == Reason.TIMEOUT;
    fail(reason, silent ? tracker + " does not answer" : trackers.lost(reason));
  }

  private void fail(Reason reason, String message) {
    close();
    asking.failed(new OverlayException(reason, message));
  }

  private void closeTransaction() {
    if (transaction != null) {
      transaction.close();
    }
  }

  @Override
  public void close() {
    over = true;
    closeTransaction();
    trackers.forget(this);
  }
}

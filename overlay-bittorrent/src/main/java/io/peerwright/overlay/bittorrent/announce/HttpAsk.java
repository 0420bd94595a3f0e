package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.Handle;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpGet;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.ShortBody;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BReader;
import io.peerwright.overlay.bittorrent.bencode.BString;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A question over HTTP or HTTPS: asks, reads the answer.
 *
 * @param <R> the answer
 */
final class HttpAsk<R> implements HttpCall.Listener, Handle {

  private static final int MAX_ANSWER_BYTES = 1 << 20;
  private static final long STALL_NANOS = 15_000_000_000L;

  /** An answer is a few kilobytes; who takes longer for it drips. */
  private static final long WHOLE_NANOS = 30_000_000_000L;

  private static final int OK = 200;
  private static final HttpFields FIELDS =
      HttpFields.NONE.with("User-Agent", "Peerwright/0.1").with("Accept-Encoding", "identity");

  private final Question<R> question;
  private final RequestListener<R> asking;
  private final Endpoint to;
  private final ShortBody body = new ShortBody(MAX_ANSWER_BYTES);
  private final HttpGet underWay;
  private @Nullable HttpResponse response;

  HttpAsk(
      HttpClient client,
      Endpoint to,
      Url url,
      Question<R> question,
      SocketOptions options,
      RequestListener<R> asking) {
    this.question = question;
    this.asking = asking;
    this.to = to;
    // Whoever may name this address was asked before; where it sends us on to is judged by it.
    HttpClient.Manner manner =
        new HttpClient.Manner(
            FIELDS, options, STALL_NANOS, WHOLE_NANOS, Link.UNLIMITED, Reach.HOST, false);
    underWay = client.get(url.withTarget(question.target(url)), to, manner, this);
  }

  @Override
  public void onResponse(HttpResponse began) {
    response = began;
  }

  @Override
  public void onBody(ByteBuffer data) {
    if (!body.take(data)) {
      underWay.close();
      fail(Reason.LIMIT, "the answer is longer than " + MAX_ANSWER_BYTES + " bytes");
    }
  }

  @Override
  public void onEnd(@Nullable OverlayException failure) {
    HttpResponse head = response;
    if (head == null || failure != null && body.isEmpty()) {
      asking.failed(failure != null ? failure : new OverlayException(Reason.RESET, "no answer"));
    } else {
      read(head.status(), failure);
    }
  }

  /** An answer that is whole counts, whatever it is said to be, and whatever comes behind it. */
  private void read(int status, @Nullable OverlayException broken) {
    try {
      ByteBuffer plain = ByteBuffer.wrap(Gzip.plain(body.bytes(), MAX_ANSWER_BYTES));
      BDict answer = BReader.readFirstDict(plain, BReader.Limits.MESSAGE);
      BString failure = answer.optionalString("failure reason");
      if (failure != null) {
        asking.declined(
            new OverlayException(
                Reason.REFUSED, "the tracker says: " + Words.forPerson(failure.text())));
        return;
      }
      Endpoint last = underWay.remote();
      asking.answered(question.read(answer), last == null ? to : last);
    } catch (BencodeException e) {
      if (broken != null) {
        asking.failed(broken);
        return;
      }
      String what = status == OK ? "" : "status " + status + ", ";
      fail(Reason.PROTOCOL, "not the answer of a tracker: " + what + e.getMessage());
    }
  }

  private void fail(Reason reason, String message) {
    asking.failed(new OverlayException(reason, message));
  }

  @Override
  public void close() {
    underWay.close();
  }
}

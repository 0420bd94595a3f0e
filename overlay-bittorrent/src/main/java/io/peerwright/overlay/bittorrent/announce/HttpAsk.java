package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.OverlayException;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Url;
import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BReader;
import io.peerwright.overlay.bittorrent.bencode.BString;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question over HTTP: asks, follows where it is sent on to, reads the answer.
 *
 * @param <R> the answer
 */
final class HttpAsk<R> implements HttpCall.Listener, Handle {

  private static final int MAX_ANSWER_BYTES = 1 << 20;
  private static final int MOST_REDIRECTS = 5;
  private static final long STALL_NANOS = 15_000_000_000L;
  private static final int OK = 200;
  private static final HttpFields FIELDS =
      HttpFields.NONE.with("User-Agent", "Peerwright/0.1").with("Accept-Encoding", "identity");

  private final Host host;
  private final Question<R> question;
  private final SocketOptions options;
  private final Asking<R> asking;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private Handle underWay;
  private Url at;
  private @Nullable HttpResponse response;
  private int redirects;

  HttpAsk(
      Host host,
      Endpoint to,
      Url url,
      Question<R> question,
      SocketOptions options,
      Asking<R> asking) {
    this.host = host;
    this.question = question;
    this.options = options;
    this.asking = asking;
    at = url.withTarget(question.target(url));
    underWay = call(to);
  }

  private Handle call(Endpoint to) {
    return HttpCall.start(host, to, at, FIELDS, options, STALL_NANOS, Link.UNLIMITED, this);
  }

  @Override
  public void onResponse(HttpResponse began) {
    response = began;
  }

  @Override
  public void onBody(ByteBuffer data) {
    if (body.size() + data.remaining() > MAX_ANSWER_BYTES) {
      underWay.close();
      fail(Reason.LIMIT, "the answer is longer than " + MAX_ANSWER_BYTES + " bytes");
      return;
    }
    byte[] part = new byte[data.remaining()];
    data.get(part);
    body.writeBytes(part);
  }

  @Override
  public void onEnd(@Nullable OverlayException failure) {
    HttpResponse head = response;
    if (failure != null || head == null) {
      asking.failed(failure != null ? failure : new OverlayException(Reason.RESET, "no answer"));
    } else if (head.isRedirect()) {
      follow(String.valueOf(head.fields().first("Location")));
    } else {
      read(head.status());
    }
  }

  private void follow(String location) {
    if (++redirects > MOST_REDIRECTS) {
      fail(Reason.LIMIT, "sent on more than " + MOST_REDIRECTS + " times");
      return;
    }
    try {
      at = at.resolve(location);
    } catch (IllegalArgumentException e) {
      fail(Reason.PROTOCOL, "sent on to nowhere: " + e.getMessage());
      return;
    }
    if (!at.scheme().equals("http")) {
      fail(Reason.UNSUPPORTED, "sent on to " + at.scheme() + ", which is not spoken here");
      return;
    }
    body.reset();
    response = null;
    underWay = host.transport().resolve(at.hostAndPort(80), STALL_NANOS, this::found);
  }

  private void found(List<Endpoint> endpoints) {
    if (endpoints.isEmpty()) {
      fail(Reason.UNRESOLVED, "sent on to " + Words.forPerson(at.host()) + ", which is not known");
    } else {
      underWay = call(endpoints.get(0));
    }
  }

  private void read(int status) {
    try {
      BDict answer = BReader.readDict(body.toByteArray(), BReader.Limits.MESSAGE);
      BString failure = answer.optionalString("failure reason");
      if (failure != null) {
        fail(Reason.REFUSED, "the tracker says: " + Words.forPerson(failure.text()));
        return;
      }
      asking.answered(question.read(answer));
    } catch (BencodeException e) {
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

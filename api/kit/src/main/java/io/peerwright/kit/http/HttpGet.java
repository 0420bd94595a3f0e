package io.peerwright.kit.http;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that an {@link HttpClient} asks for, wherever it has to ask for it. */
public final class HttpGet implements Handle, TimerTarget {

  private static final int MOST_REDIRECTS = 5;
  private static final int MOST_ADDRESSES = 4;

  private final Host host;
  private final HttpClient client;
  private final AddressPolicy policy;
  private final @Nullable Endpoint given;
  private final HttpClient.Manner manner;
  private Url at;
  private HttpCall.@Nullable Listener listener;
  private @Nullable Handle underWay;
  private @Nullable HttpCall call;
  private @Nullable Endpoint remote;
  private int credit;
  private int redirects;

  /** The farthest of those that have named an address: who named the URL, and all that answered. */
  private Reach farthest;

  /** Where the host of the URL can be asked, too, if it does not answer where it is asked now. */
  private Deque<Endpoint> others = new ArrayDeque<>();

  private final long deadline;

  HttpGet(
      HttpClient client,
      Url url,
      @Nullable Endpoint to,
      HttpClient.Manner manner,
      HttpCall.Listener listener) {
    this.host = client.host();
    this.client = client;
    this.policy = client.policy();
    this.given = to;
    this.at = url;
    this.manner = manner;
    this.farthest = manner.source();
    this.credit = manner.credit();
    this.listener = listener;
    long whole = manner.wholeNanos();
    deadline = whole == 0 ? 0 : host.loop().schedule(whole, this, 0, 0);
    if (!HttpClient.speaks(url)) {
      host.loop()
          .execute(() -> fail(Reason.UNSUPPORTED, url.scheme() + " is not spoken here: " + url));
    } else if (!askAgain(to)) {
      askAnew();
    }
  }

  /** Asks on a connection that was kept; false if there is none. */
  private boolean askAgain(@Nullable Endpoint to) {
    if (!manner.keepAlive()) {
      return false;
    }
    ConnectionPool.Origin origin = ConnectionPool.Origin.of(at, manner.socket());
    HttpConnection kept =
        client
            .pool()
            .take(
                origin,
                end -> to == null ? policy.permits(farthest, end) : end.equals(to),
                Math.max(1, credit));
    if (kept == null) {
      return false;
    }
    remote = kept.remote();
    call = call(kept);
    return true;
  }

  private void askAnew() {
    Endpoint to = redirects == 0 ? given : null;
    if (to != null) {
      host.loop().execute(() -> connect(to));
    } else {
      resolve();
    }
  }

  /** The address that is asked; null while there is none. */
  public @Nullable Endpoint remote() {
    return remote;
  }

  /** Allows so many more bytes of the body to come. */
  public void request(int bytes) {
    credit = bytes > Link.UNLIMITED - credit ? Link.UNLIMITED : credit + bytes;
    if (call != null) {
      call.request(bytes);
    }
  }

  private void resolve() {
    underWay =
        host.transport()
            .resolve(at.hostAndPort(at.portOrUsual()), manner.stallNanos(), this::resolved);
  }

  private void resolved(List<Endpoint> found) {
    underWay = null;
    if (found.isEmpty()) {
      fail(Reason.UNRESOLVED, HttpFields.printable(at.host()) + " is not known");
      return;
    }
    Endpoint local = manner.socket().local();
    // Only what is of the family of the address that we come from can be reached from there.
    List<Endpoint> ofOurKind =
        found.stream().filter(each -> local == null || each.isIpv4() == local.isIpv4()).toList();
    List<Endpoint> permitted = policy.permitted(farthest, ofOurKind);
    others = new ArrayDeque<>(permitted.subList(0, Math.min(MOST_ADDRESSES, permitted.size())));
    Endpoint first = others.poll();
    if (first != null) {
      connect(first);
    } else if (ofOurKind.isEmpty()) {
      fail(Reason.UNRESOLVED, HttpFields.printable(at.host()) + " has no address of our kind");
    } else {
      notPermitted();
    }
  }

  private void notPermitted() {
    String how = redirects == 0 ? "leads" : "sent on";
    fail(
        Reason.NOT_PERMITTED,
        how + " from elsewhere to this host itself or its own network: " + at);
  }

  private void connect(Endpoint to) {
    if (listener == null) {
      return;
    }
    if (!policy.permits(farthest, to)) {
      notPermitted();
      return;
    }
    remote = to;
    if (at.scheme().equals("https")) {
      client
          .tls()
          .to(
              at.bareHost(),
              at.portOrUsual(),
              (transport, failure) -> {
                if (transport != null) {
                  call(to, transport);
                } else {
                  end(failure);
                }
              });
    } else {
      call(to, host.transport());
    }
  }

  private void call(Endpoint to, Transport transport) {
    if (listener == null) {
      return;
    }
    if (manner.keepAlive()) {
      ConnectionPool.Origin origin = ConnectionPool.Origin.of(at, manner.socket());
      call = call(client.pool().connect(origin, transport, to));
    } else {
      call =
          HttpCall.start(
              host.loop(),
              transport,
              to,
              at,
              manner.fields(),
              manner.socket(),
              manner.stallNanos(),
              Math.max(1, credit),
              new Hearing());
    }
  }

  private HttpCall call(HttpConnection connection) {
    return HttpCall.start(
        host.loop(),
        connection,
        at,
        manner.fields(),
        manner.stallNanos(),
        Math.max(1, credit),
        new Hearing());
  }

  /** Hears one response. */
  private final class Hearing implements HttpCall.Listener {

    private boolean answered;

    @Override
    public void onResponse(HttpResponse response) {
      answered = true;
      HttpCall.Listener told = listener;
      if (response.isRedirect()) {
        if (call != null) {
          call.close();
        }
        call = null;
        follow(String.valueOf(response.fields().first("Location")));
      } else if (told != null) {
        told.onResponse(response);
      }
    }

    @Override
    public void onBody(ByteBuffer data) {
      HttpCall.Listener told = listener;
      if (told != null) {
        told.onBody(data);
      }
    }

    @Override
    public void onEnd(@Nullable OverlayException failure) {
      if (call != null && call.isStale()) {
        call = null;
        askAnew();
        return;
      }
      // A certificate that is not trusted is an answer, too.
      boolean silent = !answered && failure != null && failure.reason() != Reason.NOT_PERMITTED;
      Endpoint next = silent ? others.poll() : null;
      if (next != null) {
        call = null;
        connect(next);
        return;
      }
      boolean secure = at.scheme().equals("https");
      if (secure && failure != null && failure.reason() == Reason.NOT_PERMITTED) {
        String whose = HttpFields.printable(at.host());
        fail(
            Reason.NOT_PERMITTED,
            "the certificate of " + whose + " is not trusted, or not made out to that name");
      } else {
        end(failure);
      }
    }
  }

  private void follow(String location) {
    if (++redirects > MOST_REDIRECTS) {
      fail(Reason.LIMIT, "sent on more than " + MOST_REDIRECTS + " times");
      return;
    }
    Url next;
    try {
      next = at.resolve(location);
    } catch (IllegalArgumentException e) {
      fail(Reason.PROTOCOL, "sent on to nowhere: " + e.getMessage());
      return;
    }
    if (!HttpClient.speaks(next)) {
      fail(Reason.UNSUPPORTED, "sent on to " + next.scheme() + ", which is not spoken here");
    } else if (at.scheme().equals("https") && next.scheme().equals("http")) {
      fail(Reason.NOT_PERMITTED, "sent on from https to " + next + ", where others can listen in");
    } else {
      Endpoint answered = remote;
      Reach reach = answered == null ? farthest : Reach.of(answered);
      farthest = reach.compareTo(farthest) > 0 ? reach : farthest;
      at = next;
      if (!askAgain(null)) {
        resolve();
      }
    }
  }

  private void fail(Reason reason, String message) {
    end(new OverlayException(reason, message));
  }

  private void end(@Nullable OverlayException failure) {
    HttpCall.Listener told = listener;
    close();
    if (told != null) {
      told.onEnd(failure);
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    long seconds = manner.wholeNanos() / 1_000_000_000;
    fail(Reason.TIMEOUT, at.authority() + " has not answered in full within " + seconds + " s");
  }

  @Override
  public void close() {
    listener = null;
    host.loop().cancel(deadline);
    if (underWay != null) {
      underWay.close();
    }
    if (call != null) {
      call.close();
    }
  }
}

package io.peerwright.kit.http;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.OverlayException;
import io.peerwright.kit.tls.TlsClient;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that an {@link HttpClient} asks for, wherever it has to ask for it. */
public final class HttpGet implements Handle {

  private static final int MOST_REDIRECTS = 5;

  /** From where an address can be reached, the nearest first. */
  private enum Reach {
    HOST,
    LINK,
    FARTHER;

    static Reach of(Endpoint to) {
      // To connect to the address of no host is to connect to our own.
      if (to.isLoopback() || to.isAnyLocal()) {
        return HOST;
      }
      boolean link = to.isIpv4() ? to.ipv4() >>> 16 == 0xa9fe : to.high() >>> 54 == 0xfe80 >>> 6;
      return link ? LINK : FARTHER;
    }
  }

  private final Host host;
  private final TlsClient tls;
  private final HttpClient.Manner manner;
  private Url at;
  private HttpCall.@Nullable Listener listener;
  private @Nullable Handle underWay;
  private @Nullable HttpCall call;
  private @Nullable Endpoint remote;
  private int credit;
  private int redirects;

  /** The farthest of those that were asked. */
  private Reach farthest = Reach.HOST;

  HttpGet(
      Host host,
      TlsClient tls,
      Url url,
      @Nullable Endpoint to,
      HttpClient.Manner manner,
      HttpCall.Listener listener) {
    this.host = host;
    this.tls = tls;
    this.at = url;
    this.manner = manner;
    this.credit = manner.credit();
    this.listener = listener;
    if (!HttpClient.speaks(url)) {
      host.loop()
          .execute(() -> fail(Reason.UNSUPPORTED, url.scheme() + " is not spoken here: " + url));
    } else if (to != null) {
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
    for (Endpoint each : found) {
      // Only what is of the family of the address that we come from can be reached from there.
      if (local == null || each.isIpv4() == local.isIpv4()) {
        connect(each);
        return;
      }
    }
    fail(Reason.UNRESOLVED, HttpFields.printable(at.host()) + " has no address of our kind");
  }

  private void connect(Endpoint to) {
    if (listener == null) {
      return;
    }
    Reach reach = Reach.of(to);
    if (reach.compareTo(farthest) < 0) {
      String where = reach == Reach.HOST ? "this host itself" : "its own network";
      fail(Reason.NOT_PERMITTED, "sent on from elsewhere to " + where + ": " + at);
      return;
    }
    farthest = reach;
    remote = to;
    if (at.scheme().equals("https")) {
      tls.to(
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
    if (listener != null) {
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

  /** Hears one response. */
  private final class Hearing implements HttpCall.Listener {

    @Override
    public void onResponse(HttpResponse response) {
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
      at = next;
      resolve();
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
  public void close() {
    listener = null;
    if (underWay != null) {
      underWay.close();
    }
    if (call != null) {
      call.close();
    }
  }
}

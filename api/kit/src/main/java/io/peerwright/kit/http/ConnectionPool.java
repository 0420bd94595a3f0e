package io.peerwright.kit.http;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one client that have been answered on in full, kept for what is asked of the same
 * origin next. Finding one costs a look at each, and there are few.
 */
final class ConnectionPool {

  /** Idle connections in all; of more the one that is idle longest is closed. */
  static final int MOST_IDLE = 32;

  /** Idle connections to one origin. */
  static final int MOST_IDLE_OF_ORIGIN = 4;

  /**
   * What connections must have in common to stand in for each other.
   *
   * @param scheme http or https; over https the name is that of the certificate
   */
  record Origin(String scheme, String host, int port, SocketOptions socket) {

    static Origin of(Url url, SocketOptions socket) {
      return new Origin(url.scheme(), url.host(), url.portOrUsual(), socket);
    }
  }

  private final Loop loop;

  /** How long each stays idle. */
  private final long idleNanos;

  /** Those that are idle, the one that is idle longest first. */
  private final Map<HttpConnection, Origin> idle = new LinkedHashMap<>();

  private boolean closed;

  ConnectionPool(Loop loop, long idleNanos) {
    this.loop = loop;
    this.idleNanos = idleNanos;
  }

  /** A new connection that comes here when it is idle. */
  HttpConnection connect(Origin origin, Transport transport, Endpoint to) {
    return new HttpConnection(loop, transport, to, origin.socket(), new Returning(origin));
  }

  /**
   * Gives the connection that was used last.
   *
   * @param remote which ends are good
   * @param credit of the next call
   * @return null if there is none
   */
  @Nullable HttpConnection take(Origin origin, Predicate<Endpoint> remote, int credit) {
    HttpConnection last = null;
    for (Map.Entry<HttpConnection, Origin> each : idle.entrySet()) {
      HttpConnection connection = each.getKey();
      boolean same = each.getValue().equals(origin) && remote.test(connection.remote());
      last = same && connection.suits(credit) ? connection : last;
    }
    idle.remove(last);
    return last;
  }

  /** How many are idle. */
  int size() {
    return idle.size();
  }

  /** Closes them, and keeps none any more. */
  void close() {
    closed = true;
    List<HttpConnection> all = List.copyOf(idle.keySet());
    idle.clear();
    all.forEach(HttpConnection::close);
  }

  private void keep(HttpConnection connection, Origin origin) {
    if (closed) {
      connection.close();
      return;
    }
    idle.put(connection, origin);
    List<HttpConnection> same = new ArrayList<>();
    idle.forEach(
        (each, its) -> {
          if (its.equals(origin)) {
            same.add(each);
          }
        });
    HttpConnection oldest =
        same.size() > MOST_IDLE_OF_ORIGIN
            ? same.get(0)
            : idle.size() > MOST_IDLE ? idle.keySet().iterator().next() : null;
    if (oldest != null) {
      idle.remove(oldest);
      oldest.close();
    }
  }

  private final class Returning implements HttpConnection.Owner {
    private final Origin origin;

    Returning(Origin origin) {
      this.origin = origin;
    }

    @Override
    public long idleNanos() {
      return idleNanos;
    }

    @Override
    public void onIdle(HttpConnection connection) {
      keep(connection, origin);
    }

    @Override
    public void onGone(HttpConnection connection) {
      idle.remove(connection);
    }
  }
}

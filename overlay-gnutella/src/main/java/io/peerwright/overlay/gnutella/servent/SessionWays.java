package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.sharing.Responder;
import io.peerwright.overlay.gnutella.tls.ServentTls;
import io.peerwright.overlay.gnutella.transfer.PushNetwork;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What transfers need of the session of the moment; nothing can be asked while there is none. */
final class SessionWays implements PushNetwork {

  private final Supplier<@Nullable Session> session;

  SessionWays(Supplier<@Nullable Session> session) {
    this.session = session;
  }

  @Override
  public boolean push(Guid servent, long index) {
    Session now = session.get();
    return now != null && now.push(servent, index);
  }

  @Override
  public boolean passOn(Guid servent, long index, Endpoint asker) {
    Session now = session.get();
    return now != null && now.passOn(servent, index, asker);
  }

  @Override
  public boolean isReachable() {
    Session now = session.get();
    return now != null && now.isReachable();
  }

  @Override
  public @Nullable Responder responder() {
    Session now = session.get();
    return now == null ? null : now.responder();
  }

  @Override
  public @Nullable ServentTls tls() {
    Session now = session.get();
    return now == null ? null : now.tls();
  }

  @Override
  public @Nullable Endpoint own() {
    Session now = session.get();
    return now == null ? null : now.own();
  }
}

package io.peerwright.api.fake;

import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A datagram socket that loses nothing. */
final class FakeSocket implements Datagrams {

  private record Membership(Endpoint group, @Nullable Endpoint source) {}

  private final Lan lan;
  private final Endpoint local;
  private final boolean hearsGroups;
  private final DatagramHandler handler;
  private final Set<Membership> memberships = new LinkedHashSet<>();

  FakeSocket(Lan lan, Endpoint local, boolean hearsGroups, DatagramHandler handler) {
    this.lan = lan;
    this.local = local;
    this.hearsGroups = hearsGroups;
    this.handler = handler;
  }

  @Override
  public Endpoint local() {
    return local;
  }

  @Override
  public SendResult send(Endpoint to, ByteBuffer payload) {
    ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    lan.loop.schedule(
        Lan.DELAY_NANOS,
        () -> {
          for (FakeSocket socket : List.copyOf(lan.sockets.values())) {
            if (socket.hears(to, local)) {
              socket.handler.onDatagram(socket, local, copy.asReadOnlyBuffer());
            }
          }
        });
    return SendResult.ACCEPTED;
  }

  private boolean hears(Endpoint to, Endpoint from) {
    Endpoint group = to.withPort(0);
    return local.equals(to)
        || hearsGroups
            && local.port() == to.port()
            && (memberships.contains(new Membership(group, null))
                || memberships.contains(new Membership(group, from.withPort(0))));
  }

  @Override
  public void join(Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {
    Reason failure = group.isMulticast() ? null : Reason.UNSUPPORTED;
    if (failure == null) {
      memberships.add(membership(group, source));
    }
    lan.loop.execute(() -> handler.onMembership(this, group, source, failure));
  }

  @Override
  public void leave(Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {
    memberships.remove(membership(group, source));
  }

  private static Membership membership(Endpoint group, @Nullable Endpoint source) {
    return new Membership(group.withPort(0), source == null ? null : source.withPort(0));
  }

  @Override
  public void close() {
    lan.sockets.remove(local);
    lan.loop.execute(() -> handler.onClosed(this, Reason.CANCELLED));
  }
}

package io.peerwright.multicast.ip;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends to groups, by a socket for each interface. A sender is no member. */
final class GroupSenders implements Handle {

  private final List<Sender> senders = new ArrayList<>();
  private final BiConsumer<Endpoint, ByteBuffer> answers;
  private final Consumer<@Nullable Reason> outcome;
  private int awaited;
  private boolean isOpen;
  private boolean closed;

  /**
   * Binds the sockets.
   *
   * @param answers what is sent to the sender itself
   * @param outcome told once: null when at least one can send, and none is still to be bound
   */
  GroupSenders(
      Transport transport,
      List<Endpoint> interfaces,
      int ttl,
      boolean loopback,
      BiConsumer<Endpoint, ByteBuffer> answers,
      Consumer<@Nullable Reason> outcome) {
    this.answers = answers;
    this.outcome = outcome;
    awaited = interfaces.size();
    for (Endpoint each : interfaces) {
      SocketOptions options =
          SocketOptions.DEFAULT.withMulticast(Interfaces.onInterface(each), ttl, loopback);
      Sender sender = new Sender(each.isIpv4());
      sender.socket = transport.bind(Interfaces.any(each.isIpv4(), 0), options, sender);
      senders.add(sender);
    }
  }

  private final class Sender implements DatagramHandler {
    private final boolean ipv4;
    private @Nullable Datagrams socket;
    private boolean told;

    Sender(boolean ipv4) {
      this.ipv4 = ipv4;
    }

    @Override
    public void onBound(Datagrams bound) {
      isOpen = true;
      tell(null);
    }

    @Override
    public void onDatagram(Datagrams at, Endpoint from, ByteBuffer data) {
      answers.accept(from, data);
    }

    @Override
    public void onClosed(Datagrams ended, Reason reason) {
      tell(reason);
    }

    private void tell(@Nullable Reason failure) {
      if (!told) {
        told = true;
        awaited--;
        if (awaited == 0 && !closed) {
          outcome.accept(isOpen ? null : failure);
        }
      }
    }
  }

  /**
   * Sends to a group, or to one member of it, by each interface of the family.
   *
   * @return accepted if one of them took it; closed if there is none
   */
  SendResult send(Endpoint group, ByteBuffer message) {
    SendResult result = SendResult.CLOSED;
    for (Sender each : senders) {
      if (each.ipv4 == group.isIpv4() && each.socket != null) {
        SendResult one = each.socket.send(group, message.duplicate());
        result = result == SendResult.ACCEPTED || one == SendResult.CLOSED ? result : one;
      }
    }
    return result;
  }

  @Override
  public void close() {
    closed = true;
    for (Sender each : senders) {
      if (each.socket != null) {
        each.socket.close();
      }
    }
  }
}

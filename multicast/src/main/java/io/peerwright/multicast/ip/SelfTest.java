package io.peerwright.multicast.ip;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether IP multicast works on an interface: joins a group that nobody else uses, sends
 * to it, and hears that back within 200 ms. The message never leaves the subnet.
 *
 * <p>This proves the system, its routes and its filters. That others on the subnet hear it too
 * shows only one of them: a wireless network or a switch may keep multicast from its members.
 */
public final class SelfTest {

  /** How long a message may take to come back. */
  public static final long WITHIN_NANOS = 200_000_000L;

  /** How long the sockets may take to be members. */
  private static final long JOINED_WITHIN_NANOS = 1_000_000_000L;

  private static final int NONCE_BYTES = 16;
  private static final int SITE_LOCAL = 239 << 24 | 255 << 16;
  private static final long TRANSIENT_LINK = 0xff12L << 48;

  /**
   * How it went.
   *
   * @param onInterface an own address on the interface
   * @param failure what was in the way; null if it works
   * @param tookNanos how long the message took; 0 if it did not come
   */
  public record Result(Endpoint onInterface, @Nullable Reason failure, long tookNanos) {

    /** Whether IP multicast works there. */
    public boolean works() {
      return failure == null;
    }

    /** In words, for people. */
    @Override
    public String toString() {
      String where = "IP multicast on the interface of " + onInterface + " ";
      if (failure == null) {
        return where + "works: a message came back after " + tookNanos / 1_000 + " us";
      }
      return where
          + switch (failure) {
            case TIMEOUT ->
                "does not work: what was sent did not come back within "
                    + WITHIN_NANOS / 1_000_000
                    + " ms";
            case NOT_PERMITTED -> "does not work: the system does not let us join a group";
            default -> "does not work: " + failure;
          };
    }
  }

  private SelfTest() {}

  /** An own address on each interface, for one test each. */
  public static List<Endpoint> interfaces(Host host) {
    return Interfaces.one(host.transport());
  }

  /**
   * Begins a test.
   *
   * @param onInterface an own address on the interface, port 0
   * @param done called once, on the loop, unless the handle was closed before
   * @return breaks it off
   */
  public static Handle run(Host host, Endpoint onInterface, Consumer<? super Result> done) {
    return new Run(host, onInterface, done);
  }

  /** Two sockets: one that hears the group, and one that sends as a stranger does. */
  private static final class Run implements Handle {
    private final Host host;
    private final Endpoint onInterface;
    private final Consumer<? super Result> done;
    private final byte[] nonce = new byte[NONCE_BYTES];
    private final Datagrams listener;
    private final Datagrams sender;
    private @Nullable Endpoint group;
    private boolean isSenderBound;
    private boolean isMember;
    private long sentNanos;
    private long timer;
    private boolean over;

    Run(Host host, Endpoint onInterface, Consumer<? super Result> done) {
      this.host = host;
      this.onInterface = onInterface;
      this.done = done;
      host.loop().secureRandom(nonce);
      Endpoint any = Interfaces.any(onInterface.isIpv4(), 0);
      listener = host.transport().bind(any, SocketOptions.DEFAULT, new Listener());
      SocketOptions options =
          SocketOptions.DEFAULT.withMulticast(Interfaces.onInterface(onInterface), 1, true);
      sender = host.transport().bind(any, options, new Sender());
      expectWithin(JOINED_WITHIN_NANOS);
    }

    private void expectWithin(long nanos) {
      host.loop().cancel(timer);
      timer = host.loop().schedule(nanos, () -> end(Reason.TIMEOUT));
    }

    /** Of a scope that stays here, and with the port that the listener was given. */
    private Endpoint someGroup(int port) {
      long chance = ByteBuffer.wrap(nonce).getLong();
      return onInterface.isIpv4()
          ? Endpoint.ofIpv4(SITE_LOCAL | (int) chance & 0xffff, port)
          : new Endpoint(TRANSIENT_LINK, chance | 0x8000_0000L, port, 0);
    }

    private void sendIfReady() {
      Endpoint to = group;
      if (isMember && isSenderBound && to != null && sentNanos == 0) {
        sentNanos = host.loop().nanoTime();
        sender.send(to, ByteBuffer.wrap(nonce));
        expectWithin(WITHIN_NANOS);
      }
    }

    private void end(@Nullable Reason failure) {
      if (!over) {
        close();
        long took = failure == null ? host.loop().nanoTime() - sentNanos : 0;
        done.accept(new Result(onInterface, failure, took));
      }
    }

    @Override
    public void close() {
      over = true;
      host.loop().cancel(timer);
      listener.close();
      sender.close();
    }

    private final class Listener implements DatagramHandler {
      @Override
      public void onBound(Datagrams socket) {
        group = someGroup(socket.local().port());
        socket.join(group, Interfaces.onInterface(onInterface), null);
      }

      @Override
      public void onMembership(
          Datagrams socket, Endpoint of, @Nullable Endpoint source, @Nullable Reason failure) {
        if (failure != null) {
          end(failure);
        } else {
          isMember = true;
          sendIfReady();
        }
      }

      @Override
      public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {
        if (data.equals(ByteBuffer.wrap(nonce))) {
          end(null);
        }
      }

      @Override
      public void onClosed(Datagrams socket, Reason reason) {
        end(reason);
      }
    }

    private final class Sender implements DatagramHandler {
      @Override
      public void onBound(Datagrams socket) {
        isSenderBound = true;
        sendIfReady();
      }

      /** Nobody answers. */
      @Override
      public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {}

      @Override
      public void onClosed(Datagrams socket, Reason reason) {
        end(reason);
      }
    }
  }
}

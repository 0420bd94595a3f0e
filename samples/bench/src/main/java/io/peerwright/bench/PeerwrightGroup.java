package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.spi.Network;
import io.peerwright.multicast.reliable.GroupOutput;
import io.peerwright.multicast.reliable.ReliableGroup;
import io.peerwright.multicast.reliable.ReliableListener;
import io.peerwright.multicast.reliable.ReliableSettings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The group on our live transport: reliable, in order, messages that wait together leave in
 * datagrams of up to 64 KB, as with JGroups. The sender is called by a thread of its own, whose
 * messages go over to the loop in a queue.
 */
final class PeerwrightGroup implements GroupUnderLoad {

  private static final Endpoint LOOPBACK = Endpoint.parse("127.0.0.1:0");
  private static final Endpoint GROUP = Endpoint.parse("239.255.77.8:24325");
  private static final int QUEUE = 1_024;

  private final Network network = TransportPair.openVertx();
  private final List<GroupReceiver> receivers =
      IntStream.range(0, RECEIVERS).mapToObj(i -> new GroupReceiver()).toList();
  private final Member sender;
  private final BlockingQueue<ByteBuffer> queue = new ArrayBlockingQueue<>(QUEUE);
  private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicBoolean isDraining = new AtomicBoolean();
  private @Nullable ByteBuffer refused;

  PeerwrightGroup() throws Exception {
    List<Member> members = new ArrayList<>();
    for (GroupReceiver receiver : receivers) {
      members.add(new Member("receiver" + members.size(), receiver));
    }
    sender = new Member("sender", new GroupReceiver());
    members.add(sender);
    for (Member member : members) {
      member.joined.get(10, TimeUnit.SECONDS);
    }
    for (int i = 0; i < QUEUE; i++) {
      free.add(ByteBuffer.allocateDirect(PAYLOAD));
    }
    // The answers to what a member asks at its beginning.
    Thread.sleep(100);
  }

  @Override
  public String name() {
    return "Peerwright";
  }

  @Override
  public void send(ByteBuffer message) throws InterruptedException {
    queue.add(free.take().clear().put(message.duplicate()).flip());
    if (isDraining.compareAndSet(false, true)) {
      sender.host.loop().execute(this::drain);
    }
  }

  private void drain() {
    isDraining.set(false);
    for (ByteBuffer each = next(); each != null; each = queue.poll()) {
      if (sender.group.send(each) != SendResult.ACCEPTED) {
        refused = each;
        if (isDraining.compareAndSet(false, true)) {
          sender.host.loop().schedule(100_000, this::drain);
        }
        return;
      }
      free.add(each);
    }
  }

  private @Nullable ByteBuffer next() {
    ByteBuffer again = refused;
    refused = null;
    return again != null ? again : queue.poll();
  }

  @Override
  public List<GroupReceiver> receivers() {
    return receivers;
  }

  @Override
  public void close() {
    network.close();
  }

  /** One host of the group: a socket that hears it, and one of its own that it sends from. */
  private final class Member implements GroupOutput, ReliableListener {
    final Host host;
    final GroupReceiver receiver;
    final ReliableGroup group;
    final CompletableFuture<Void> joined = new CompletableFuture<>();
    @Nullable Datagrams own;

    Member(String name, GroupReceiver receiver) {
      this.receiver = receiver;
      host = network.newHost(name, LOOPBACK, null);
      ReliableSettings settings =
          new ReliableSettings(60_000, 1 << 23, 30_000_000_000L, 1 << 20, true, false, 16);
      CompletableFuture<ReliableGroup> made = new CompletableFuture<>();
      host.loop()
          .execute(() -> made.complete(new ReliableGroup(host.loop(), this, settings, this)));
      group = made.join();
      host.loop().execute(this::bind);
    }

    private void bind() {
      SocketOptions options = SocketOptions.DEFAULT.withReuse().withMulticast(LOOPBACK, 0, true);
      host.transport()
          .bind(
              LOOPBACK,
              SocketOptions.DEFAULT.withMulticast(LOOPBACK, 0, true),
              new Socket(socket -> own = socket));
      host.transport()
          .bind(
              Endpoint.ofIpv4(0, GROUP.port()),
              options,
              new Socket(socket -> socket.join(GROUP, LOOPBACK, null)));
    }

    @Override
    public SendResult toGroup(ByteBuffer datagram) {
      return toMember(GROUP, datagram);
    }

    @Override
    public SendResult toMember(Endpoint member, ByteBuffer datagram) {
      Datagrams socket = own;
      return socket == null ? SendResult.CLOSED : socket.send(member, datagram);
    }

    @Override
    public void onMessage(Endpoint source, ByteBuffer message) {
      receiver.onMessage(message.getLong());
    }

    @Override
    public void onLost(Endpoint source, long datagrams) {
      throw new IllegalStateException(datagrams + " datagrams are lost");
    }

    private final class Socket implements DatagramHandler {
      private final Consumer<Datagrams> bound;

      Socket(Consumer<Datagrams> bound) {
        this.bound = bound;
      }

      @Override
      public void onBound(Datagrams socket) {
        bound.accept(socket);
      }

      @Override
      public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {
        group.onDatagram(from, data);
      }

      @Override
      public void onMembership(
          Datagrams socket, Endpoint to, @Nullable Endpoint source, @Nullable Reason failure) {
        if (failure != null) {
          joined.completeExceptionally(new IllegalStateException(failure.toString()));
        } else {
          group.join();
          joined.complete(null);
        }
      }
    }
  }
}

package io.peerwright.tck;

import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A datagram handler that writes down what happens and checks each callback. What it saw may be
 * read by any thread; all else belongs to the loop.
 */
final class DatagramProbe implements DatagramHandler {

  /** A datagram that arrived. */
  record Arrival(Endpoint from, byte[] payload) {}

  /** The outcome of a join; no failure if it took effect. */
  record Membership(Endpoint group, @Nullable Endpoint source, @Nullable Reason failure) {}

  private final MachineLoop machine;
  private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private final List<Membership> memberships = new CopyOnWriteArrayList<>();
  private final List<Reason> closed = new CopyOnWriteArrayList<>();
  private final AtomicInteger writable = new AtomicInteger();
  private Consumer<Arrival> whenData = arrival -> {};
  private volatile boolean bound;
  private @Nullable Datagrams socket;

  DatagramProbe(MachineLoop machine) {
    this.machine = machine;
  }

  DatagramProbe whenData(Consumer<Arrival> action) {
    whenData = action;
    return this;
  }

  void setSocket(Datagrams opened) {
    socket = opened;
  }

  Datagrams socket() {
    return Objects.requireNonNull(socket, "not bound yet");
  }

  Endpoint local() {
    return machine.ask(() -> socket().local());
  }

  SendResult send(Endpoint to, byte[] payload) {
    return machine.ask(() -> socket().send(to, ByteBuffer.wrap(payload)));
  }

  void close() {
    machine.run(() -> socket().close());
  }

  @Override
  public void onBound(Datagrams opened) {
    callback(
        "onBound",
        () -> {
          check(!bound && closed.isEmpty(), "onBound was not the first call");
          check(opened == socket, "onBound came with another socket than bind returned");
          bound = true;
        });
  }

  @Override
  public void onDatagram(Datagrams at, Endpoint from, ByteBuffer data) {
    callback(
        "onDatagram",
        () -> {
          check(bound && closed.isEmpty(), "onDatagram while not bound");
          check(data.isReadOnly(), "the buffer of onDatagram is not read-only");
          check(data.order() == ByteOrder.BIG_ENDIAN, "the buffer of onDatagram not big-endian");
          byte[] payload = new byte[data.remaining()];
          data.get(payload);
          Arrival arrival = new Arrival(from, payload);
          arrivals.add(arrival);
          whenData.accept(arrival);
        });
  }

  @Override
  public void onWritable(Datagrams at) {
    callback("onWritable", writable::incrementAndGet);
  }

  @Override
  public void onMembership(
      Datagrams at, Endpoint group, @Nullable Endpoint source, @Nullable Reason failure) {
    callback("onMembership", () -> memberships.add(new Membership(group, source, failure)));
  }

  @Override
  public void onClosed(Datagrams at, Reason reason) {
    callback("onClosed", () -> closed.add(reason));
  }

  private void callback(String what, Runnable body) {
    machine.referee().enter(machine.loop(), what, body);
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      machine.referee().foul(otherwise);
    }
  }

  boolean isBound() {
    return bound && closed.isEmpty();
  }

  List<Arrival> arrivals() {
    return arrivals;
  }

  List<Membership> memberships() {
    return memberships;
  }

  List<Reason> closed() {
    return closed;
  }

  int writableCalls() {
    return writable.get();
  }
}

package io.peerwright.tck;

import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A member of a group that writes down what it hears. What it heard may be read by any thread. */
final class GroupProbe implements BiConsumer<Endpoint, ByteBuffer> {

  /** One message. */
  record Message(Endpoint sender, List<Byte> bytes) {}

  private final Machine machine;
  private final List<Message> messages = new ArrayList<>();
  private Consumer<Message> action = message -> {};

  GroupProbe(Machine machine) {
    this.machine = machine;
  }

  /** Replaces what is done about a message. */
  GroupProbe then(Consumer<Message> next) {
    action = next;
    return this;
  }

  @Override
  public void accept(Endpoint sender, ByteBuffer message) {
    machine.referee().enter(machine.loop(), "a message", () -> take(sender, message));
  }

  private void take(Endpoint sender, ByteBuffer buffer) {
    if (!buffer.isReadOnly()) {
      machine.referee().foul("the buffer of a message is not read-only");
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    Message message = new Message(sender, listOf(bytes));
    synchronized (this) {
      messages.add(message);
    }
    action.accept(message);
  }

  static List<Byte> listOf(byte[] bytes) {
    List<Byte> list = new ArrayList<>();
    for (byte each : bytes) {
      list.add(each);
    }
    return list;
  }

  synchronized List<Message> messages() {
    return List.copyOf(messages);
  }

  /** The messages without their senders. */
  List<List<Byte>> contents() {
    return messages().stream().map(Message::bytes).toList();
  }

  int count() {
    return messages().size();
  }

  /** Tells an announced group, in a list that any thread may read. */
  static Consumer<Group> discovering(Machine machine, List<Group> found) {
    return group -> machine.referee().enter(machine.loop(), "a discovery", () -> found.add(group));
  }
}

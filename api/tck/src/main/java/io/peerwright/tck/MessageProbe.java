package io.peerwright.tck;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Hears messages and writes them down. What it heard may be read by any thread. */
final class MessageProbe implements BiConsumer<String, ByteBuffer> {

  /** A message, comparable by content. */
  record Message(String sender, List<Byte> bytes) {
    static Message of(String sender, byte[] bytes) {
      return new Message(sender, GroupProbe.listOf(bytes));
    }
  }

  private final Machine machine;
  private final List<Message> messages = new ArrayList<>();

  MessageProbe(Machine machine) {
    this.machine = machine;
  }

  @Override
  public void accept(String sender, ByteBuffer message) {
    machine.referee().enter(machine.loop(), "a message", () -> take(sender, message));
  }

  private void take(String sender, ByteBuffer buffer) {
    if (!buffer.isReadOnly()) {
      machine.referee().foul("the buffer of a message is not read-only");
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    synchronized (this) {
      messages.add(Message.of(sender, bytes));
    }
  }

  synchronized List<Message> messages() {
    return List.copyOf(messages);
  }

  int count() {
    return messages().size();
  }
}

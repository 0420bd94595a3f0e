package io.peerwright.overlay.gnutella.message;

import io.peerwright.overlay.gnutella.capture.Capture;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The messages of recorded conversations, read. */
public final class Samples {

  private Samples() {}

  /** All of one conversation, in their order. */
  public static List<Message> messages(Capture capture) throws MalformedException {
    List<Message> messages = new ArrayList<>();
    for (Capture.Item item : capture.messages()) {
      messages.add(Messages.read(ByteBuffer.wrap(item.bytes()), 0));
    }
    return messages;
  }

  /** Those of one kind. */
  public static <M extends Message> List<M> messages(int capture, Class<M> kind)
      throws MalformedException {
    return messages(Capture.number(capture)).stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}

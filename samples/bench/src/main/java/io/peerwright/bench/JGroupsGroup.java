package io.peerwright.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.util.MessageBatch;

/**
 * The group on JGroups with the stack that it ships for IP multicast ({@code udp.xml}): reliable,
 * in order, messages that wait together leave in datagrams of up to 64 KiB.
 */
final class JGroupsGroup implements GroupUnderLoad {

  /** It tells at length how it begins. Held, or the level is forgotten. */
  private static final Logger LOG = Logger.getLogger("org.jgroups");

  private final List<JChannel> channels = new ArrayList<>();
  private final List<GroupReceiver> receivers =
      IntStream.range(0, RECEIVERS).mapToObj(i -> new GroupReceiver()).toList();
  private final JChannel sender;
  private final byte[] bytes = new byte[PAYLOAD];

  JGroupsGroup() throws Exception {
    System.setProperty("jgroups.bind_addr", "127.0.0.1");
    LOG.setLevel(Level.SEVERE);
    sender = open();
    for (GroupReceiver receiver : receivers) {
      open().setReceiver(new Taker(receiver));
    }
    for (JChannel channel : channels) {
      channel.connect("peerwright-bench");
    }
    if (channels.get(0).getView().size() != channels.size()) {
      throw new IllegalStateException("JGroups formed no group: " + channels.get(0).getView());
    }
  }

  private JChannel open() throws Exception {
    JChannel channel = new JChannel("udp.xml");
    ((GMS) channel.getProtocolStack().findProtocol(GMS.class)).printLocalAddress(false);
    channels.add(channel);
    return channel;
  }

  @Override
  public String name() {
    return "JGroups";
  }

  @Override
  public void send(ByteBuffer message) throws Exception {
    message.get(bytes).rewind();
    sender.send(new BytesMessage(null, bytes.clone()));
  }

  @Override
  public List<GroupReceiver> receivers() {
    return receivers;
  }

  @Override
  public void close() {
    channels.forEach(JChannel::close);
  }

  private record Taker(GroupReceiver to) implements Receiver {

    @Override
    public void receive(Message message) {
      to.onMessage(ByteBuffer.wrap(message.getArray(), message.getOffset(), PAYLOAD).getLong());
    }

    @Override
    public void receive(MessageBatch batch) {
      for (Message message : batch) {
        receive(message);
      }
    }
  }
}

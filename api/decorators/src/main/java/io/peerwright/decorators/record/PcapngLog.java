package io.peerwright.decorators.record;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.record.TrafficLog;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Writes what passes down as the blocks of a pcapng file. */
final class PcapngLog implements TrafficLog {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long beginNanos;
  private final List<Endpoint> addresses;
  private final Consumer<byte[]> file;
  private final Map<Integer, Conversation> open = new HashMap<>();

  /**
   * Begins a file.
   *
   * @param beginMillis the time of the beginning, since 1970
   * @param addresses those of the host
   * @param file takes the blocks in order
   */
  PcapngLog(String host, long beginMillis, List<Endpoint> addresses, Consumer<byte[]> file) {
    this.beginNanos = beginMillis * NANOS_PER_MILLI;
    this.addresses = addresses;
    this.file = file;
    file.accept(Pcapng.sectionHeader(PcapngReader.COMMENT + beginMillis));
    file.accept(Pcapng.interfaceDescription(host));
  }

  private void write(long nanos, boolean in, byte[] packet, String comment) {
    file.accept(Pcapng.packet(beginNanos + nanos, in, packet, comment));
  }

  @Override
  public void opened(long nanos, int link, boolean accepted, Endpoint local, Endpoint remote) {
    Conversation conversation = new Conversation(local, remote, this::write);
    open.put(link, conversation);
    conversation.open(nanos, accepted);
  }

  @Override
  public void passed(long nanos, int link, boolean in, ByteBuffer bytes) {
    Objects.requireNonNull(open.get(link)).pass(nanos, in, bytes);
  }

  @Override
  public void ended(long nanos, int link, boolean in) {
    Objects.requireNonNull(open.get(link)).end(nanos, in);
  }

  @Override
  public void closed(long nanos, int link, Reason reason) {
    open.remove(link).close(nanos, reason);
  }

  @Override
  public void datagram(
      long nanos, boolean in, Endpoint local, Endpoint remote, ByteBuffer payload) {
    Endpoint ours = specific(local, remote);
    byte[] packet = in ? Packet.udp(remote, ours, payload) : Packet.udp(ours, remote, payload);
    write(nanos, in, packet, "");
  }

  /** A socket that is bound to no address sends from one of those of the host. */
  private Endpoint specific(Endpoint local, Endpoint remote) {
    if (local.isAnyLocal()) {
      for (Endpoint address : addresses) {
        if (address.isIpv4() == remote.isIpv4() && address.isLoopback() == remote.isLoopback()) {
          return address.withPort(local.port());
        }
      }
    }
    return local;
  }
}

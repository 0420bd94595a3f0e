package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.bencode.BWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects peers and writes the answer to an announce over HTTP (BEP 3, 7, 23, 24). */
final class AnnounceAnswer implements PeerSink {

  private static final int IPV4_BYTES = 4;

  private final boolean compact;
  private final boolean withIds;
  private final ByteArrayOutputStream ipv4 = new ByteArrayOutputStream();
  private final ByteArrayOutputStream ipv6 = new ByteArrayOutputStream();
  private final List<byte[]> ids = new ArrayList<>();
  private final List<Endpoint> endpoints = new ArrayList<>();

  AnnounceAnswer(boolean compact, boolean withIds) {
    this.compact = compact;
    this.withIds = withIds;
  }

  @Override
  public void peer(byte[] source, int from, int addressBytes, int idFrom) {
    if (compact) {
      ByteArrayOutputStream target = addressBytes == IPV4_BYTES ? ipv4 : ipv6;
      target.write(source, from, addressBytes + 2);
      return;
    }
    byte[] address = Arrays.copyOfRange(source, from, from + addressBytes);
    int port = ByteBuffer.wrap(source).getShort(from + addressBytes) & 0xffff;
    endpoints.add(Endpoint.of(address, port));
    ids.add(Arrays.copyOfRange(source, idFrom, idFrom + Id20.BYTES));
  }

  byte[] write(
      SwarmCounts counts, int interval, int minInterval, Endpoint asker, String trackerId) {
    BWriter writer = new BWriter().dict();
    writer.key("complete").integer(counts.seeds());
    writer.key("downloaded").integer(counts.completed());
    writer.key("external ip").string(asker.addressBytes());
    writer.key("incomplete").integer(counts.incomplete());
    writer.key("interval").integer(interval);
    writer.key("min interval").integer(minInterval);
    writePeers(writer);
    writer.key("tracker id").string(trackerId);
    return writer.end().toBytes();
  }

  private void writePeers(BWriter writer) {
    writer.key("peers");
    if (compact) {
      writer.string(ipv4.toByteArray());
      if (ipv6.size() > 0) {
        writer.key("peers6").string(ipv6.toByteArray());
      }
      return;
    }
    writer.list();
    for (int i = 0; i < ids.size(); i++) {
      Endpoint peer = endpoints.get(i);
      writer.dict().key("ip").string(address(peer));
      if (withIds) {
        writer.key("peer id").string(ids.get(i));
      }
      writer.key("port").integer(peer.port()).end();
    }
    writer.end();
  }

  /** Without port and brackets. */
  private static String address(Endpoint peer) {
    String text = peer.toString();
    String host = text.substring(0, text.lastIndexOf(':'));
    return peer.isIpv4() ? host : host.substring(1, host.length() - 1);
  }
}

package io.peerwright.overlay.bittorrent.wire;

import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what a reader tells. */
final class Transcript implements PeerMessages {

  final List<String> lines = new ArrayList<>();
  private byte[] block = new byte[0];

  @Override
  public void onHandshake(long reserved, InfoHash hash) {
    lines.add("handshake " + Long.toHexString(reserved) + " " + hash);
  }

  @Override
  public void onPeerId(byte[] peerId) {
    lines.add("peer " + HexFormat.of().formatHex(peerId));
  }

  @Override
  public void onKeepAlive() {
    lines.add("keep-alive");
  }

  @Override
  public void onChoke(boolean choked) {
    lines.add("choke " + choked);
  }

  @Override
  public void onInterested(boolean interested) {
    lines.add("interested " + interested);
  }

  @Override
  public void onHave(int piece) {
    lines.add("have " + piece);
  }

  @Override
  public void onBitfield(ByteBuffer bits) {
    byte[] bytes = new byte[bits.remaining()];
    bits.get(bytes);
    lines.add("bitfield " + HexFormat.of().formatHex(bytes));
  }

  @Override
  public void onHaveAll(boolean all) {
    lines.add("have all " + all);
  }

  @Override
  public void onRequest(int piece, int begin, int length) {
    lines.add("request " + piece + " " + begin + " " + length);
  }

  @Override
  public void onCancel(int piece, int begin, int length) {
    lines.add("cancel " + piece + " " + begin + " " + length);
  }

  @Override
  public void onReject(int piece, int begin, int length) {
    lines.add("reject " + piece + " " + begin + " " + length);
  }

  @Override
  public void onSuggest(int piece) {
    lines.add("suggest " + piece);
  }

  @Override
  public void onAllowedFast(int piece) {
    lines.add("allowed fast " + piece);
  }

  @Override
  public @Nullable ByteBuffer onBlock(int piece, int begin, int length) {
    block = new byte[length];
    return piece == 666 ? null : ByteBuffer.wrap(block);
  }

  @Override
  public void onBlockEnd(int piece, int begin, int length) {
    lines.add("block " + piece + " " + begin + " " + length + " " + Arrays.hashCode(block));
  }

  @Override
  public void onExtended(int id, ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    lines.add("extended " + id + " " + HexFormat.of().formatHex(bytes));
  }
}

package io.peerwright.overlay.bittorrent.wire;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.text.SafeText;
import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BInteger;
import io.peerwright.overlay.bittorrent.bencode.BReader;
import io.peerwright.overlay.bittorrent.bencode.BString;
import io.peerwright.overlay.bittorrent.bencode.BWriter;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a peer says of its extensions (BEP 10). The numbers are those that the sender wants to be
 * called with; 0 is an extension that it does not speak.
 *
 * @param metadata the number of {@code ut_metadata} (BEP 9)
 * @param pex the number of {@code ut_pex} (BEP 11)
 * @param dontHave the number of {@code lt_donthave} (BEP 54)
 * @param metadataSize bytes of the info dictionary, 0 if the sender has it not
 * @param queue how many requests may wait at the sender, 0 if it does not say
 * @param uploadOnly it wants nothing (BEP 21)
 * @param port where the sender listens, 0 if it does not say
 * @param client name and version for people, possibly empty
 * @param yourAddress the receiver's address as the sender sees it, with port 0; null if not said
 */
public record ExtensionHandshake(
    int metadata,
    int pex,
    int dontHave,
    long metadataSize,
    int queue,
    boolean uploadOnly,
    int port,
    String client,
    @Nullable Endpoint yourAddress) {

  private static final int MAX_NUMBER = 255;
  private static final int MAX_CLIENT = 64;

  /** Nothing is known of a peer that has not said anything. */
  public static final ExtensionHandshake NONE =
      new ExtensionHandshake(0, 0, 0, 0, 0, false, 0, "", null);

  /**
   * Reads one. What is left out stays as it was said before, as the specification has it.
   *
   * @throws WireException if it is not a dictionary
   */
  public static ExtensionHandshake read(ByteBuffer payload, ExtensionHandshake before)
      throws WireException {
    try {
      BDict dict = BReader.readFirstDict(payload, BReader.Limits.MESSAGE);
      BDict m = dict.optionalDict("m");
      return new ExtensionHandshake(
          number(m, "ut_metadata", before.metadata),
          number(m, "ut_pex", before.pex),
          number(m, "lt_donthave", before.dontHave),
          within(dict, "metadata_size", Integer.MAX_VALUE, before.metadataSize),
          (int) within(dict, "reqq", Integer.MAX_VALUE, before.queue),
          within(dict, "upload_only", 1, before.uploadOnly ? 1 : 0) == 1,
          (int) within(dict, "p", 65_535, before.port),
          client(dict, before.client),
          address(dict, before.yourAddress));
    } catch (BencodeException e) {
      throw new WireException("sends an extension handshake that is " + e.getMessage());
    }
  }

  private static int number(@Nullable BDict m, String name, int before) {
    return m != null && m.get(name) instanceof BInteger number
        ? number.value() >= 0 && number.value() <= MAX_NUMBER ? (int) number.value() : 0
        : before;
  }

  private static long within(BDict dict, String key, long max, long before) {
    long value = dict.integerOr(key, before);
    return value < 0 || value > max ? before : value;
  }

  private static String client(BDict dict, String before) {
    BString text = dict.optionalString("v");
    if (text == null) {
      return before;
    }
    return SafeText.of(text.text(), MAX_CLIENT);
  }

  private static @Nullable Endpoint address(BDict dict, @Nullable Endpoint before) {
    BString bytes = dict.optionalString("yourip");
    return bytes != null && (bytes.length() == 4 || bytes.length() == 16)
        ? Endpoint.of(bytes.bytes(), 0)
        : before;
  }

  /** The bencoded form. */
  public byte[] toBytes() {
    return toBytes(uploadOnly);
  }

  /**
   * The bencoded form.
   *
   * @param tellsUploadOnly whether it is told at all, so that it can be taken back
   */
  public byte[] toBytes(boolean tellsUploadOnly) {
    BWriter out = new BWriter().dict().key("m").dict();
    out.key("lt_donthave").integer(dontHave).key("ut_metadata").integer(metadata);
    out.key("ut_pex").integer(pex).end();
    if (metadataSize > 0) {
      out.key("metadata_size").integer(metadataSize);
    }
    if (port > 0) {
      out.key("p").integer(port);
    }
    out.key("reqq").integer(queue);
    if (tellsUploadOnly) {
      out.key("upload_only").integer(uploadOnly ? 1 : 0);
    }
    out.key("v").string(client);
    if (yourAddress != null) {
      out.key("yourip").string(yourAddress.addressBytes());
    }
    return out.end().toBytes();
  }
}

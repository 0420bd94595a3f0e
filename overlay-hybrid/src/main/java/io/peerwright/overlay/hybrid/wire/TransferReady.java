package io.peerwright.overlay.hybrid.wire;

import io.peerwright.api.net.Endpoint;

/**
 * Where to go for a file: 204 tells the downloader where the uploader is, 501 the uploader where
 * the downloader is.
 *
 * <p>The protocol has no room for an IPv6 address. One is told in a field more, at the end, such as
 * {@code [2001:db8::1]:6699}; the address and the port before it are 0 then. Who does not know the
 * field ignores it, as clients do with what follows the fields that they read, and sees somebody
 * behind a firewall, whom it does not try to connect to.
 *
 * @param nick the other side
 * @param at where it listens; port 0 if it is behind a firewall
 * @param md5 or {@link #FIREWALLED}
 * @param linkType of the other side
 */
public record TransferReady(String nick, Endpoint at, String file, String md5, int linkType) {

  /** Stands in place of the md5 if both sides are behind firewalls. */
  public static final String FIREWALLED = "firewallerror";

  /**
   * Reads it.
   *
   * @throws MalformedException if fields are missing or out of range
   */
  public static TransferReady parse(Fields fields) throws MalformedException {
    String nick = fields.nextText();
    long address = fields.nextNumber();
    long port = fields.nextNumber();
    String file = fields.nextText();
    String md5 = fields.nextText();
    long link = fields.nextNumber();
    if (!LinkType.isValid(link)) {
      throw new MalformedException();
    }
    Endpoint at = WireAddress.read(address, port, fields);
    return new TransferReady(nick, at, file, md5, (int) link);
  }

  /** False for somebody behind a firewall, or at no address. */
  public boolean isConnectable() {
    return at.port() > 0 && !at.isAnyLocal();
  }

  /** Writes it. */
  public void write(FrameWriter writer, int type) {
    writer.begin(type).field(nick);
    WireAddress.write(writer, at);
    writer.quoted(file).field(md5).field(linkType);
    WireAddress.writeIpv6(writer, at);
  }
}

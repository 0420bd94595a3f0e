package io.peerwright.overlay.hybrid.wire;

/**
 * Where to go for a file: 204 tells the downloader where the uploader is, 501 the uploader where
 * the downloader is.
 *
 * @param nick the other side
 * @param address as {@link WireAddress} has it
 * @param port 0 if the other side is behind a firewall
 * @param md5 or {@link #FIREWALLED}
 * @param linkType of the other side
 */
public record TransferReady(
    String nick, long address, int port, String file, String md5, int linkType) {

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
    if (port < 0 || port > 65_535 || !LinkType.isValid(link)) {
      throw new MalformedException();
    }
    return new TransferReady(nick, address, (int) port, file, md5, (int) link);
  }

  /** Writes it. */
  public void write(FrameWriter writer, int type) {
    writer
        .begin(type)
        .field(nick)
        .field(address)
        .field(port)
        .quoted(file)
        .field(md5)
        .field(linkType);
  }
}

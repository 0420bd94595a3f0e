package io.peerwright.overlay.hybrid.wire;

/**
 * Another source for a file (216).
 *
 * @param address as {@link WireAddress} has it
 * @param port 0 behind a firewall
 */
public record ResumeHit(
    String nick, long address, int port, String file, String md5, long sizeBytes, int linkType) {

  /**
   * Reads it.
   *
   * @throws MalformedException if fields are missing or out of range
   */
  public static ResumeHit parse(Fields fields) throws MalformedException {
    String nick = fields.nextText();
    long address = fields.nextNumber();
    long port = fields.nextNumber();
    String file = fields.nextText();
    String md5 = fields.nextText();
    long size = fields.nextNumber();
    long link = fields.nextNumber();
    if (port < 0 || port > 65_535 || size < 0 || !LinkType.isValid(link)) {
      throw new MalformedException();
    }
    return new ResumeHit(nick, address, (int) port, file, md5, size, (int) link);
  }

  /** Writes it. */
  public void write(FrameWriter writer) {
    writer
        .begin(MessageType.RESUME_HIT)
        .field(nick)
        .field(address)
        .field(port)
        .quoted(file)
        .field(md5)
        .field(sizeBytes)
        .field(linkType);
  }
}

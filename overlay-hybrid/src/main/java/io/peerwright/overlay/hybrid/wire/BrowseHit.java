package io.peerwright.overlay.hybrid.wire;

/** A file of a user (212). */
public record BrowseHit(String nick, SharedFile file) {

  /**
   * Reads it.
   *
   * @throws MalformedException if fields are missing
   */
  public static BrowseHit parse(Fields fields) throws MalformedException {
    return new BrowseHit(fields.nextText(), SharedFile.parse(fields));
  }

  /** Writes it. */
  public void write(FrameWriter writer) {
    writer.begin(MessageType.BROWSE_HIT).field(nick);
    file.write(writer);
  }
}

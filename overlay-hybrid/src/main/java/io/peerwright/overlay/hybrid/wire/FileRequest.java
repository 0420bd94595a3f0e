package io.peerwright.overlay.hybrid.wire;

/**
 * A nick and a file: 203, 206, 500, 607, 608, 609.
 *
 * @param nick of the other side: the server puts in the sender's where it passes the message on
 */
public record FileRequest(String nick, String file) {

  /**
   * Reads it.
   *
   * @throws MalformedException if fields are missing
   */
  public static FileRequest parse(Fields fields) throws MalformedException {
    return new FileRequest(fields.nextText(), fields.nextText());
  }

  /** Writes it. */
  public void write(FrameWriter writer, int type) {
    writer.begin(type).field(nick).quoted(file);
  }
}

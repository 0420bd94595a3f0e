package io.peerwright.overlay.hybrid.wire;

/**
 * A nick and free text up to the end of the frame: 205 and others.
 *
 * @param text not empty; may contain anything
 */
public record NickText(String nick, String text) {

  /**
   * Reads it.
   *
   * @throws MalformedException if one of them is missing
   */
  public static NickText parse(Fields fields) throws MalformedException {
    String nick = fields.nextText();
    String text = fields.rest();
    if (text.isEmpty()) {
      throw new MalformedException();
    }
    return new NickText(nick, text);
  }

  /** Writes it. */
  public void write(FrameWriter writer, int type) {
    writer.begin(type).field(nick).field(text);
  }
}

package io.peerwright.overlay.hybrid.wire;

/**
 * Login (2) or registration (6).
 *
 * @param dataPort where others may fetch files; 0 behind a firewall
 * @param client the program's name and version
 * @param linkType 0..10; -1 if it was no number
 * @param extra the e-mail of a registration, the build number of a login; may be empty
 */
public record Login(
    String nick, String password, int dataPort, String client, int linkType, String extra) {

  /**
   * Reads it. A port that is none counts as 0, as servers have always done.
   *
   * @throws MalformedException if fields are missing
   */
  public static Login parse(Fields fields) throws MalformedException {
    try {
      String nick = fields.nextText();
      String password = fields.nextText();
      long port = fields.nextNumber();
      String client = fields.nextText();
      long link = fields.nextNumber();
      String extra = fields.next() ? fields.text() : "";
      return new Login(
          nick,
          password,
          port < 0 || port > 65_535 ? 0 : (int) port,
          client,
          (int) Math.min(link, Integer.MAX_VALUE),
          extra);
    } catch (MalformedException tooShort) {
      throw new MalformedException("Too few parameters for login.");
    }
  }

  /**
   * Writes it.
   *
   * @param type {@link MessageType#LOGIN} or {@link MessageType#REGISTER}
   */
  public void write(FrameWriter writer, int type) {
    writer.begin(type).field(nick).field(password).field(dataPort).quoted(client).field(linkType);
    if (!extra.isEmpty()) {
      writer.field(extra);
    }
  }
}

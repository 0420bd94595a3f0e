package io.peerwright.overlay.hybrid.wire;

/**
 * A search hit (201).
 *
 * @param nick who shares it
 * @param address as {@link WireAddress} has it
 * @param linkType 0..10
 */
public record SearchHit(SharedFile file, String nick, long address, int linkType) {

  /**
   * Reads it; a further field, which some servers add, is ignored.
   *
   * @throws MalformedException if fields are missing or the link type is none
   */
  public static SearchHit parse(Fields fields) throws MalformedException {
    SharedFile file = SharedFile.parse(fields);
    String nick = fields.nextText();
    long address = fields.nextNumber();
    long link = fields.nextNumber();
    if (!LinkType.isValid(link)) {
      throw new MalformedException();
    }
    return new SearchHit(file, nick, address, (int) link);
  }

  /** Writes it. */
  public void write(FrameWriter writer) {
    writer.begin(MessageType.SEARCH_HIT);
    file.write(writer);
    writer.field(nick).field(address).field(linkType);
  }
}

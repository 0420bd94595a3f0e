package io.peerwright.overlay.hybrid.wire;

/**
 * No free upload slot: 619 from the uploader, 620 to the downloader.
 *
 * @param sizeBytes of the file, in 620 only; -1 in 619
 * @param limit how many uploads the uploader allows
 */
public record QueueNotice(String nick, String file, long sizeBytes, int limit) {

  /**
   * Reads it.
   *
   * @param type {@link MessageType#QUEUE_LIMIT} or {@link MessageType#QUEUED}
   * @throws MalformedException if fields are missing
   */
  public static QueueNotice parse(Fields fields, int type) throws MalformedException {
    String nick = fields.nextText();
    String file = fields.nextText();
    long size = type == MessageType.QUEUED ? fields.nextNumber() : -1;
    long limit = fields.nextNumber();
    return new QueueNotice(nick, file, size, (int) Math.max(0, Math.min(limit, Integer.MAX_VALUE)));
  }

  /** Writes it; with the size if it is known. */
  public void write(FrameWriter writer) {
    boolean toDownloader = sizeBytes >= 0;
    writer
        .begin(toDownloader ? MessageType.QUEUED : MessageType.QUEUE_LIMIT)
        .field(nick)
        .quoted(file);
    if (toDownloader) {
      writer.field(sizeBytes);
    }
    writer.field(limit);
  }
}

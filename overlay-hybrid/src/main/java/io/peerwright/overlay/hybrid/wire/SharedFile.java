package io.peerwright.overlay.hybrid.wire;

/**
 * A file as 100, 870, 201 and 212 describe it.
 *
 * @param name the path as its owner writes it
 * @param md5 32 hexadecimal digits, or whatever the owner sent; of the first 300,000 bytes or so,
 *     so it does not prove that two files are the same
 * @param sizeBytes size
 * @param bitrate kbit/s
 * @param frequency Hz
 * @param seconds duration
 */
public record SharedFile(
    String name, String md5, long sizeBytes, int bitrate, int frequency, int seconds) {

  /** What stands for an md5 that is not known. */
  public static final String NO_MD5 = "0".repeat(32);

  /**
   * Reads one file; numbers that are none count as 0.
   *
   * @throws MalformedException if fields are missing
   */
  public static SharedFile parse(Fields fields) throws MalformedException {
    return parse("", fields);
  }

  /** As {@link #parse(Fields)}, for a file of a folder: 870 gives the folder once. */
  public static SharedFile parse(String folder, Fields fields) throws MalformedException {
    String name = fields.nextText();
    return new SharedFile(
        folder.isEmpty() ? name : folder + name,
        fields.nextText(),
        Math.max(0, fields.nextNumber()),
        small(fields.nextNumber()),
        small(fields.nextNumber()),
        small(fields.nextNumber()));
  }

  /** Writes the six fields into the frame that has been begun. */
  public void write(FrameWriter writer) {
    writer
        .quoted(name)
        .field(md5.isEmpty() ? NO_MD5 : md5)
        .field(sizeBytes)
        .field(bitrate)
        .field(frequency)
        .field(seconds);
  }

  private static int small(long number) {
    return (int) Math.max(0, Math.min(number, Integer.MAX_VALUE));
  }
}

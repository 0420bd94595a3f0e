package io.peerwright.kit;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Reads bit rate, sample rate and length of an MPEG audio file (ISO 11172-3 and 13818-3, layer III)
 * from its first frame, as far as that says: the length is right for a constant bit rate.
 */
public final class MpegHeader {

  private static final int[] RATES_1 = {
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320
  };
  private static final int[] RATES_2 = {
    0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160
  };
  private static final int[] FREQUENCIES = {44_100, 48_000, 32_000};
  private static final int SEARCH = 4096;

  private MpegHeader() {}

  /**
   * The attributes of a file, as shared items have them; empty if it is no such file.
   *
   * @param head what it starts with
   * @param size of all of it, in bytes
   */
  public static Map<String, String> attributes(ByteBuffer head, long size) {
    int audio = id3Length(head);
    int end = Math.min(head.limit() - 4, audio + SEARCH);
    for (int at = audio; at >= 0 && at <= end; at++) {
      int header = head.getInt(at);
      if (isLayer3(header) && isFollowed(head, at, header)) {
        long bits = (size - at) * 8;
        int rate = bitrate(header);
        return Map.of(
            "bitrate", Integer.toString(rate),
            "frequency", Integer.toString(frequency(header)),
            "duration", Long.toString(bits / (rate * 1000L)));
      }
    }
    return Map.of();
  }

  private static int id3Length(ByteBuffer head) {
    if (head.limit() < 10 || head.get(0) != 'I' || head.get(1) != 'D' || head.get(2) != '3') {
      return 0;
    }
    int length = 0;
    for (int i = 6; i < 10; i++) {
      length = length << 7 | head.get(i) & 0x7f;
    }
    return length + 10;
  }

  private static boolean isLayer3(int header) {
    return header >>> 21 == 0x7ff
        && (header >>> 19 & 3) != 1
        && (header >>> 17 & 3) == 1
        && (header >>> 12 & 15) != 0
        && (header >>> 12 & 15) != 15
        && (header >>> 10 & 3) != 3;
  }

  /** One sync word turns up by chance; two at the right distance hardly do. */
  private static boolean isFollowed(ByteBuffer head, int at, int header) {
    int samples = isVersion1(header) ? 144_000 : 72_000;
    int next = at + samples * bitrate(header) / frequency(header) + (header >>> 9 & 1);
    return next > head.limit() - 4 || isLayer3(head.getInt(next));
  }

  private static boolean isVersion1(int header) {
    return (header >>> 19 & 3) == 3;
  }

  private static int bitrate(int header) {
    return (isVersion1(header) ? RATES_1 : RATES_2)[header >>> 12 & 15];
  }

  private static int frequency(int header) {
    int version = header >>> 19 & 3;
    return FREQUENCIES[header >>> 10 & 3] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
  }
}

package io.peerwright.multicast.wire;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.kit.net.EndpointBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A frame: two bytes for its length, these included, one for its type, then what the type has.
 * Begun with {@link #of}, ended with {@link #end}.
 */
public final class Frame {

  /** Length and type. */
  public static final int HEADER_BYTES = 3;

  /** The longest frame. */
  public static final int MAX_BYTES = 65_535;

  /** How a stream is cut into frames. */
  public static final FrameBuffer.Framing FRAMING =
      new FrameBuffer.Framing() {
        @Override
        public int headerBytes() {
          return HEADER_BYTES;
        }

        @Override
        public int frameBytes(ByteBuffer bytes) {
          return bytes.getShort(bytes.position()) & 0xffff;
        }
      };

  private Frame() {}

  /** Begins a frame that has room for so many bytes after its header. */
  public static ByteBuffer of(int type, int room) {
    return ByteBuffer.allocate(HEADER_BYTES + room).putShort((short) 0).put((byte) type);
  }

  /** Fills in the length; the frame is ready to be sent. */
  public static ByteBuffer end(ByteBuffer frame) {
    return frame.putShort(0, (short) frame.position()).flip();
  }

  /** How long a list of endpoints is: a byte for their number, then each. */
  public static int length(List<Endpoint> endpoints) {
    return 1 + endpoints.stream().mapToInt(EndpointBytes::length).sum();
  }

  /** Writes at most 255 endpoints. */
  public static void write(ByteBuffer out, List<Endpoint> endpoints) {
    out.put((byte) endpoints.size());
    endpoints.forEach(each -> EndpointBytes.write(out, each));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if that are no endpoints, or more than {@code most}
   */
  public static List<Endpoint> readEndpoints(ByteBuffer in, int most) {
    int count = in.get() & 0xff;
    if (count > most) {
      throw new IllegalArgumentException(count + " endpoints, more than " + most);
    }
    List<Endpoint> endpoints = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      endpoints.add(EndpointBytes.read(in));
    }
    return endpoints;
  }
}

package io.peerwright.multicast.auto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.peerwright.api.net.Endpoint;
import io.peerwright.multicast.delivery.SourceId;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutoFrameTest extends FuzzContract {

  private static List<AutoFrame> frames() {
    List<AutoFrame> all = new ArrayList<>();
    for (String source : List.of("192.0.2.1:5000", "[2001:db8::1]:5000")) {
      SourceId id = new SourceId(Endpoint.parse(source), -7);
      all.add(new AutoFrame.Message(id, 12, false, ByteBuffer.wrap(new byte[] {1, 2, 3})));
      all.add(new AutoFrame.Message(id, -1, true, ByteBuffer.allocate(0)));
    }
    for (AutoFrame.Bridge.Kind each : AutoFrame.Bridge.Kind.values()) {
      all.add(new AutoFrame.Bridge(each, 99));
    }
    return all;
  }

  private static byte[] bytes(AutoFrame frame) {
    ByteBuffer buffer = frame.write();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Test
  void framesAreReadAsTheyWereWritten() {
    for (AutoFrame each : frames()) {
      assertEquals(each, AutoFrame.read(each.write()));
    }
  }

  @Test
  void whatOthersSendIsNone() {
    assertNull(AutoFrame.read(ByteBuffer.allocate(0)));
    assertNull(AutoFrame.read(ByteBuffer.allocate(100)));
    ByteBuffer unknown = frames().get(0).write();
    assertNull(AutoFrame.read(unknown.put(4, (byte) 9)));
    byte[] bridge = bytes(new AutoFrame.Bridge(AutoFrame.Bridge.Kind.HERE, 1));
    assertNull(AutoFrame.read(ByteBuffer.allocate(14).put(bridge).rewind()));
    assertNull(AutoFrame.read(ByteBuffer.wrap(bridge, 0, 12)));
  }

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        new FuzzTarget(
            "auto-frame",
            input -> {
              AutoFrame read = AutoFrame.read(ByteBuffer.wrap(input));
              if (read != null && !read.equals(AutoFrame.read(read.write()))) {
                throw new AssertionError(read + " changes when it is written again");
              }
            },
            frames().stream().map(AutoFrameTest::bytes).toList()));
  }
}

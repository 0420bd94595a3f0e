package io.peerwright.kit.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.util.List;

/** The notes beside a part file, also where their checksum is right. */
class PartStateFuzzTest extends FuzzContract {

  private static final String BODY =
      "peerwright-part 1\nsize 500\ncontent urn:sha1:AAAA\nhave 0-100 200-300\n";

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.of(
            "part-state",
            input -> {
              String text = new String(input, UTF_8);
              check(PartState.parse(text));
              check(PartState.parse(text + "check " + PartState.checksum(text) + "\n"));
            },
            BODY,
            BODY + "check " + PartState.checksum(BODY) + "\n",
            "peerwright-part 1\nsize 0\ncontent \nhave \n"));
  }

  private static void check(PartState state) {
    if (state != null) {
      assertTrue(state.present().total() <= Math.max(0, state.size()), state::toString);
      assertEquals(
          state.present().toString(),
          Ranges.parse(state.present().toString(), state.size()).toString());
    }
  }
}

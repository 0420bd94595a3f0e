package io.peerwright.overlay.hybrid.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.hybrid.transfer.TransferRequest.BadRequest;
import io.peerwright.overlay.hybrid.transfer.TransferRequest.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferRequestTest {

  private static final String GOOD = "GETloader \"C:\\Music\\Copper Rain.mp3\" 4096";

  @Test
  void readsARequest() throws BadRequest {
    TransferRequest request = parse(GOOD);
    assertEquals(
        new TransferRequest(Kind.GET, "loader", "C:\\Music\\Copper Rain.mp3", 4096, false),
        request);
    assertFalse(request.isFinal());
    assertTrue(parse("SENDa \"b\" 17\n").isFinal());
    assertTrue(parse("GET a \"b\" 0").isFinal());
  }

  @Test
  void waitsForTheRest() throws BadRequest {
    int number = GOOD.lastIndexOf(' ') + 1;
    for (int cut = 0; cut <= number; cut++) {
      assertNull(parse(GOOD.substring(0, cut)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PUT a \"b\" 0",
        "GE7",
        "GETa b 0",
        "GET \"b\" 0",
        "GETa \"b\" -1",
        "GETa \"b\" x",
        "GETa \"\" 0",
        "GETa \"b\" 1234567890123456789"
      })
  void refusesWhatIsNone(String text) {
    assertThrows(BadRequest.class, () -> parse(text));
  }

  @Test
  void survivesWhateverComes() {
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = GOOD.getBytes(StandardCharsets.ISO_8859_1);
      for (int n = random.nextInt(4); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        TransferRequest request = TransferRequest.parse(bytes, random.nextInt(bytes.length + 1));
        assertTrue(request == null || request.number() >= 0 && !request.file().isEmpty());
      } catch (BadRequest e) {
        refused++;
      }
    }
    assertTrue(refused > 1000, () -> "too few mutations were noticed");
  }

  private static TransferRequest parse(String text) throws BadRequest {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return TransferRequest.parse(bytes, bytes.length);
  }
}

package io.peerwright.samples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.peerwright.runtime.ConfigException;
import io.peerwright.runtime.Peerwright;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.util.List;

/** The configuration of a peer: read, or refused with words of ours. */
class ConfigFuzzTest extends FuzzContract {

  private final Peerwright peerwright = Peerwright.open();

  @Override
  protected boolean needsStacks() {
    return true;
  }

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.of(
            "config",
            this::read,
            "{\"transport\": {\"type\": \"vertx\", \"listen\": \"0.0.0.0:6346\"},"
                + " \"overlays\": [{\"type\": \"hybrid\", \"servers\": [\"192.0.2.1:8888\"],"
                + " \"nick\": \"a\", \"idleTimeout\": \"20s\"}], \"share\": [\"music\"]}",
            "{\"overlays\": [{\"type\": \"bittorrent\", \"bufferBytes\": \"1MiB\","
                + " \"choking\": \"a\", \"limits\": {\"maxConnections\": 1e3}}],"
                + " \"metrics\": {\"prometheus\": \"127.0.0.1:9464\"}}",
            "{\"transport\": {\"type\": \"inmemory\", \"faults\": \"loss@10s\"},"
                + " \"naming\": {\"type\": \"x\"}, \"decorators\": [{\"type\": \"tls\"}]}",
            "{\"overlays\": [{\"type\": \"hybrid-server\", \"limits\": {\"maxConnections\":"
                + " 9}, \"registration\": \"open\", \"maxUsers\": -5.5, \"messageOfTheDay\":"
                + " [null, true, \"\\u00e4\\ud800\"]}, {\"type\": \"bittorrent-tracker\"}]}"));
  }

  private void read(byte[] input) {
    try {
      peerwright.parse(new String(input, UTF_8));
    } catch (ConfigException refused) {
      assertFalse(refused.getMessage().isBlank());
    }
  }
}

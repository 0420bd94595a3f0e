package io.peerwright.decorators.record;

import io.peerwright.api.Host;
import io.peerwright.api.net.Transport;
import io.peerwright.api.spi.Decoration;
import io.peerwright.api.spi.TransportDecorator;
import io.peerwright.kit.HostFiles;
import io.peerwright.kit.files.SafeNames;
import io.peerwright.kit.record.RecordingTransport;
import java.nio.file.Path;

/** Records all that a host sends and receives to a file that Wireshark opens. */
public final class RecordDecorator implements TransportDecorator<RecordConfig> {

  /** For the service loader. */
  public RecordDecorator() {}

  @Override
  public String name() {
    return "record";
  }

  @Override
  public Class<RecordConfig> configType() {
    return RecordConfig.class;
  }

  @Override
  public RecordConfig defaults() {
    return RecordConfig.DEFAULT;
  }

  @Override
  public String explain(String component) {
    return switch (component) {
      case "file" -> "pcapng file to write; {name} is the peer's name; replaced if it exists";
      case "maxFileBytes" -> "the recording ends before the file is larger, bytes, from 4096";
      default -> "";
    };
  }

  @Override
  public Decoration decorate(Host host, RecordConfig config) {
    Transport inner = host.transport();
    String file = config.file().toString().replace("{name}", SafeNames.fileName(host.name()));
    RecordingFile target =
        new RecordingFile(
            host.loop(), HostFiles.locate(host, Path.of(file)), config.maxFileBytes());
    PcapngLog log =
        new PcapngLog(
            host.name(), host.loop().wallMillis(), inner.localAddresses(), target::append);
    return Decoration.of(new RecordingTransport(inner, host.loop(), log));
  }
}

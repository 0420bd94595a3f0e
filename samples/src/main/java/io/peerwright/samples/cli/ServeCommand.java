package io.peerwright.samples.cli;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.HostFiles;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a peer that others depend on, such as an index server. */
@Command(
    name = "serve",
    description = {
      "Runs an index server (overlay hybrid-server unless told otherwise).",
      "Example: serve --listen 0.0.0.0:8888"
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  /** An index server of its usual configuration takes more. */
  private static final int FEW_LINKS = 101_000;

  /** Somebody who starts a server can wait for it; its first users would wait each time. */
  private static final String WARM_UP = "1s";

  @Mixin private PeerOptions options;
  @Mixin private Stop stop;

  @Option(
      names = "--accounts",
      paramLabel = "FILE",
      description =
          "Where an index server keeps the nicks that users have registered. Default:"
              + " accounts-PORT in $XDG_STATE_HOME/peerwright (~/.local/state/peerwright); in memory"
              + " only if the port is 0 or a configuration file names none.")
  private @Nullable String accounts;

  @Option(
      names = "--max-users",
      paramLabel = "N",
      description = "Users that an index server has room for. Default: 100,000.")
  private @Nullable Integer maxUsers;

  @Option(
      names = "--refer-to",
      paramLabel = "HOST:PORT",
      description =
          "Another index server, named to those for whom there is no room here; may be given"
              + " several times.")
  private List<String> others = new ArrayList<>();

  @Option(
      names = "--metaserver",
      paramLabel = "HOST:PORT",
      description =
          "Where to say, as Napster's metaservers did, which server has room (port 8875).")
  private @Nullable String metaserver;

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    try (Peerwright peerwright = options.open()) {
      Path file = accountFile();
      Map<String, String> more = settings(file);
      Peer peer = peerwright.start(options.config(peerwright, "hybrid-server", listenAt(), more));
      if (file != null) {
        console.say("registered nicks are kept in %s", file);
      }
      int links = peer.host().transport().maxLinks().orElse(FEW_LINKS);
      if (links < FEW_LINKS) {
        console.say("only %d connections: the system allows no more open files (ulimit -n)", links);
      }
      List<String> addresses = peer.endpoints().stream().map(Endpoint::toString).toList();
      stop.await(peerwright, () -> tell(console, peer.name(), addresses));
    }
    return 0;
  }

  /**
   * An index server takes port 0 of its own address as it is, that of its host for its usual one.
   */
  private String listenAt() {
    return options.isUsualOverlay() ? "/overlays/0/listen" : "/transport/listen";
  }

  private Map<String, String> settings(@Nullable Path accountFile) {
    Map<String, String> values = new LinkedHashMap<>();
    if (accountFile != null) {
      values.put("/overlays/0/accounts", accountFile.toString());
    }
    if (maxUsers != null) {
      values.put("/overlays/0/maxUsers", maxUsers.toString());
    }
    if (!others.isEmpty()) {
      values.put("/overlays/0/referrals/servers", PeerOptions.list(others));
    }
    if (metaserver != null) {
      values.put("/overlays/0/referrals/listen", metaserver);
    }
    if (options.isUsualOverlay()) {
      values.put("/overlays/0/warmUp", WARM_UP);
    }
    return values;
  }

  private static void tell(Console console, String peer, List<String> addresses) {
    console.say("%s serves at %s; Ctrl-C ends it", peer, String.join(", ", addresses));
    console.event("serving", "peer", peer, "endpoints", addresses);
  }

  /** One for each port, as two servers cannot share one. */
  private @Nullable Path accountFile() {
    if (accounts != null) {
      return Path.of(accounts).toAbsolutePath();
    }
    String port = options.port("8888");
    if (!options.isUsualOverlay() || port.equals("0")) {
      return null;
    }
    return HostFiles.stateFolder(null, Path.of("")).resolve("accounts-" + port);
  }
}

package io.peerwright.samples.cli;

import io.peerwright.api.Handle;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.naming.Naming;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.text.Amounts;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Binds a name until it is ended. */
@Command(
    name = "register",
    description = {
      "Binds a name to addresses, and keeps it bound until Ctrl-C.",
      "Example: register urn:user:alice --at 192.0.2.1:6699 --overlay NAME"
    },
    mixinStandardHelpOptions = true)
final class RegisterCommand implements Callable<Integer> {

  @Mixin private PeerOptions options;
  @Mixin private Patience patience;
  @Mixin private Stop stop;

  @Parameters(paramLabel = "NAME", description = "A URN, such as urn:user:alice.")
  private Urn name = Urn.user("nobody");

  @Option(
      names = "--at",
      paramLabel = "HOST:PORT",
      description = "Where it is; may be given several times. Default: where this peer listens.")
  private List<Endpoint> endpoints = new ArrayList<>();

  @Option(
      names = "--attribute",
      paramLabel = "KEY=VALUE",
      description = "What else is known of it; may be given several times.")
  private Map<String, String> attributes = new LinkedHashMap<>();

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      defaultValue = "30m",
      description = "How long others may believe it afterwards. Default: ${DEFAULT-VALUE}.")
  private Duration ttl = Duration.ofMinutes(30);

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    try (Peerwright peerwright = options.open()) {
      PeerConfig config = options.config(peerwright, Naming.class);
      Peer peer = options.start(console, peerwright, config);
      List<Endpoint> places = endpoints.isEmpty() ? peer.endpoints() : endpoints;
      NameRecord registered = NameRecord.unsigned(places, attributes);
      Handle handle =
          patience.ask(
              console, peer, Naming.class, naming -> naming.register(name, registered, ttl));
      stop.await(
          peerwright, () -> tell(console, places), () -> peer.host().loop().execute(handle::close));
    }
    return 0;
  }

  private void tell(Console console, List<Endpoint> places) {
    List<String> texts = places.stream().map(Endpoint::toString).toList();
    console.say(
        "%s is at %s, for %s after the end; Ctrl-C ends it",
        name, texts.isEmpty() ? "no address" : String.join(", ", texts), Amounts.of(ttl));
    console.event(
        "registered",
        "name",
        name.toString(),
        "endpoints",
        texts,
        "attributes",
        attributes,
        "ttlSeconds",
        ttl.toSeconds());
  }
}

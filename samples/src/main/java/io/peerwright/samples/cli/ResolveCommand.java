package io.peerwright.samples.cli;

import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.naming.Naming;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Finds out what a name stands for. */
@Command(
    name = "resolve",
    description = {
      "Finds out where a name is, and what else is known of it.",
      "Example: resolve urn:user:alice --overlay NAME --connect 192.0.2.1:4000"
    },
    mixinStandardHelpOptions = true)
final class ResolveCommand implements Callable<Integer> {

  @Mixin private PeerOptions options;
  @Mixin private Patience patience;

  @Parameters(paramLabel = "NAME", description = "A URN, such as urn:user:alice.")
  private Urn name = Urn.user("nobody");

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    try (Peerwright peerwright = options.open()) {
      PeerConfig config = options.config(peerwright, Naming.class);
      Peer peer = options.start(console, peerwright, config);
      List<NameRecord> records =
          patience.ask(
              console, peer, Naming.class, naming -> naming.resolve(name, patience.within()));
      records.forEach(one -> tell(console, one));
      if (records.isEmpty()) {
        Patience.sayNothingFound(console, peer);
      }
      console.event("ended", "records", records.size());
      return records.isEmpty() ? ExitCode.FOUND_NOTHING : 0;
    }
  }

  private static void tell(Console console, NameRecord one) {
    List<String> endpoints = one.endpoints().stream().map(Endpoint::toString).toList();
    String attributes =
        one.attributes().entrySet().stream()
            .map(each -> "  " + each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining());
    console.say(
        "%s%s  %s",
        endpoints.isEmpty() ? "nowhere" : String.join(", ", endpoints),
        attributes,
        one.publicKey() == null ? "not signed" : "signed by " + one.publicKey());
    console.event(
        "record",
        "endpoints",
        endpoints,
        "attributes",
        one.attributes(),
        "sequence",
        one.sequence(),
        "publicKey",
        one.publicKey());
  }
}

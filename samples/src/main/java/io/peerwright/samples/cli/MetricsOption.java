package io.peerwright.samples.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.runtime.EventWatch;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.dashboard.Dashboard;
import io.peerwright.samples.dashboard.RecentEvents;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to show what the peers of a command do. */
final class MetricsOption {

  private static final String USUAL_HOST = "127.0.0.1";

  @Option(
      names = "--metrics",
      paramLabel = "[HOST:]PORT",
      description =
          "Show what happens as a web page at this address, /metrics for Prometheus. Only this"
              + " machine can read it unless a HOST says otherwise; port 0 takes a free one.")
  private @Nullable String address;

  /**
   * Begins what a command does with peers, and shows it if that is asked for.
   *
   * @param least how much an event must matter to be shown
   */
  Peerwright open(Opener opener, Console console, OverlayEvent.Level least) {
    if (address == null) {
      return opener.open();
    }
    String named = address.contains(":") ? address : USUAL_HOST + ":" + address;
    int colon = named.lastIndexOf(':');
    String host = named.substring(0, colon);
    int port = port(named.substring(colon + 1));
    RecentEvents events = new RecentEvents(Clock.systemUTC());
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Peerwright opened =
        opener.open(builder -> builder.watch(new EventWatch(least, events)).meters(meters));
    try {
      Dashboard dashboard = new Dashboard(host, port, opened, events, meters);
      opener.closeAtEnd(dashboard::close);
      console.say("what happens is shown at %s", dashboard.url());
      console.event("metrics", "url", dashboard.url());
      return opened;
    } catch (IOException e) {
      opened.close();
      throw new UserException("cannot show metrics at " + named + ": " + e.getMessage());
    }
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 0xffff) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new UserException("--metrics must be a port or HOST:PORT, ends in \"" + text + "\"");
  }
}

package io.peerwright.testkit;

import io.peerwright.api.Host;
import io.peerwright.testkit.PeerEvent.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Where the events of a run are written down: a page for each host, written by the thread that runs
 * it. Between two runs the pages are one list, in the order of virtual time, then of the hosts'
 * names, then of writing, which does not depend on the number of threads.
 */
final class Journal {

  private final Map<String, Page> pages = new ConcurrentSkipListMap<>();

  /** Events of one name, through all its hosts. */
  private static final class Page {
    private final List<PeerEvent> events = new ArrayList<>();
    private int stacks;
  }

  /** Writes down what happens to a host now; on its loop, or while no host runs. */
  void write(Host host, Kind kind, String subject, String detail) {
    write(page(host), host, kind, subject, detail);
  }

  private static void write(Page page, Host host, Kind kind, String subject, String detail) {
    Duration now = Duration.ofNanos(host.loop().nanoTime());
    page.events.add(new PeerEvent(now, host.name(), kind, subject, detail));
  }

  private Page page(Host host) {
    return pages.computeIfAbsent(host.name(), name -> new Page());
  }

  /** Writes down what a handler threw; with its stack, as far as a failure shows it. */
  void writeThrown(Host host, Throwable thrown) {
    Page page = page(host);
    boolean shown = page.stacks < PeerEvents.SHOWN;
    if (shown) {
      page.stacks++;
    }
    write(page, host, Kind.BROKEN, "", shown ? stackOf(thrown) : thrown.toString());
  }

  private static String stackOf(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().strip();
  }

  /** All events in their order; while no host runs. */
  List<PeerEvent> events() {
    return pages.values().stream()
        .map(page -> page.events)
        .flatMap(Collection::stream)
        .sorted(Comparator.comparing(PeerEvent::at))
        .toList();
  }
}

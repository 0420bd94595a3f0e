package io.peerwright.samples.dashboard;

import io.peerwright.api.overlay.Neighbour;
import io.peerwright.samples.console.Html;
import io.peerwright.samples.dashboard.PeerView.OverlayView;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The page, made whole on the server and loaded anew every two seconds: it needs no script, and so
 * lets none run. All that is in it may be the words of strangers.
 */
final class HtmlPage {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="refresh" content="2">
      <title>Peerwright</title>
      <style>
      body { font: 15px/1.45 system-ui, sans-serif; color: #1d2429; background: #fff;
             max-width: 70rem; margin: 0 auto; padding: 1rem 1.5rem 3rem; }
      h1 { font-size: 1.3rem; margin: 0 0 1rem; }
      h2 { font-size: 1.1rem; margin: 2rem 0 .3rem; }
      h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
      p { margin: .2rem 0; }
      .note { color: #5b6770; }
      table { border-collapse: collapse; width: 100%; margin: .4rem 0; }
      th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0;
               border-bottom: 1px solid #dde3e7; overflow-wrap: anywhere; }
      th { color: #5b6770; font-weight: 600; }
      td.number { font-variant-numeric: tabular-nums; }
      ul.meters { columns: 18rem; list-style: none; margin: .4rem 0; padding: 0; }
      ul.meters b { float: right; font-weight: 500; font-variant-numeric: tabular-nums;
                    margin-right: 1.5rem; }
      .warning { background: #fdf1dc; }
      .debug { color: #5b6770; }
      </style>
      </head>
      <body>
      <h1>Peerwright</h1>
      """;

  private HtmlPage() {}

  static String of(List<PeerView> peers, List<RecentEvents.Entry> events, ZoneId zone) {
    StringBuilder html = new StringBuilder(HEAD);
    if (peers.isEmpty()) {
      html.append("<p>No peer is running.</p>\n");
    }
    peers.forEach(peer -> add(html, peer));
    addEvents(html, events, zone);
    html.append("<p class=\"note\">For programs: <a href=\"/metrics\">/metrics</a>")
        .append(" (Prometheus), <a href=\"/state.json\">/state.json</a></p>\n</body>\n</html>\n");
    return html.toString();
  }

  private static void add(StringBuilder html, PeerView peer) {
    html.append("<h2>").append(Html.text(peer.name())).append("</h2>\n<p>");
    html.append(Html.text(peer.state())).append(", transport ");
    html.append(Html.text(peer.transport())).append("</p>\n");
    peer.overlays().forEach(overlay -> add(html, overlay));
  }

  private static void add(StringBuilder html, OverlayView overlay) {
    html.append("<h3>").append(Html.text(overlay.name())).append("</h3>\n<p>");
    html.append(
        overlay.endpoints().isEmpty()
            ? "does not listen"
            : "listens at "
                + overlay.endpoints().stream()
                    .map(endpoint -> Html.text(endpoint.toString()))
                    .collect(Collectors.joining(", ")));
    html.append("; ").append(roles(overlay)).append("</p>\n");
    if (!overlay.links().isEmpty()) {
      html.append("<table>\n<tr><th>link<th>role<th>address<th>figures\n");
      overlay.links().forEach(link -> add(html, link));
      html.append("</table>\n");
    }
    int left = overlay.linkCount() - overlay.links().size();
    if (left > 0) {
      html.append("<p class=\"note\">and ").append(left).append(" more</p>\n");
    }
    html.append("<ul class=\"meters\">\n");
    overlay.meters().forEach((name, value) -> add(html, name, value));
    html.append("</ul>\n");
  }

  private static String roles(OverlayView overlay) {
    if (overlay.roles().isEmpty()) {
      return "no links";
    }
    return overlay.linkCount()
        + (overlay.linkCount() == 1 ? " link: " : " links: ")
        + overlay.roles().entrySet().stream()
            .map(role -> role.getValue() + " " + Html.text(role.getKey()))
            .collect(Collectors.joining(", "));
  }

  private static void add(StringBuilder html, Neighbour link) {
    html.append("<tr><td>").append(Html.text(link.name()));
    html.append("<td>").append(Html.text(link.role()));
    html.append("<td class=\"number\">").append(Html.text(link.endpoint().toString()));
    html.append("<td>").append(Html.text(figures(link.figures()))).append('\n');
  }

  private static String figures(Map<String, String> figures) {
    return figures.entrySet().stream()
        .map(each -> each.getKey() + " " + each.getValue())
        .collect(Collectors.joining(", "));
  }

  private static void add(StringBuilder html, String meter, long value) {
    html.append("<li>").append(Html.text(meter)).append(" <b>");
    html.append(String.format(Locale.ROOT, "%,d", value)).append("</b>\n");
  }

  private static void addEvents(StringBuilder html, List<RecentEvents.Entry> events, ZoneId zone) {
    html.append("<h2>Recent events</h2>\n");
    if (events.isEmpty()) {
      html.append("<p>None yet.</p>\n");
      return;
    }
    html.append("<table>\n<tr><th>time<th>peer<th>overlay<th>event\n");
    for (RecentEvents.Entry event : events) {
      html.append("<tr class=\"").append(event.level().name().toLowerCase(Locale.ROOT));
      html.append("\"><td class=\"number\">").append(TIME.format(event.at().atZone(zone)));
      html.append("<td>").append(Html.text(event.peer()));
      html.append("<td>").append(Html.text(event.overlay()));
      html.append("<td>").append(Html.text(event.text())).append('\n');
    }
    html.append("</table>\n");
  }
}

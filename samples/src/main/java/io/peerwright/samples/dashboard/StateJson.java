package io.peerwright.samples.dashboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.samples.dashboard.PeerView.OverlayView;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the page shows, for programs. */
final class StateJson {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private StateJson() {}

  static String of(List<PeerView> peers, List<RecentEvents.Entry> events) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("peers");
      for (PeerView peer : peers) {
        write(json, peer);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("events");
      for (RecentEvents.Entry event : events) {
        json.writeStartObject();
        json.writeStringField("at", event.at().toString());
        json.writeStringField("peer", event.peer());
        json.writeStringField("overlay", event.overlay());
        json.writeStringField("level", event.level().name().toLowerCase(Locale.ROOT));
        json.writeStringField("text", event.text());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.append('\n').toString();
  }

  private static void write(JsonGenerator json, PeerView peer) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", peer.name());
    json.writeStringField("transport", peer.transport());
    json.writeStringField("state", peer.state());
    json.writeArrayFieldStart("overlays");
    for (OverlayView overlay : peer.overlays()) {
      write(json, overlay);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, OverlayView overlay) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", overlay.name());
    json.writeArrayFieldStart("endpoints");
    for (Endpoint endpoint : overlay.endpoints()) {
      json.writeString(endpoint.toString());
    }
    json.writeEndArray();
    json.writeNumberField("linkCount", overlay.linkCount());
    json.writeArrayFieldStart("links");
    for (Neighbour link : overlay.links()) {
      json.writeStartObject();
      json.writeStringField("name", link.name());
      json.writeStringField("role", link.role());
      json.writeStringField("endpoint", link.endpoint().toString());
      json.writeObjectFieldStart("figures");
      for (Map.Entry<String, String> figure : link.figures().entrySet()) {
        json.writeStringField(figure.getKey(), figure.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("meters");
    for (Map.Entry<String, Long> meter : overlay.meters().entrySet()) {
      json.writeNumberField(meter.getKey(), meter.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}

package io.peerwright.runtime;

import io.peerwright.api.overlay.Overlay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one peer has added to the sums so far. Adding differences keeps a counter from falling when
 * a peer leaves, and lets the peers report whenever they get round to it. Used on the peer's loop.
 */
final class MeterDeltas {

  private final OverlayMeters meters;
  private final String transport;
  private final List<Overlay> overlays;
  private final List<Map<String, Long>> reported = new ArrayList<>();

  MeterDeltas(OverlayMeters meters, String transport, List<Overlay> overlays) {
    this.meters = meters;
    this.transport = transport;
    this.overlays = overlays;
    overlays.forEach(overlay -> reported.add(new HashMap<>()));
  }

  /** Adds what has changed since the last time. */
  void sample() {
    for (int i = 0; i < overlays.size(); i++) {
      Overlay overlay = overlays.get(i);
      Map<String, Long> before = reported.get(i);
      overlay.meters(
          (meter, value) -> {
            Long old = before.put(meter, value);
            meters.add(overlay.name(), transport, meter, value - (old == null ? 0 : old));
          });
    }
  }

  /** Takes the levels back; the counters stay in the sums. */
  void retire() {
    for (int i = 0; i < overlays.size(); i++) {
      String overlay = overlays.get(i).name();
      reported
          .get(i)
          .forEach(
              (meter, value) -> {
                if (meter.endsWith(OverlayMeters.LEVEL_SUFFIX)) {
                  meters.add(overlay, transport, meter, -value);
                }
              });
    }
    reported.forEach(Map::clear);
  }
}

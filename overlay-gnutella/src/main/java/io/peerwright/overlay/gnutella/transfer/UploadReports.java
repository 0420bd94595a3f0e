package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.events.OverlayEvent.Level;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.overlay.gnutella.events.ServentEvents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one upload of the many ranges in which a servent asks for a file, for who listens to
 * events: it begins with the first one, and ends when the servent goes or asks for no other one in
 * time. Holds nothing while nobody listens.
 */
final class UploadReports {

  /** As long as a slot waits for its downloader. */
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private record Key(AddressKey from, String name) {}

  private final Loop loop;
  private final Supplier<@Nullable EventStream> events;
  private @Nullable Map<Key, Upload> open;

  UploadReports(Loop loop, Supplier<@Nullable EventStream> events) {
    this.loop = loop;
    this.events = events;
  }

  /** A range is on its way; null if nobody wants to know. */
  @Nullable Upload begin(Endpoint from, String name) {
    EventStream stream = events.get();
    if (stream == null || !stream.isOn(Level.INFO)) {
      return null;
    }
    Map<Key, Upload> all = open == null ? new LinkedHashMap<>() : open;
    open = all;
    Key key = new Key(AddressKey.of(from), name);
    Upload known = all.get(key);
    if (known != null) {
      loop.cancel(known.timer);
      return known;
    }
    Upload upload = new Upload(all, key, from);
    all.put(key, upload);
    ServentEvents.uploadStarted(stream, from, name);
    return upload;
  }

  /** All that are open end now. */
  void close() {
    if (open != null) {
      List.copyOf(open.values()).forEach(Upload::end);
    }
  }

  /** All ranges of one file to one servent, one after the other. */
  final class Upload implements TimerTarget {
    private final Map<Key, Upload> all;
    private final Key key;
    private final Endpoint from;
    private long bytes;
    private long timer;

    private Upload(Map<Key, Upload> all, Key key, Endpoint from) {
      this.all = all;
      this.key = key;
      this.from = from;
    }

    void sent(int more) {
      bytes += more;
    }

    /**
     * A range has ended.
     *
     * @param mayGoOn whether another one is waited for
     */
    void rangeOver(boolean mayGoOn) {
      if (mayGoOn) {
        timer = loop.schedule(PATIENCE_NANOS, this, 0, 0);
      } else {
        end();
      }
    }

    @Override
    public void onTimer(int code, long argument) {
      end();
    }

    private void end() {
      loop.cancel(timer);
      all.remove(key);
      ServentEvents.uploadEnded(events.get(), from, key.name, bytes);
    }
  }
}

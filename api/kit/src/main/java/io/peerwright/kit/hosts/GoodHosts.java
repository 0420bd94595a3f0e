package io.peerwright.kit.hosts;

import io.peerwright.api.Loop;
import io.peerwright.api.net.HostPort;
import io.peerwright.kit.files.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that were good, kept across restarts in a text file, a line each: where to go when those
 * that are configured, or that name others, do not answer. Lines that make no sense are left out,
 * and a file that cannot be read or written is as good as none: nothing but a hint is lost. Used on
 * the loop only.
 */
public final class GoodHosts {

  private static final String FIRST_LINE = "peerwright-hosts 1";
  private static final int MAX_BYTES = 1 << 20;
  private static final long MODELLED_NANOS = 500_000;

  private final Loop loop;
  private final Path file;
  private final int most;

  /** The latest good one last. */
  private final Set<HostPort> hosts = new LinkedHashSet<>();

  private final List<Consumer<List<HostPort>>> untilLoaded = new ArrayList<>();
  private boolean loading;
  private boolean loaded;
  private boolean writing;
  private boolean changed;

  /**
   * Reads the file when it is used first.
   *
   * @param most so many are kept, those that were good latest
   */
  public GoodHosts(Loop loop, Path file, int most) {
    this.loop = loop;
    this.file = file.toAbsolutePath();
    this.most = most;
  }

  /** Calls back with all that are known, the latest good one first; never before it returns. */
  public void all(Consumer<List<HostPort>> then) {
    if (loaded) {
      loop.execute(() -> then.accept(latestFirst()));
      return;
    }
    untilLoaded.add(then);
    if (!loading) {
      loading = true;
      loop.offload(() -> read(file), MODELLED_NANOS, this::onLoaded);
    }
  }

  private void onLoaded(@Nullable List<HostPort> found, @Nullable Throwable failure) {
    loaded = true;
    List<HostPort> newer = List.copyOf(hosts);
    hosts.clear();
    if (found != null) {
      found.forEach(this::toTheEnd);
    }
    newer.forEach(this::toTheEnd);
    List<Consumer<List<HostPort>>> then = List.copyOf(untilLoaded);
    untilLoaded.clear();
    then.forEach(each -> each.accept(latestFirst()));
    write();
  }

  private List<HostPort> latestFirst() {
    List<HostPort> latest = new ArrayList<>(hosts);
    Collections.reverse(latest);
    return latest;
  }

  private void toTheEnd(HostPort host) {
    hosts.remove(host);
    hosts.add(host);
    if (hosts.size() > most) {
      hosts.remove(hosts.iterator().next());
    }
  }

  /** A host is good; that is on the disk soon. */
  public void good(HostPort host) {
    toTheEnd(host);
    changed = true;
    if (loaded) {
      write();
    } else {
      all(known -> {});
    }
  }

  /** A host that was good is not any more. */
  public void forget(HostPort host) {
    if (hosts.remove(host)) {
      changed = true;
      write();
    }
  }

  private void write() {
    if (!changed || writing || !loaded) {
      return;
    }
    changed = false;
    writing = true;
    List<HostPort> now = List.copyOf(hosts);
    loop.offload(
        () -> {
          store(file, now);
          return true;
        },
        MODELLED_NANOS,
        (done, failure) -> {
          writing = false;
          write();
        });
  }

  private static List<HostPort> read(Path file) throws IOException {
    try {
      return Files.size(file) > MAX_BYTES
          ? List.of()
          : parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  /** The hosts of a file, the latest good one last. */
  static List<HostPort> parse(String text) {
    // A last line without an end is torn: its port may be the start of another one.
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    List<HostPort> found = new ArrayList<>();
    if (lines.isEmpty() || !lines.get(0).equals(FIRST_LINE)) {
      return found;
    }
    for (String line : lines.subList(1, lines.size())) {
      try {
        found.add(HostPort.parse(line));
      } catch (IllegalArgumentException damaged) {
        continue;
      }
    }
    return found;
  }

  private static void store(Path file, List<HostPort> hosts) throws IOException {
    StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
    hosts.forEach(host -> text.append(host).append('\n'));
    DurableFiles.createFolders(Objects.requireNonNull(file.getParent()));
    DurableFiles.replace(file, ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
  }
}

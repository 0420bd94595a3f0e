package io.peerwright.testkit.contracts;

import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.SharedItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** One swarm of a {@link FakeSwarm}: takes a part at each step, and keeps all in memory. */
class FakeTorrent implements Download {

  /** What is joined: by whom, which swarm, where, which of its files, and who is told. */
  record Terms(
      FakeSwarm peer,
      String hash,
      Path directory,
      Predicate<? super String> wanted,
      Consumer<? super Download> changed) {}

  private record Reader(long position, ByteBuffer target, CompletableFuture<Integer> result) {}

  final FakeSwarm peer;
  final String hash;
  final Path directory;
  final BitSet have = new BitSet();
  private final Consumer<? super Download> changed;
  private final CompletableFuture<Path> done = new CompletableFuture<>();
  private final List<Reader> readers = new ArrayList<>();
  ToIntFunction<? super String> priority;
  FakeContent content;
  byte[] bytes = {};
  boolean paused;
  boolean checked;
  boolean complete;
  boolean fetched;
  Reason reason;
  private Reason closed;
  private long timer;

  FakeTorrent(Terms terms) {
    peer = terms.peer();
    hash = terms.hash();
    directory = terms.directory();
    changed = terms.changed();
    priority = name -> terms.wanted().test(name) ? 1 : 0;
  }

  void start(FakeContent described) {
    content = described;
    timer = peer.host.loop().schedule(FakePeer.DELAY_NANOS, this::step);
  }

  private void step() {
    timer = peer.host.loop().schedule(FakePeer.DELAY_NANOS, this::step);
    if (!paused) {
      synchronized (peer.board()) {
        work();
      }
    }
    serve();
  }

  private void work() {
    if (content == null) {
      others().filter(other -> other.content != null).findFirst().ifPresent(this::learn);
    } else if (!checked) {
      check();
      tell();
    } else if (fetchOne()) {
      tell();
    }
    if (checked && !complete && wanted().cardinality() == doneParts().cardinality()) {
      publish();
      complete = true;
      Path target = directory.resolve(content.name());
      peer.host.loop().execute(() -> done.complete(target));
      tell();
    }
  }

  private Stream<FakeTorrent> others() {
    return peer.board().torrents.stream()
        .filter(other -> other != this && other.hash.equals(hash) && other.gives());
  }

  boolean gives() {
    return !paused && closed == null;
  }

  private void learn(FakeTorrent other) {
    content = other.content;
    tell();
  }

  BitSet wanted() {
    BitSet wanted = new BitSet();
    for (FakeContent.Entry file : content.files()) {
      if (priority.applyAsInt(file.name()) > 0) {
        wanted.set(FakeContent.firstPart(file), FakeContent.lastPart(file) + 1);
      }
    }
    return wanted;
  }

  private BitSet doneParts() {
    BitSet parts = wanted();
    parts.and(have);
    return parts;
  }

  // ---- parts

  private boolean fetchOne() {
    BitSet missing = wanted();
    missing.andNot(have);
    int part = missing.nextSetBit(0);
    if (part < 0) {
      return false;
    }
    Optional<byte[]> found =
        others().filter(other -> other.have.get(part)).findFirst().map(other -> other.give(part));
    found.filter(data -> isRight(part, data)).ifPresent(data -> keep(part, data));
    return found.isPresent();
  }

  boolean isRight(int part, byte[] data) {
    return FakeContent.sha1(data).equals(content.parts().get(part));
  }

  private void keep(int part, byte[] data) {
    System.arraycopy(data, 0, bytes, part * FakeContent.PART, data.length);
    have.set(part);
    fetched = true;
  }

  /** What is on the disk now, whatever it has become. */
  byte[] give(int part) {
    byte[] all = bytes.clone();
    load(all);
    int from = part * FakeContent.PART;
    return Arrays.copyOfRange(all, from, from + content.sizeOfPart(part));
  }

  // ---- the disk

  private void load(byte[] all) {
    for (FakeContent.Entry file : content.files()) {
      Path place = content.place(directory, file);
      byte[] there = Disk.read(place);
      if (there.length == file.size()) {
        System.arraycopy(there, 0, all, (int) file.offset(), there.length);
      }
    }
  }

  void check() {
    bytes = new byte[content.size()];
    load(bytes);
    for (int part = 0; part < content.parts().size(); part++) {
      int from = part * FakeContent.PART;
      have.set(
          part, isRight(part, Arrays.copyOfRange(bytes, from, from + content.sizeOfPart(part))));
    }
    checked = true;
  }

  private void publish() {
    for (FakeContent.Entry file : content.files()) {
      if (priority.applyAsInt(file.name()) > 0) {
        int from = (int) file.offset();
        byte[] right = Arrays.copyOfRange(bytes, from, from + file.size());
        Path place = content.place(directory, file);
        if (!isThere(place, right)) {
          setAside(place);
          Disk.write(place, right);
        }
      }
    }
  }

  boolean isThere(Path file, byte[] right) {
    return Arrays.equals(Disk.read(file), right);
  }

  void setAside(Path file) {
    if (Files.exists(file)) {
      Disk.move(file, file.resolveSibling(file.getFileName() + ".old"));
    }
  }

  /** Files, whose failures fail the test. */
  static final class Disk {

    private Disk() {}

    static byte[] read(Path file) {
      try {
        return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static void write(Path file, byte[] content) {
      try {
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, content);
        Files.move(part, file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static void move(Path from, Path to) {
      try {
        Files.move(from, to);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  // ---- telling

  void tell() {
    peer.host.loop().execute(() -> changed(this));
  }

  final void changed(Download told) {
    changed.accept(told);
  }

  private void serve() {
    for (Reader each : List.copyOf(readers)) {
      if (checked && each.position >= content.size()) {
        readers.remove(each);
        each.result.complete(-1);
      } else if (checked && have.get((int) (each.position / FakeContent.PART))) {
        readers.remove(each);
        each.result.complete(read((int) each.position, each.target));
      }
    }
  }

  int read(int position, ByteBuffer target) {
    int part = position / FakeContent.PART;
    int end = part * FakeContent.PART + content.sizeOfPart(part);
    int count = Math.min(end - position, target.remaining());
    target.put(bytes, position, count);
    return count;
  }

  // ---- the download

  @Override
  public State state() {
    if (complete && (closed != null || !paused)) {
      return State.COMPLETE;
    }
    if (closed != null) {
      return State.FAILED;
    }
    return paused ? State.PAUSED : content == null ? State.CONNECTING : State.TRANSFERRING;
  }

  @Override
  public String detail() {
    return String.valueOf(state());
  }

  @Override
  public long bytesDone() {
    return checked ? bytes(doneParts()) : 0;
  }

  private long bytes(BitSet parts) {
    return parts.stream().mapToLong(content::sizeOfPart).sum();
  }

  @Override
  public OptionalLong bytesTotal() {
    return content == null ? OptionalLong.empty() : OptionalLong.of(bytes(wanted()));
  }

  @Override
  public List<SharedItem> files() {
    return content == null ? List.of() : content.files().stream().map(this::item).toList();
  }

  SharedItem item(FakeContent.Entry file) {
    return new SharedItem(
        content.place(directory, file),
        content.folder() ? file.name() : content.name(),
        file.size(),
        Set.of(),
        Map.of("offset", Long.toString(file.offset())));
  }

  @Override
  public List<Neighbour> peers() {
    return List.of();
  }

  @Override
  public void prioritise(ToIntFunction<? super String> other) {
    priority = other;
    complete = complete && wanted().cardinality() == doneParts().cardinality();
  }

  @Override
  public void recheck() {
    complete = false;
    checked = false;
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
  }

  @Override
  public CompletionStage<Integer> read(long position, ByteBuffer target) {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    if (closed == null) {
      readers.add(new Reader(position, target, result));
    } else {
      Reason why = closed;
      peer.host.loop().execute(() -> FakeKeyLookup.fail(result, why));
    }
    return result;
  }

  @Override
  public CompletionStage<Path> done() {
    return done;
  }

  @Override
  public Optional<Reason> reason() {
    return complete ? Optional.of(Reason.ENDED) : Optional.ofNullable(reason);
  }

  @Override
  public void close() {
    end(Reason.CANCELLED);
  }

  void end(Reason why) {
    if (closed != null) {
      return;
    }
    closed = why;
    reason = why;
    peer.host.loop().cancel(timer);
    peer.forget(this);
    List<Reader> over = List.copyOf(readers);
    readers.clear();
    peer.host.loop().execute(() -> fail(over, why));
  }

  private void fail(List<Reader> over, Reason why) {
    over.forEach(each -> FakeKeyLookup.fail(each.result, why));
    done.completeExceptionally(new OverlayException(why, "fake: " + why));
    changed.accept(this);
  }
}

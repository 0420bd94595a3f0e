package io.peerwright.samples.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process has asked the kernel to do with files, as {@code strace -f -y} tells it, and in
 * which order. A call takes effect at some time between its first and its last line; what has to be
 * after another has begun when that one had ended.
 */
final class SystemCalls {

  /** Those that write, name, or bring to the disk; as {@code strace -e trace=} takes them. */
  static final String NAMES =
      "write,pwrite64,writev,pwritev,ftruncate,fallocate,fsync,fdatasync,link,linkat,rename,"
          + "renameat,renameat2,unlink,unlinkat";

  private static final Set<String> WRITES =
      Set.of("write", "pwrite64", "writev", "pwritev", "ftruncate", "fallocate");
  private static final Set<String> FORCES = Set.of("fsync", "fdatasync");
  private static final Set<String> NAMINGS =
      Set.of("link", "linkat", "rename", "renameat", "renameat2");
  private static final Set<String> REMOVALS = Set.of("unlink", "unlinkat");

  private static final Pattern BEGUN = Pattern.compile("([0-9]+) +([a-z0-9_]+)\\((.*)");
  private static final Pattern RESUMED =
      Pattern.compile("([0-9]+) +<\\.\\.\\. ([a-z0-9_]+) resumed>.*\\) += (-?[0-9]+).*");
  private static final Pattern RESULT = Pattern.compile(".*\\) += (-?[0-9]+).*");
  private static final Pattern OPEN_FILE = Pattern.compile("[0-9]+<([^>]*)>.*");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  /**
   * A call that succeeded.
   *
   * @param paths the open file, or the names that it is about: the last is the new one
   * @param begun the number of its first line
   * @param ended the number of its last one
   */
  private record Call(String name, List<String> paths, int begun, int ended) {

    String last() {
      return paths.isEmpty() ? "" : paths.get(paths.size() - 1);
    }

    boolean is(Set<String> kinds, Path path) {
      return kinds.contains(name) && last().equals(path.toString());
    }

    @Override
    public String toString() {
      return begun + ": " + name + " " + String.join(" ", paths);
    }
  }

  private final List<Call> calls = new ArrayList<>();

  /** Of the lines that it wrote. */
  SystemCalls(List<String> lines) {
    Map<String, Call> underWay = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher resumed = RESUMED.matcher(lines.get(i));
      if (resumed.matches()) {
        Call call = underWay.remove(resumed.group(1));
        if (call != null) {
          add(new Call(call.name, call.paths, call.begun, i), resumed.group(3));
        }
        continue;
      }
      Matcher begun = BEGUN.matcher(lines.get(i));
      if (begun.matches()) {
        Call call = new Call(begun.group(2), paths(begun.group(3)), i, i);
        Matcher result = RESULT.matcher(begun.group(3));
        if (result.matches()) {
          add(call, result.group(1));
        } else {
          underWay.put(begun.group(1), call);
        }
      }
    }
  }

  private void add(Call call, String result) {
    if (!result.startsWith("-")) {
      calls.add(call);
    }
  }

  private static List<String> paths(String arguments) {
    Matcher open = OPEN_FILE.matcher(arguments);
    if (open.matches()) {
      return List.of(open.group(1));
    }
    return QUOTED.matcher(arguments).results().map(each -> each.group(1)).toList();
  }

  /**
   * A file that was written under a working name and published: its content was brought to the disk
   * after the last byte was written, then it was named, then the folder brought to the disk, then
   * the working name was taken away.
   *
   * @return the line of the last of these
   */
  int published(Path working, Path target) {
    Call named = the("names " + target, call -> call.is(NAMINGS, target));
    if (!named.paths().get(0).equals(working.toString())) {
      throw new AssertionError(named + " is not about " + working);
    }
    Call written =
        last("writes " + working, call -> call.is(WRITES, working) || call.is(WRITES, target));
    Call content = forced(working, written.ended());
    before(content, named);
    Call folder = forced(target.getParent(), named.ended());
    Call gone = the("removes " + working, call -> call.is(REMOVALS, working));
    before(folder, gone);
    return gone.ended();
  }

  /**
   * A note was removed after that line, and the folder was brought to the disk in between.
   *
   * @param note of those who begin anew
   */
  void removedAfter(int line, Path note) {
    before(forced(note.getParent(), line), the("removes " + note, call -> call.is(REMOVALS, note)));
  }

  /**
   * What was written last into a log was written after that line, and the folder was brought to the
   * disk in between; then the log itself was.
   */
  void sealedAfter(int line, Path folder, Path log) {
    Call seal = last("writes " + log, call -> call.is(WRITES, log));
    before(forced(folder, line), seal);
    forced(log, seal.ended());
  }

  private Call forced(Path path, int line) {
    return first(
        "brings " + path + " to the disk after line " + line,
        call -> call.is(FORCES, path) && call.begun() > line);
  }

  private static void before(Call first, Call then) {
    if (first.ended() >= then.begun()) {
      throw new AssertionError("\"" + first + "\" ought to be before \"" + then + "\"");
    }
  }

  private Call the(String what, Predicate<Call> which) {
    List<Call> found = matching(which).toList();
    return found.size() == 1 ? found.get(0) : missing("not one call " + what, found);
  }

  private Call first(String what, Predicate<Call> which) {
    return matching(which).findFirst().orElseGet(() -> missing("no call " + what, calls));
  }

  private Call last(String what, Predicate<Call> which) {
    return matching(which)
        .reduce((one, next) -> next)
        .orElseGet(() -> missing("no call " + what, calls));
  }

  private Stream<Call> matching(Predicate<Call> which) {
    return calls.stream().filter(which);
  }

  private static Call missing(String what, List<Call> shown) {
    throw new AssertionError(
        what + ": " + String.join("\n", shown.stream().map(Call::toString).toList()));
  }

  /** The only file that was written whose name ends like this. */
  Path written(String end) {
    List<String> names =
        matching(call -> WRITES.contains(call.name()) && call.last().endsWith(end))
            .map(Call::last)
            .distinct()
            .toList();
    if (names.size() != 1) {
      throw new AssertionError("written: " + names);
    }
    return Path.of(names.get(0));
  }
}

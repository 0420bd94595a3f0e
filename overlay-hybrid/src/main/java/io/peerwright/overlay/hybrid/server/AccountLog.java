package io.peerwright.overlay.hybrid.server;

import io.peerwright.kit.files.DurableFiles;
import io.peerwright.kit.files.PathLock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The file of the registered nicks: a line for each change of an account, with all that is known of
 * it then and a checksum. The last line of a nick counts. What {@link #append} has returned from is
 * on the disk; a line that a kill has cut short is the last one and was never vouched for.
 *
 * <p>Written anew, with one line for each account, when it is opened with many old lines and when
 * it is closed. All methods block; one thread at a time.
 */
final class AccountLog implements Closeable {

  private static final int SPARE_LINES = 1_000;

  /** What a disk writes as a whole or not at all, in bytes; blocks come there in any order. */
  private static final int BLOCK = 4_096;

  private final Path file;
  private final PathLock lock;
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private @Nullable FileChannel channel;
  private long goodBytes;

  private AccountLog(Path file, PathLock lock) {
    this.file = file;
    this.lock = lock;
  }

  /**
   * Opens or makes the file, and locks it against other servers.
   *
   * @throws IOException that says what is wrong with the file
   */
  static AccountLog open(Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    DurableFiles.createFolders(folder);
    Path lockFile = folder.resolve(file.getFileName() + ".lock");
    PathLock lock = PathLock.by(lockFile, "the accounts file " + file, "index server");
    AccountLog log = new AccountLog(file, lock);
    try {
      log.load();
      return log;
    } catch (IOException | RuntimeException e) {
      log.closeFile();
      throw e;
    }
  }

  /** What was in the file when it was opened. */
  Collection<Account> accounts() {
    return accounts.values();
  }

  private void load() throws IOException {
    int lines = 0;
    if (Files.exists(file)) {
      lines = read(Files.readAllBytes(file));
      if (lines > 2 * accounts.size() + SPARE_LINES) {
        rewrite(accounts.values());
      }
    }
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
    goodBytes = Math.min(goodBytes, channel.size());
    channel.truncate(goodBytes);
    channel.force(true);
    DurableFiles.forceFolder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
  }

  private int read(byte[] bytes) throws IOException {
    int lines = 0;
    int from = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        lines++;
        Account account = parse(new String(bytes, from, at - from, StandardCharsets.ISO_8859_1));
        from = at + 1;
        if (account != null) {
          accounts.put(account.key, account);
        } else if (from < bytes.length) {
          throw new IOException(
              "line "
                  + lines
                  + " of the accounts file "
                  + file
                  + " is damaged; restore the file from a copy, or delete that line and with it"
                  + " what it says of a nick");
        } else {
          return lines;
        }
        goodBytes = from;
      }
    }
    return lines;
  }

  /**
   * Adds lines, and returns when they are on the disk.
   *
   * @throws IOException if they are not; nothing of them is there then
   */
  void append(String lines) throws IOException {
    FileChannel open = channel;
    if (open == null) {
      throw new IOException("the accounts file " + file + " is closed");
    }
    byte[] bytes = lines.getBytes(StandardCharsets.ISO_8859_1);
    long start = goodBytes;
    try {
      for (int from = 0; from < bytes.length; ) {
        int to = end(bytes, from, start + from);
        ByteBuffer some = ByteBuffer.wrap(bytes, from, to - from);
        while (some.hasRemaining()) {
          open.write(some, start + some.position());
        }
        open.force(false);
        from = to;
      }
      goodBytes = start + bytes.length;
    } catch (IOException e) {
      open.truncate(start);
      throw e;
    }
  }

  /**
   * The end of the lines that may be forced at once: all within the block that the first begins in,
   * or that one alone if it goes on in the next. So only the last line can be torn by a loss of
   * power, and none stands behind a gap.
   */
  private static int end(byte[] bytes, int from, long position) {
    int room = BLOCK - (int) (position % BLOCK);
    int end = from;
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        if (end > from && i + 1 - from > room) {
          return end;
        }
        end = i + 1;
        if (end - from >= room) {
          return end;
        }
      }
    }
    return end;
  }

  /** Writes the file anew with these and gives it back. */
  void close(Collection<String> lines) throws IOException {
    try {
      StringBuilder all = new StringBuilder();
      lines.forEach(all::append);
      DurableFiles.replace(
          file, ByteBuffer.wrap(all.toString().getBytes(StandardCharsets.ISO_8859_1)));
    } finally {
      close();
    }
  }

  @Override
  public void close() throws IOException {
    closeFile();
  }

  private void closeFile() throws IOException {
    FileChannel open = channel;
    channel = null;
    try (lock) {
      if (open != null) {
        open.close();
      }
    }
  }

  private void rewrite(Collection<Account> all) throws IOException {
    StringBuilder lines = new StringBuilder();
    all.forEach(each -> lines.append(line(each)));
    byte[] bytes = lines.toString().getBytes(StandardCharsets.ISO_8859_1);
    DurableFiles.replace(file, ByteBuffer.wrap(bytes));
    goodBytes = bytes.length;
  }

  /** What is written for an account. */
  static String line(Account account) {
    Base64.Encoder base64 = Base64.getEncoder();
    String fields =
        account.key
            + ' '
            + base64.encodeToString(account.salt)
            + ' '
            + base64.encodeToString(account.hash)
            + ' '
            + account.lastSeenMillis
            + ' '
            + base64.encodeToString(account.email.getBytes(StandardCharsets.ISO_8859_1));
    return checksum(fields) + ' ' + fields + '\n';
  }

  static @Nullable Account parse(String line) {
    int space = line.indexOf(' ');
    if (space < 0 || !line.substring(0, space).equals(checksum(line.substring(space + 1)))) {
      return null;
    }
    String[] fields = line.substring(space + 1).split(" ", -1);
    Base64.Decoder base64 = Base64.getDecoder();
    try {
      Account account = new Account(fields[0]);
      account.salt = base64.decode(fields[1]);
      account.hash = base64.decode(fields[2]);
      account.lastSeenMillis = Long.parseLong(fields[3]);
      account.email = new String(base64.decode(fields[4]), StandardCharsets.ISO_8859_1);
      return account;
    } catch (IllegalArgumentException | IndexOutOfBoundsException notOurs) {
      return null;
    }
  }

  static String checksum(String fields) {
    CRC32 crc = new CRC32();
    crc.update(fields.getBytes(StandardCharsets.ISO_8859_1));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}

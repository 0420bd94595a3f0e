package io.peerwright.overlay.hybrid.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.util.List;

/** A line of the accounts file, also with the right checksum. */
class AccountLogFuzzTest extends FuzzContract {

  @Override
  protected List<FuzzTarget> targets() {
    String fields = "bob AAECAwQFBgc= c2VjcmV0 1790000000000 Ym9iQGhvc3Q=";
    return List.of(
        FuzzTarget.of(
            "account-line",
            AccountLogFuzzTest::read,
            fields,
            "b \u00e4 == -1 ",
            AccountLog.checksum(fields) + ' ' + fields));
  }

  private static void read(byte[] input) {
    String text = new String(input, ISO_8859_1).replace("\n", "");
    AccountLog.parse(text);
    Account account = AccountLog.parse(AccountLog.checksum(text) + ' ' + text);
    if (account != null) {
      String line = AccountLog.line(account);
      Account again = AccountLog.parse(line.substring(0, line.length() - 1));
      assertEquals(account.key, again.key);
      assertEquals(account.email, again.email);
    }
  }
}

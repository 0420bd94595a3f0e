package io.peerwright.kit.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "65536, 65536",
    "1B, 1",
    "64KiB, 65536",
    "64 KiB, 65536",
    "256K, 262144",
    "1M, 1048576",
    "1.5MB, 1500000",
    "0.5KiB, 512",
    "5MiB/s, 5242880",
    "8388607TiB, 9223370937343148032",
    "' 2kB ', 2000"
  })
  void readsSizes(String text, long bytes) {
    assertEquals(bytes, Amounts.bytes(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "KiB", "1kib", "1 0", "-1", "1.2B", "8388608TiB", "1KB", "1KiB/m", "1e3"})
  void refusesOtherSizes(String text) {
    assertThrows(IllegalArgumentException.class, () -> Amounts.bytes(text));
  }

  @Test
  void refusesTooMuch() {
    Exception size =
        assertThrows(IllegalArgumentException.class, () -> Amounts.bytes("8388608TiB"));
    assertEquals("\"8388608TiB\" is too much", size.getMessage());
    Exception time = assertThrows(IllegalArgumentException.class, () -> Amounts.time("999999d"));
    assertEquals("\"999999d\" is too much", time.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "15s, PT15S",
    "250ms, PT0.25S",
    "2m, PT2M",
    "2min, PT2M",
    "1.5h, PT1H30M",
    "1h30m, PT1H30M",
    "1d 2h 3m 4s, PT26H3M4S",
    "7us, PT0.000007S",
    "PT20S, PT20S",
    "0s, PT0S"
  })
  void readsTimes(String text, Duration time) {
    assertEquals(time, Amounts.time(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "s", "-5s", "5 parsecs", "1h30", "P", "PT", "1e9s", "0.5ns", "999999d"})
  void refusesOtherTimes(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Amounts.time(text));
    assertTrue(e.getMessage().contains("\"" + text + "\""), e.getMessage());
  }

  @Test
  void readsWhatItWrites() {
    Random random = new Random(8);
    for (int i = 0; i < 100_000; i++) {
      long value = random.nextLong() >>> 1 + random.nextInt(62);
      long round = value * (random.nextBoolean() ? 1000 : 1024) / 1000 * 1000;
      long amount = Math.abs(round);
      assertEquals(amount, Amounts.bytes(Amounts.of(amount)));
      Duration time = Duration.ofNanos(amount);
      assertEquals(time, Amounts.time(Amounts.of(time)));
      String about = Amounts.about(amount);
      String unit = about.replaceFirst("[0-9.]+", "");
      double rounded = Double.parseDouble(about.replace(unit, "")) * Amounts.bytes("1" + unit);
      // Two digits at least: to a twentieth.
      assertTrue(Math.abs(rounded - amount) <= amount / 20.0, () -> about + " for " + amount);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "1023, 1023B",
    "1024, 1.0KiB",
    "4613734, 4.4MiB",
    "133120, 130KiB",
    "10485759, 10MiB",
    "1048575, 1.0MiB",
    "1047552, 1023KiB"
  })
  void roundsSizes(long bytes, String text) {
    assertEquals(text, Amounts.about(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "59, 59s",
    "60, 1m",
    "245, 4m5s",
    "3600, 1h",
    "3659, 1h",
    "3725, 1h2m",
    "100000, 1d3h"
  })
  void roundsTimes(long seconds, String text) {
    assertEquals(text, Amounts.about(Duration.ofSeconds(seconds)));
  }
}

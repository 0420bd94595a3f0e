package io.peerwright.samples.cli;

import java.util.function.Function;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options. */
final class Readers {

  private Readers() {}

  /** Reads an amount, an address or the like; picocli says which option it was for. */
  static <T> T read(String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}

package io.peerwright.tck.fuzz;

/**
 * Where Jazzer enters: the class of a {@link FuzzContract} and the name of one of its targets come
 * by the system properties {@code fuzz.contract} and {@code fuzz.target}.
 */
public final class CoverageFuzz {

  @SuppressWarnings("NullAway.Init") // Jazzer initializes before it gives inputs
  private static FuzzTarget target;

  private CoverageFuzz() {}

  /** Called by Jazzer, once. */
  public static void fuzzerInitialize() throws ReflectiveOperationException {
    target = find(contract(System.getProperty("fuzz.contract")), System.getProperty("fuzz.target"));
  }

  /** Called by Jazzer for each input. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    target.parser().read(input);
  }

  private static FuzzContract contract(String name) throws ReflectiveOperationException {
    var constructor = Class.forName(name).asSubclass(FuzzContract.class).getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  private static FuzzTarget find(FuzzContract contract, String name) {
    return contract.targets().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no target " + name));
  }
}

package io.peerwright.tck.mutants;

/**
 * A fault in the source of a module, and the test of that module that has to catch it.
 *
 * @param name what the module does with it
 * @param source the file, from the folder of the package of the hunt on, such as {@code
 *     wire/Frame.java}
 * @param old a text that is in the file exactly once
 * @param faulty what stands there instead
 * @param killer the test: its class from the package of the hunt on, and its method, as in {@code
 *     wire.FrameTest#isCut}
 */
public record PlantedFault(String name, String source, String old, String faulty, String killer) {

  /** The method of the test. */
  String killerMethod() {
    return killer.substring(killer.indexOf('#') + 1);
  }

  /** The class of the test, from the package of the hunt on. */
  String killerClass() {
    return killer.substring(0, killer.indexOf('#'));
  }

  @Override
  public String toString() {
    return name;
  }
}

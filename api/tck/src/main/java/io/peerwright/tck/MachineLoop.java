package io.peerwright.tck;

import io.peerwright.api.Loop;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** The loop of a host under test, with what a test does on it. Used by the test thread. */
class MachineLoop {

  private final Loop loop;
  private final Driver driver;
  private final CallbackChecker referee;

  MachineLoop(Loop loop, Driver driver, CallbackChecker referee) {
    this.loop = loop;
    this.driver = driver;
    this.referee = referee;
  }

  final Loop loop() {
    return loop;
  }

  final CallbackChecker referee() {
    return referee;
  }

  final <T> T ask(Callable<T> question) {
    return driver.ask(loop, question);
  }

  final void run(Runnable action) {
    driver.ask(
        loop,
        () -> {
          action.run();
          return true;
        });
  }

  final void await(String what, BooleanSupplier condition) {
    driver.await(loop, what, condition);
  }
}

package io.peerwright.runtime;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.api.spi.Provider;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What plug-ins say of themselves. One that says it badly is named, and costs only itself. */
final class Provided {

  private Provided() {}

  /**
   * The record that the section is bound to.
   *
   * @throws PeerwrightException if the plug-in cannot tell
   */
  static <C extends Record> Class<C> configType(Provider<C> provider) {
    return answer(provider, "configType", provider::configType);
  }

  /**
   * What holds where the configuration is silent.
   *
   * @throws PeerwrightException if the plug-in cannot tell
   */
  static <C extends Record> C defaults(Provider<C> provider) {
    return answer(provider, "defaults", provider::defaults);
  }

  /** What a component means; empty if the plug-in does not say. */
  static String meaning(Provider<?> provider, String component) {
    try {
      String meaning = provider.explain(component);
      return meaning == null ? "" : meaning;
    } catch (RuntimeException | LinkageError e) {
      return "";
    }
  }

  /** Whether an overlay can do this, at the most. */
  static boolean offers(Provider<?> provider, Class<? extends Capability> capability) {
    if (!(provider instanceof OverlayProvider<?> overlay)) {
      return false;
    }
    try {
      Set<Class<? extends Capability>> all = overlay.capabilities();
      return all != null && all.contains(capability);
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  private static <T> T answer(
      Provider<?> provider, String question, Supplier<? extends @Nullable T> asked) {
    String origin = Origin.of(provider.getClass());
    String failure = "the plug-in " + origin + " fails in " + question + "()";
    try {
      T answer = asked.get();
      if (answer != null) {
        return answer;
      }
    } catch (LinkageError e) {
      throw new PeerwrightException(Reason.FAILED, Origin.missing(origin, e), e);
    } catch (RuntimeException e) {
      throw PeerwrightException.of(failure, e);
    }
    throw new PeerwrightException(Reason.FAILED, failure + ": it returned null");
  }
}

package io.peerwright.runtime;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.spi.Provider;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.kit.share.NameFilter;
import io.peerwright.runtime.Json.Member;
import io.peerwright.runtime.PeerConfig.Section;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns a document into a {@link PeerConfig}, or tells all that is wrong with it. */
final class ConfigReader {

  static final String TYPE = "type";
  static final String TRANSPORT = "transport";
  static final String DECORATE = "decorate";
  static final String NAMING = "naming";
  static final String MULTICAST = "multicast";
  static final String OVERLAYS = "overlays";
  static final String SHARE = "share";

  /** The decorator that has a section of its own, and is put around all others. */
  static final String NAT = "nat";

  /** The keys of the document that belong to no plug-in. */
  record Base(
      String name,
      List<String> share,
      List<String> exclude,
      Duration rescan,
      String download,
      OverlayEvent.@Nullable Level events,
      MetricsConfig metrics) {
    static final Base DEFAULTS =
        new Base(
            "peer",
            List.of(),
            PeerConfig.USUAL_EXCLUDE,
            PeerConfig.USUAL_RESCAN,
            "downloads",
            null,
            MetricsConfig.NONE);

    Base {
      if (name.isBlank()) {
        throw new IllegalArgumentException("name must not be blank");
      }
      NameFilter.without(exclude);
      PeerConfig.checkRescan(rescan);
    }
  }

  /** The keys of the transport section that belong to the peer and not to the provider. */
  record Place(@Nullable Endpoint listen, @Nullable Path directory) {
    static final Place DEFAULTS = new Place(null, null);
    static final Set<String> KEYS = Set.of("listen", "directory");
  }

  /** An editor finds the schema by the first one; it means nothing to us. */
  private static final Set<String> SECTIONS =
      Set.of("$schema", TRANSPORT, DECORATE, NAT, NAMING, MULTICAST, OVERLAYS);

  private static final Set<String> PLUGIN_KEYS = Set.of(TYPE);

  private final Plugins plugins;
  private final @Nullable Path start;
  private final Problems problems = new Problems();
  private final Binder binder = new Binder(problems);

  private ConfigReader(Plugins plugins, @Nullable Path start) {
    this.plugins = plugins;
    this.start = start;
  }

  /** Reads a file. */
  static PeerConfig read(Path file, Plugins plugins) {
    return read(file.toString(), folderOf(file), text(file), Map.of(), plugins);
  }

  /** The folder that a file is in. */
  static @Nullable Path folderOf(Path file) {
    return file.toAbsolutePath().normalize().getParent();
  }

  /**
   * The text of a file.
   *
   * @throws PeerwrightException if it cannot be read; says which file and why
   */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new PeerwrightException(
          Reason.UNRESOLVED, "there is no file " + file.toAbsolutePath(), e);
    } catch (CharacterCodingException e) {
      throw new PeerwrightException(
          Reason.CORRUPT, file.toAbsolutePath() + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new PeerwrightException(
          Reason.FAILED, "cannot read " + file.toAbsolutePath() + ": " + e, e);
    }
  }

  /**
   * Reads a document.
   *
   * @param source what to call it in messages
   * @param directory where relative paths start; null if that is not known
   * @param settings values that take precedence; see {@link JsonSettings}
   * @throws ConfigException with all that is wrong
   */
  static PeerConfig read(
      String source,
      @Nullable Path directory,
      String text,
      Map<String, String> settings,
      Plugins plugins) {
    ConfigReader reader = new ConfigReader(plugins, directory);
    Json json = JsonReader.read(text, reader.problems);
    reader.problems.throwIfAny(source);
    PeerConfig config = null;
    if (json instanceof Json.Obj document) {
      new JsonSettings(reader.problems).apply(document, settings);
      config = reader.document(document);
    } else {
      reader.problems.add(json.place(), "must be an object, is " + json.kind());
    }
    reader.problems.throwIfAny(source);
    if (config == null) {
      throw new AssertionError("no configuration and no problem in " + source);
    }
    return config;
  }

  private @Nullable PeerConfig document(Json.Obj document) {
    Base base = binder.bind(without(document, SECTIONS), Base.class, Base.DEFAULTS, SECTIONS);
    Place place = Place.DEFAULTS;
    Section transport = null;
    Json.Obj section = transportSection(document);
    if (section != null) {
      place = binder.bind(only(section, Place.KEYS), Place.class, Place.DEFAULTS, Set.of());
      Json.Obj rest = without(section, Place.KEYS);
      transport = section(rest, plugins.transports(), "transport", Place.KEYS);
    }
    List<Section> decorators = sections(document, DECORATE, plugins.decorators(), "decorator");
    nat(document, decorators);
    Section naming = service(document, NAMING, plugins.namings());
    Section multicast = service(document, MULTICAST, plugins.multicasts());
    List<Section> overlays = sections(document, OVERLAYS, plugins.overlays(), "overlay");
    if (document.get(OVERLAYS) instanceof Json.Arr list && list.items().isEmpty()) {
      problems.add(
          list.place(),
          "names no overlay; leave the key out for a peer without one, or name one of "
              + installed(plugins.overlays()));
    }
    if (base == null || place == null || transport == null || problems.count() > 0) {
      return null;
    }
    Path directory = start == null ? place.directory() : directory(start, place.directory());
    if (document.get(SHARE) instanceof Json.Arr folders && !base.share().isEmpty()) {
      PeerPlan.checkOffered(
          folders.place(),
          Sharing.class,
          Stream.of(
                  providers(plugins.namings(), naming == null ? List.of() : List.of(naming)),
                  providers(
                      plugins.multicasts(), multicast == null ? List.of() : List.of(multicast)),
                  providers(plugins.overlays(), overlays))
              .flatMap(Function.identity()),
          plugins,
          problems);
      if (start != null && directory != null) {
        checkFolders(directory, folders);
      }
    }
    return new PeerConfig(
        base.name(),
        transport,
        place.listen(),
        directory,
        decorators,
        naming,
        multicast,
        overlays,
        base.share(),
        base.exclude(),
        base.rescan(),
        base.download(),
        base.events(),
        base.metrics());
  }

  private static Path directory(Path start, @Nullable Path named) {
    return named == null ? start : start.resolve(named);
  }

  private static Stream<Provider<?>> providers(
      Map<String, ? extends Provider<?>> known, List<Section> chosen) {
    return chosen.stream().map(section -> known.get(section.type()));
  }

  private void checkFolders(Path directory, Json.Arr folders) {
    for (Json folder : folders.items()) {
      if (folder instanceof Json.Str path) {
        problems.addIfAbsent(folder.place(), path.value(), directory::resolve);
      }
    }
  }

  private Json.@Nullable Obj transportSection(Json.Obj document) {
    Json given = document.get(TRANSPORT);
    if (given == null) {
      problems.add(
          document.place(),
          "the key \"transport\" is missing, such as {\"type\": ...} with one of "
              + installed(plugins.transports()));
      return null;
    }
    return object(given);
  }

  private Json.@Nullable Obj object(Json given) {
    if (given instanceof Json.Obj object) {
      return object;
    }
    problems.add(given.place(), "must be an object, is " + given.kind());
    return null;
  }

  private List<Section> sections(
      Json.Obj document, String key, Map<String, ? extends Provider<?>> known, String kind) {
    List<Section> sections = new ArrayList<>();
    Json given = document.get(key);
    if (given instanceof Json.Arr array) {
      for (Json item : array.items()) {
        Json.Obj object = object(item);
        Section section = object == null ? null : section(object, known, kind, Set.of());
        if (section != null) {
          sections.add(section);
        }
      }
    } else if (given != null) {
      problems.add(given.place(), "must be a list, is " + given.kind());
    }
    return sections;
  }

  private void nat(Json.Obj document, List<Section> decorators) {
    Json given = document.get(NAT);
    Json.Obj object = given == null ? null : object(given);
    if (object == null) {
      return;
    }
    Provider<?> provider = plugins.decorators().get(NAT);
    if (provider == null) {
      problems.add(
          object.place(),
          "no decorator \"nat\" is installed (installed: " + installed(plugins.decorators()) + ")");
      return;
    }
    Record config = bind(provider, object, Set.of());
    if (config != null) {
      decorators.add(new Section(NAT, config));
    }
  }

  private @Nullable Section service(
      Json.Obj document, String key, Map<String, ? extends Provider<?>> known) {
    Json given = document.get(key);
    Json.Obj object = given == null ? null : object(given);
    return object == null ? null : section(object, known, key + " plug-in", Set.of());
  }

  private @Nullable Section section(
      Json.Obj object,
      Map<String, ? extends Provider<?>> known,
      String kind,
      Set<String> otherKeys) {
    Json type = object.get(TYPE);
    if (!(type instanceof Json.Str name)) {
      problems.add(
          type == null ? object.place() : type.place(),
          (type == null ? "the key \"type\" is missing" : "must be a text, is " + type.kind())
              + "; installed: "
              + installed(known));
      return null;
    }
    Provider<?> provider = known.get(name.value());
    if (provider == null) {
      problems.unknown(type.place(), kind, name.value(), known.keySet(), "installed:");
      return null;
    }
    Record config = bind(provider, without(object, PLUGIN_KEYS), union(PLUGIN_KEYS, otherKeys));
    return config == null ? null : new Section(name.value(), config);
  }

  private <C extends Record> @Nullable C bind(
      Provider<C> provider, Json.Obj object, Set<String> alsoKnown) {
    try {
      return binder.bind(
          object, Provided.configType(provider), Provided.defaults(provider), alsoKnown);
    } catch (PeerwrightException e) {
      problems.add(object.place(), PeerwrightException.why(e));
      return null;
    }
  }

  private static String installed(Map<String, ?> known) {
    return known.isEmpty() ? "none" : String.join(", ", known.keySet());
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }

  private static Json.Obj without(Json.Obj object, Set<String> keys) {
    Map<String, Member> rest = new LinkedHashMap<>(object.members());
    rest.keySet().removeAll(keys);
    return new Json.Obj(object.place(), rest);
  }

  private static Json.Obj only(Json.Obj object, Set<String> keys) {
    Map<String, Member> part = new LinkedHashMap<>(object.members());
    part.keySet().retainAll(keys);
    return new Json.Obj(object.place(), part);
  }
}

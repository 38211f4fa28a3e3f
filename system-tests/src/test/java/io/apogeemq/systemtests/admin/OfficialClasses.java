package io.apogeemq.systemtests.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one official generation, called by name: they moved between the generations, and
 * two versions of one class don't fit in one class path. Stateless but for the loaded classes.
 */
final class OfficialClasses {

    /** The generations whose classes are at hand. */
    enum Generation {
        V4_9_8("org.apache.rocketmq.common"),
        V5_5_0("org.apache.rocketmq.remoting");

        private final String protocolParent;

        Generation(String protocolParent) {
            this.protocolParent = protocolParent;
        }
    }

    private static final Map<Class<?>, Class<?>> BOXES =
            Map.of(int.class, Integer.class, boolean.class, Boolean.class);

    private final Generation generation;
    private final ClassLoader loader;

    private OfficialClasses(Generation generation, ClassLoader loader) {
        this.generation = generation;
        this.loader = loader;
    }

    static OfficialClasses of(Generation generation) {
        return new OfficialClasses(
                generation,
                switch (generation) {
                    case V4_9_8 -> older();
                    case V5_5_0 -> OfficialClasses.class.getClassLoader();
                });
    }

    /** The jars that the build copies for the client scenarios of the older generation. */
    private static ClassLoader older() {
        Path directory = Path.of(System.getProperty("apogee.systemtests.older", ""));
        try (Stream<Path> jars = Files.list(directory)) {
            return new URLClassLoader(
                    jars.map(OfficialClasses::url).toArray(URL[]::new),
                    ClassLoader.getPlatformClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    Generation generation() {
        return generation;
    }

    /** A new object of a class below the generation's {@code protocol} package. */
    Object makeOfProtocol(String name) {
        return make(generation.protocolParent + ".protocol." + name);
    }

    Object make(String name) {
        try {
            return loader.loadClass(name).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** The value of a constant. */
    Object constant(String type, String name) {
        try {
            return loader.loadClass(type).getField(name).get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + "." + name, e);
        }
    }

    Object callStatic(String type, String method, Object... arguments) {
        try {
            return invoke(loader.loadClass(type), null, method, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + "." + method, e);
        }
    }

    static Object call(Object object, String method, Object... arguments) {
        try {
            return invoke(object.getClass(), object, method, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(object.getClass() + "." + method, e);
        }
    }

    private static Object invoke(
            Class<?> type, @Nullable Object object, String name, Object... arguments)
            throws ReflectiveOperationException {
        Method method =
                Arrays.stream(type.getMethods())
                        .filter(each -> each.getName().equals(name))
                        .filter(each -> takes(each.getParameterTypes(), arguments))
                        .findFirst()
                        .orElseThrow(() -> new NoSuchMethodException(name));
        return method.invoke(object, arguments);
    }

    private static boolean takes(Class<?>[] wanted, Object[] given) {
        if (wanted.length != given.length) {
            return false;
        }
        for (int i = 0; i < given.length; i++) {
            if (!BOXES.getOrDefault(wanted[i], wanted[i]).isInstance(given[i])) {
                return false;
            }
        }
        return true;
    }
}

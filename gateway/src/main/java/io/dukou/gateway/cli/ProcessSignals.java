package io.dukou.gateway.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * The signals of the process.
 *
 * <p>Java has no public way to hear SIGHUP, for which it would otherwise end the process, and lets
 * shutdown hooks of libraries run beside each other on SIGTERM. {@code sun.misc.Signal} of the
 * module {@code jdk.unsupported} is exported for this use; it is reached by name, since the
 * compiler warns of it in a way that cannot be turned off.
 */
final class ProcessSignals {
  private ProcessSignals() {}

  /**
   * Lets SIGTERM and SIGINT stop {@code loop} and SIGHUP reload it.
   *
   * @throws IllegalStateException if this Java hears no signals
   */
  static void listen(ServeLoop loop) {
    Map<String, Runnable> actions =
        Map.of("TERM", loop::stop, "INT", loop::stop, "HUP", loop::reload);
    actions.forEach(ProcessSignals::on);
  }

  /** Ends the process at once. */
  static void halt(int status) {
    Runtime.getRuntime().halt(status);
  }

  private static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object listener =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                  return null;
                }
                return method.getName().equals("equals")
                    ? proxy == arguments[0]
                    : method.getName().equals("hashCode") ? (Object) name.hashCode() : name;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java hears no signal " + name + cause(e), e);
    }
  }

  private static String cause(ReflectiveOperationException failure) {
    return failure instanceof InvocationTargetException ? ": it is taken" : "";
  }
}

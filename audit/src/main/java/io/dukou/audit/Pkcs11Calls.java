package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Calls the functions of a PKCS#11 module by their place in its list: those of a library, or ones
 * of a test. Any thread.
 */
@FunctionalInterface
interface Pkcs11Calls {
  /**
   * Calls a function with the arguments that OASIS PKCS #11 gives it.
   *
   * @return its {@code CK_RV}
   */
  long call(At function, Object... arguments);

  /**
   * Loads a library. What it has open stays so until the process ends.
   *
   * @throws TokenException if the library refuses, or none can be called from this program
   * @throws UnsatisfiedLinkError if the file is no library for this machine
   */
  static Pkcs11Calls of(Path file) {
    requireNative();
    return new Loaded(file)::call;
  }

  /** Has JNA unpack and load its own library, which each use of a token needs first. */
  private static void requireNative() {
    boolean isUsable;
    try {
      isUsable = Native.LONG_SIZE == Native.POINTER_SIZE;
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) { // the second time it is the latter
      throw new TokenException(
          "the library that calls modules cannot be unpacked and loaded: the folder for it ("
              + "jna.tmpdir, else .cache/JNA/temp of this user) cannot be written, is full or is"
              + " mounted noexec; name another with DUKOU_JAVA_OPTS=-Djna.tmpdir=FOLDER",
          Pkcs11.OK);
    }
    if (!isUsable) {
      throw new TokenException("tokens are used on Unix only", Pkcs11.OK);
    }
  }

  /** The functions of a library. */
  final class Loaded {
    /** Kept, for a library that nobody holds is unloaded. */
    private final NativeLibrary library;

    private final Map<At, Function> functions = new EnumMap<>(At.class);

    private Loaded(Path file) {
      this.library = NativeLibrary.getInstance(file.toString());
      PointerByReference list = new PointerByReference();
      Function get = library.getFunction("C_GetFunctionList");
      Pkcs11.require(((NativeLong) get.invoke(NativeLong.class, new Object[] {list})).longValue());
      for (At each : At.values()) {
        long behindVersion = (1L + each.number) * Native.POINTER_SIZE;
        Pointer address = list.getValue().getPointer(behindVersion);
        functions.put(each, Function.getFunction(address));
      }
    }

    private long call(At function, Object... arguments) {
      Function called = requireNonNull(functions.get(function));
      return ((NativeLong) called.invoke(NativeLong.class, arguments)).longValue();
    }
  }

  /** The places of functions in the list of a module. */
  enum At {
    /** {@code C_Initialize}. */
    INITIALIZE(0),
    /** {@code C_GetSlotList}. */
    GET_SLOT_LIST(4),
    /** {@code C_GetTokenInfo}. */
    GET_TOKEN_INFO(6),
    /** {@code C_OpenSession}. */
    OPEN_SESSION(12),
    /** {@code C_CloseSession}. */
    CLOSE_SESSION(13),
    /** {@code C_Login}. */
    LOGIN(18),
    /** {@code C_GetAttributeValue}. */
    GET_ATTRIBUTE_VALUE(24),
    /** {@code C_FindObjectsInit}. */
    FIND_OBJECTS_INIT(26),
    /** {@code C_FindObjects}. */
    FIND_OBJECTS(27),
    /** {@code C_FindObjectsFinal}. */
    FIND_OBJECTS_FINAL(28),
    /** {@code C_SignInit}. */
    SIGN_INIT(42),
    /** {@code C_Sign}. */
    SIGN(43),
    /** {@code C_GenerateKeyPair}. */
    GENERATE_KEY_PAIR(59);

    private final int number;

    At(int number) {
      this.number = number;
    }
  }
}

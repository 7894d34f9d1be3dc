package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The few functions of a PKCS#11 module (OASIS PKCS #11 3.0; the numbers of functions are those of
 * 2.40, which it keeps) that signing with EdDSA needs. Java 17's own provider for such modules has
 * no EdDSA.
 *
 * <p>On systems whose {@code CK_ULONG} is as long as a pointer, which are all but Windows. Each
 * module is initialised once in a process and stays so. Any thread; calls on one session must take
 * turns. Messages hold numbers of errors and never a PIN, a handle or a key.
 */
final class Pkcs11 {
  static final long OK = 0;
  static final long PIN_INCORRECT = 0xA0;
  private static final long ALREADY_LOGGED_IN = 0x100;
  private static final long ALREADY_INITIALIZED = 0x191;

  private static final long PUBLIC_KEY = 2;
  private static final long PRIVATE_KEY = 3;
  private static final long EC_EDWARDS = 0x40;
  private static final long EDDSA = 0x1057;

  private static final long CLASS = 0;
  private static final long LABEL = 3;
  private static final long KEY_TYPE = 0x100;
  private static final long ID = 0x102;
  private static final long EC_POINT = 0x181;

  private static final long SERIAL_SESSION = 4;
  private static final long USER = 1;
  private static final long OS_LOCKING_OK = 2;
  private static final long LOW_LAST_OR_LOCKED = 0x10000 | 0x20000 | 0x40000;

  private static final int LABEL_BYTES = 32;
  private static final int SERIAL_AT = 80;
  private static final int SERIAL_BYTES = 16;
  private static final int FLAGS_AT = 96;
  private static final int WORD = Native.POINTER_SIZE;

  private static final Map<Path, Pkcs11> MODULES = new HashMap<>();

  /** Kept, for a library that nobody holds is unloaded. */
  private final NativeLibrary library;

  private final Map<At, Function> functions = new EnumMap<>(At.class);

  /** Digests of the PINs that let this process in, by slot. */
  private final Map<Long, byte[]> pins = new HashMap<>();

  private Pkcs11(Path module) {
    this.library = NativeLibrary.getInstance(module.toString());
    PointerByReference list = new PointerByReference();
    Function get = library.getFunction("C_GetFunctionList");
    require(((NativeLong) get.invoke(NativeLong.class, new Object[] {list})).longValue());
    for (At each : At.values()) {
      Pointer address = list.getValue().getPointer((1L + each.number) * WORD); // behind the version
      functions.put(each, Function.getFunction(address));
    }
    Memory arguments = new Memory(6L * WORD);
    arguments.clear();
    arguments.setNativeLong(4L * WORD, new NativeLong(OS_LOCKING_OK));
    long result = call(At.INITIALIZE, arguments);
    if (result != ALREADY_INITIALIZED) {
      require(result);
    }
  }

  /**
   * Returns a module, which is loaded once.
   *
   * @throws TokenException if it cannot be initialised
   * @throws UnsatisfiedLinkError if the file is no library for this machine
   */
  static synchronized Pkcs11 module(Path file) {
    if (Native.LONG_SIZE != Native.POINTER_SIZE) {
      throw new TokenException("tokens are used on Unix only", OK);
    }
    return MODULES.computeIfAbsent(file, Pkcs11::new);
  }

  /** Returns the slots with a token. */
  List<Long> slots() {
    NativeLongByReference count = new NativeLongByReference();
    require(call(At.GET_SLOT_LIST, (byte) 1, Pointer.NULL, count));
    int most = count.getValue().intValue();
    Memory slots = new Memory(Math.max(1, most) * (long) WORD);
    require(call(At.GET_SLOT_LIST, (byte) 1, slots, count));
    List<Long> found = new ArrayList<>();
    for (int i = 0; i < Math.min(most, count.getValue().intValue()); i++) {
      found.add(slots.getNativeLong((long) i * WORD).longValue());
    }
    return found;
  }

  /** What a token says of itself. */
  record Token(String label, String serial, boolean isNearlyLocked) {}

  /** Returns what the token in a slot says of itself. */
  Token token(long slot) {
    Memory info = new Memory(512);
    info.clear();
    require(call(At.GET_TOKEN_INFO, new NativeLong(slot), info));
    long flags = info.getNativeLong(FLAGS_AT).longValue();
    return new Token(
        padded(info.getByteArray(0, LABEL_BYTES)),
        padded(info.getByteArray(SERIAL_AT, SERIAL_BYTES)),
        (flags & LOW_LAST_OR_LOCKED) != 0);
  }

  private static String padded(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).stripTrailing();
  }

  /** Opens a session and logs in, trying the PIN once. */
  long login(long slot, byte[] pin) {
    NativeLongByReference session = new NativeLongByReference();
    require(
        call(
            At.OPEN_SESSION,
            new NativeLong(slot),
            new NativeLong(SERIAL_SESSION),
            Pointer.NULL,
            Pointer.NULL,
            session));
    NativeLong handle = session.getValue();
    long result = call(At.LOGIN, handle, new NativeLong(USER), pin, new NativeLong(pin.length));
    if (result == ALREADY_LOGGED_IN && isKnown(slot, pin)) {
      return handle.longValue();
    }
    if (result != OK) {
      call(At.CLOSE_SESSION, handle);
      throw new TokenException("the token does not let this program in", result);
    }
    pins.put(slot, TreeHash.sha256().digest(pin));
    return handle.longValue();
  }

  /** Tells whether a PIN let this process in before: a token looks at no second one. */
  private boolean isKnown(long slot, byte[] pin) {
    return Arrays.equals(pins.get(slot), TreeHash.sha256().digest(pin));
  }

  /** Ends a session. */
  void close(long session) {
    call(At.CLOSE_SESSION, new NativeLong(session));
  }

  /** Returns the handles of at most two private keys for EdDSA with these attributes. */
  List<Long> privateKeys(long session, TokenUri wanted) {
    return find(session, PRIVATE_KEY, wanted);
  }

  /** Returns the point of the one public key with these attributes, as the token has it. */
  byte[] publicPoint(long session, TokenUri wanted) {
    List<Long> found = find(session, PUBLIC_KEY, wanted);
    if (found.size() != 1) {
      throw new TokenException("the token has not one public key beside the private key", OK);
    }
    Memory value = new Memory(128);
    Memory attribute = attributes(List.of(new Attribute(EC_POINT, value)));
    try {
      require(
          call(
              At.GET_ATTRIBUTE_VALUE,
              new NativeLong(session),
              new NativeLong(found.get(0)),
              attribute,
              new NativeLong(1)));
    } finally {
      Reference.reachabilityFence(value); // the template has its address alone
    }
    return value.getByteArray(0, attribute.getNativeLong(2L * WORD).intValue());
  }

  private List<Long> find(long session, long kind, TokenUri wanted) {
    List<Attribute> template =
        new ArrayList<>(
            List.of(
                new Attribute(CLASS, number(kind)), new Attribute(KEY_TYPE, number(EC_EDWARDS))));
    String label = wanted.object();
    if (label != null) {
      template.add(new Attribute(LABEL, memory(label.getBytes(StandardCharsets.UTF_8))));
    }
    String id = wanted.id();
    if (id != null) {
      template.add(new Attribute(ID, memory(StrictText.fromHex(id))));
    }
    NativeLong handle = new NativeLong(session);
    try {
      require(
          call(
              At.FIND_OBJECTS_INIT, handle, attributes(template), new NativeLong(template.size())));
    } finally {
      Reference.reachabilityFence(template); // what it points to must not be freed meanwhile
    }
    int most = 2;
    Memory objects = new Memory((long) most * WORD);
    NativeLongByReference count = new NativeLongByReference();
    long result = call(At.FIND_OBJECTS, handle, objects, new NativeLong(most), count);
    call(At.FIND_OBJECTS_FINAL, handle);
    require(result);
    List<Long> found = new ArrayList<>();
    for (int i = 0; i < count.getValue().intValue(); i++) {
      found.add(objects.getNativeLong((long) i * WORD).longValue());
    }
    return found;
  }

  /** Signs with Ed25519 (RFC 8032, not prehashed). */
  byte[] sign(long session, long key, byte[] message) {
    NativeLong handle = new NativeLong(session);
    Memory mechanism = new Memory(3L * WORD);
    mechanism.clear();
    mechanism.setNativeLong(0, new NativeLong(EDDSA));
    require(call(At.SIGN_INIT, handle, mechanism, new NativeLong(key)));
    byte[] signature = new byte[256];
    NativeLongByReference length = new NativeLongByReference(new NativeLong(signature.length));
    require(call(At.SIGN, handle, message, new NativeLong(message.length), signature, length));
    return Arrays.copyOf(signature, length.getValue().intValue());
  }

  private long call(At function, Object... arguments) {
    Function called = requireNonNull(functions.get(function));
    return ((NativeLong) called.invoke(NativeLong.class, arguments)).longValue();
  }

  private static void require(long result) {
    if (result != OK) {
      throw new TokenException("the token or its module failed", result);
    }
  }

  private static Memory number(long value) {
    Memory memory = new Memory(WORD);
    memory.setNativeLong(0, new NativeLong(value));
    return memory;
  }

  private static Memory memory(byte[] bytes) {
    Memory memory = new Memory(Math.max(1, bytes.length));
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }

  private static Memory attributes(List<Attribute> attributes) {
    Memory template = new Memory(3L * WORD * attributes.size());
    long at = 0;
    for (Attribute attribute : attributes) {
      template.setNativeLong(at, new NativeLong(attribute.type));
      template.setPointer(at + WORD, attribute.value);
      template.setNativeLong(at + 2L * WORD, new NativeLong(attribute.value.size()));
      at += 3L * WORD;
    }
    return template;
  }

  /** An attribute of an object. */
  private record Attribute(long type, Memory value) {}

  /** The places of functions in the list of a module. */
  private enum At {
    INITIALIZE(0),
    GET_SLOT_LIST(4),
    GET_TOKEN_INFO(6),
    OPEN_SESSION(12),
    CLOSE_SESSION(13),
    LOGIN(18),
    GET_ATTRIBUTE_VALUE(24),
    FIND_OBJECTS_INIT(26),
    FIND_OBJECTS(27),
    FIND_OBJECTS_FINAL(28),
    SIGN_INIT(42),
    SIGN(43);

    private final int number;

    At(int number) {
      this.number = number;
    }
  }

  /** What a token or its module answered instead of doing what was asked. */
  static final class TokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long result;

    TokenException(String words, long result) {
      super(result == OK ? words : words + " (CKR 0x" + Long.toHexString(result) + ")");
      this.result = result;
    }

    /** Returns the number of the error, 0 if it is none of the module's. */
    long result() {
      return result;
    }
  }
}

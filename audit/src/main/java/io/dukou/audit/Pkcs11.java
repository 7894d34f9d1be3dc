package io.dukou.audit;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import io.dukou.audit.Pkcs11Calls.At;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The few functions of a PKCS#11 module (OASIS PKCS #11 3.0; the numbers of functions are those of
 * 2.40, which it keeps) that signing with EdDSA needs, and making a key for it. Java 17's own
 * provider for such modules has no EdDSA.
 *
 * <p>On systems whose {@code CK_ULONG} is as long as a pointer, which are all but Windows. Each
 * module is initialised once in a process and stays so, and one that hangs is given up. Any thread;
 * calls on one session must take turns. Messages hold numbers of errors and never a PIN, a handle
 * or a key.
 */
final class Pkcs11 {
  static final long OK = 0;
  static final long PIN_INCORRECT = 0xA0;
  static final long PIN_LOCKED = 0xA4;
  static final String UNLOCK = ": have the token's security officer set a new one";
  private static final long ALREADY_LOGGED_IN = 0x100;
  private static final long ALREADY_INITIALIZED = 0x191;

  private static final long PUBLIC_KEY = 2;
  private static final long PRIVATE_KEY = 3;
  private static final long EC_EDWARDS = 0x40;
  private static final long EDDSA = 0x1057;
  private static final long EDWARDS_KEY_PAIR_GEN = 0x1055;

  private static final long CLASS = 0;
  private static final long TOKEN = 1;
  private static final long PRIVATE = 2;
  private static final long KEY_TYPE = 0x100;
  private static final long SENSITIVE = 0x103;
  private static final long SIGN = 0x108;
  private static final long VERIFY = 0x10A;
  private static final long EXTRACTABLE = 0x162;
  private static final long EC_PARAMS = 0x180;
  private static final long EC_POINT = 0x181;

  /** The curve as section 2.3.5 names it: a PrintableString in DER. */
  private static final byte[] EDWARDS25519 =
      ("\u0013\u000c" + "edwards25519").getBytes(StandardCharsets.US_ASCII);

  private static final long SERIAL_SESSION = 4;
  private static final long WRITABLE_SESSION = 2;
  private static final long USER = 1;
  private static final long OS_LOCKING_OK = 2;
  private static final long LOW_OR_LAST = 0x10000 | 0x20000;
  private static final long LOCKED = 0x40000;

  private static final int LABEL_BYTES = 32;
  private static final int SERIAL_AT = 80;
  private static final int SERIAL_BYTES = 16;
  private static final int FLAGS_AT = 96;

  private static final Map<Path, Pkcs11> MODULES = new HashMap<>();

  private final Pkcs11Calls calls;

  /** Digests of the PINs that let this process in, by slot. */
  private final Map<Long, byte[]> pins = new ConcurrentHashMap<>();

  /** Initialises a module. */
  Pkcs11(Pkcs11Calls calls) {
    this.calls = calls;
    Memory arguments = new Memory(6L * Native.POINTER_SIZE);
    arguments.clear();
    arguments.setNativeLong(4L * Native.POINTER_SIZE, new NativeLong(OS_LOCKING_OK));
    long result = call(At.INITIALIZE, arguments);
    if (result != OK && result != ALREADY_INITIALIZED) {
      throw new TokenException(
          "the module of module-path cannot be started; see that its maker's tool works here, for"
              + " this user and with the same settings",
          result);
    }
  }

  /**
   * Returns a module, which is loaded once.
   *
   * @throws TokenException if it cannot be initialised, or none can be called from this program
   * @throws UnsatisfiedLinkError if the file is no library for this machine
   */
  static Pkcs11 module(Path file) {
    synchronized (MODULES) {
      Pkcs11 known = MODULES.get(file);
      if (known == null) {
        known = new Pkcs11(new PatientCalls(Pkcs11Calls.of(file), PatientCalls.PATIENCE));
        MODULES.put(file, known);
      }
      return known;
    }
  }

  /** Returns the slots with a token. */
  List<Long> slots() {
    NativeLongByReference count = new NativeLongByReference();
    require(call(At.GET_SLOT_LIST, (byte) 1, Pointer.NULL, count));
    int most = count.getValue().intValue();
    Memory slots = new Memory(Math.max(1, most) * (long) Native.LONG_SIZE);
    require(call(At.GET_SLOT_LIST, (byte) 1, slots, count));
    return numbers(slots, Math.min(most, count.getValue().intValue()));
  }

  private static List<Long> numbers(Memory memory, int count) {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(memory.getNativeLong((long) i * Native.LONG_SIZE).longValue());
    }
    return numbers;
  }

  /**
   * What a token says of itself.
   *
   * @param isLocked whether it takes no PIN any more
   * @param isNearlyLocked whether wrong PINs were tried since the right one was
   */
  record Token(String label, String serial, boolean isLocked, boolean isNearlyLocked) {}

  /** Returns what the token in a slot says of itself. */
  Token token(long slot) {
    Memory info = new Memory(512);
    info.clear();
    require(call(At.GET_TOKEN_INFO, new NativeLong(slot), info));
    long flags = info.getNativeLong(FLAGS_AT).longValue();
    return new Token(
        padded(info.getByteArray(0, LABEL_BYTES)),
        padded(info.getByteArray(SERIAL_AT, SERIAL_BYTES)),
        (flags & LOCKED) != 0,
        (flags & LOW_OR_LAST) != 0);
  }

  private static String padded(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).stripTrailing();
  }

  /**
   * Opens a session and logs in, trying the PIN once.
   *
   * @param writes whether keys will be made in it
   */
  long login(long slot, byte[] pin, boolean writes) {
    NativeLongByReference session = new NativeLongByReference();
    require(
        call(
            At.OPEN_SESSION,
            new NativeLong(slot),
            new NativeLong(SERIAL_SESSION | (writes ? WRITABLE_SESSION : 0)),
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

  /** Returns the handles of at most two private keys for EdDSA with a label and identifier. */
  List<Long> privateKeys(long session, TokenUri wanted) {
    return find(session, keys(PRIVATE_KEY, wanted).number(KEY_TYPE, EC_EDWARDS));
  }

  /** Tells whether there is a private key with a label and identifier, of whatever type. */
  boolean hasPrivateKey(long session, TokenUri wanted) {
    return !find(session, keys(PRIVATE_KEY, wanted)).isEmpty();
  }

  /** Tells whether there is a public key with a label and identifier, of whatever type. */
  boolean hasPublicKey(long session, TokenUri wanted) {
    return !find(session, keys(PUBLIC_KEY, wanted)).isEmpty();
  }

  private static Pkcs11Template keys(long kind, TokenUri wanted) {
    return new Pkcs11Template().number(CLASS, kind).named(wanted.object(), wanted.id());
  }

  /** Returns the point of the one public key with these attributes, as the token has it. */
  byte[] publicPoint(long session, TokenUri wanted) {
    List<Long> found = find(session, keys(PUBLIC_KEY, wanted).number(KEY_TYPE, EC_EDWARDS));
    if (found.size() != 1) {
      throw new TokenException("the token has not one public key beside the private key", OK);
    }
    Pkcs11Template point = new Pkcs11Template().room(EC_POINT, 128);
    Memory attribute = point.memory();
    try {
      require(
          call(
              At.GET_ATTRIBUTE_VALUE,
              new NativeLong(session),
              new NativeLong(found.get(0)),
              attribute,
              point.count()));
      return point.first(attribute);
    } finally {
      Reference.reachabilityFence(point); // the attribute has its address alone
    }
  }

  private List<Long> find(long session, Pkcs11Template wanted) {
    NativeLong handle = new NativeLong(session);
    try {
      require(call(At.FIND_OBJECTS_INIT, handle, wanted.memory(), wanted.count()));
    } finally {
      Reference.reachabilityFence(wanted); // what it points to must not be freed meanwhile
    }
    int most = 2;
    Memory objects = new Memory((long) most * Native.LONG_SIZE);
    NativeLongByReference count = new NativeLongByReference();
    long result = call(At.FIND_OBJECTS, handle, objects, new NativeLong(most), count);
    call(At.FIND_OBJECTS_FINAL, handle);
    require(result);
    return numbers(objects, count.getValue().intValue());
  }

  /**
   * Makes an Ed25519 key that stays in the token: sensitive and not extractable.
   *
   * @param label what both halves are called
   * @param id identifier of both halves in hexadecimal
   */
  void generate(long session, String label, String id) {
    Memory mechanism = mechanism(EDWARDS_KEY_PAIR_GEN);
    Pkcs11Template shown =
        new Pkcs11Template()
            .flag(TOKEN, true)
            .flag(PRIVATE, false)
            .flag(VERIFY, true)
            .bytes(EC_PARAMS, EDWARDS25519)
            .named(label, id);
    Pkcs11Template hidden =
        new Pkcs11Template()
            .flag(TOKEN, true)
            .flag(PRIVATE, true)
            .flag(SENSITIVE, true)
            .flag(EXTRACTABLE, false)
            .flag(SIGN, true)
            .named(label, id);
    try {
      require(
          call(
              At.GENERATE_KEY_PAIR,
              new NativeLong(session),
              mechanism,
              shown.memory(),
              shown.count(),
              hidden.memory(),
              hidden.count(),
              new NativeLongByReference(),
              new NativeLongByReference()));
    } finally {
      Reference.reachabilityFence(shown);
      Reference.reachabilityFence(hidden);
    }
  }

  /** Signs with Ed25519 (RFC 8032, not prehashed). */
  byte[] sign(long session, long key, byte[] message) {
    NativeLong handle = new NativeLong(session);
    require(call(At.SIGN_INIT, handle, mechanism(EDDSA), new NativeLong(key)));
    byte[] signature = new byte[256];
    NativeLongByReference length = new NativeLongByReference(new NativeLong(signature.length));
    require(call(At.SIGN, handle, message, new NativeLong(message.length), signature, length));
    return Arrays.copyOf(signature, length.getValue().intValue());
  }

  private long call(At function, Object... arguments) {
    return calls.call(function, arguments);
  }

  /** Fails with what a result other than {@code CKR_OK} means. */
  static void require(long result) {
    if (result != OK) {
      throw new TokenException("the token or its module failed", result);
    }
  }

  /** Returns a mechanism without parameters. */
  private static Memory mechanism(long number) {
    Memory mechanism = new Memory(3L * Native.POINTER_SIZE);
    mechanism.clear();
    mechanism.setNativeLong(0, new NativeLong(number));
    return mechanism;
  }
}

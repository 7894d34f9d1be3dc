package io.dukou.audit;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import io.dukou.audit.Pkcs11Calls.At;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A PKCS#11 module with one token and what a test puts into it, whose functions fail when told to.
 * Searches look at the class and type of keys alone.
 */
final class FakeToken implements Pkcs11Calls {
  static final String LABEL = "fake";
  static final String PIN = "MARKER-PIN-90125";

  private static final long PUBLIC_KEY = 2;
  private static final long PRIVATE_KEY = 3;
  private static final long EC_EDWARDS = 0x40;
  private static final long RSA = 0;

  private final byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
  private final Map<At, Long> failing = new EnumMap<>(At.class);
  private final List<Key> keys = new ArrayList<>();
  private List<Long> found = List.of();
  private long flags;
  private int signatureLength = Ed25519.SIGNATURE_SIZE;
  private boolean isForger;
  private At hangingAt = At.GENERATE_KEY_PAIR;
  private CountDownLatch hanging = new CountDownLatch(0);

  /** A key, of which the handle is its place. */
  private record Key(long kind, long type) {}

  /** Returns a token with the two halves of an Ed25519 key. */
  static FakeToken withKey() {
    FakeToken token = new FakeToken();
    token.keys.add(new Key(PRIVATE_KEY, EC_EDWARDS));
    token.keys.add(new Key(PUBLIC_KEY, EC_EDWARDS));
    return token;
  }

  /** Returns a token with an RSA key. */
  static FakeToken withRsaKey() {
    FakeToken token = new FakeToken();
    token.keys.add(new Key(PRIVATE_KEY, RSA));
    token.keys.add(new Key(PUBLIC_KEY, RSA));
    return token;
  }

  /** Returns a token with the public half of an Ed25519 key. */
  static FakeToken withPublicKey() {
    FakeToken token = new FakeToken();
    token.keys.add(new Key(PUBLIC_KEY, EC_EDWARDS));
    return token;
  }

  /** Has a function return an error from now on. */
  FakeToken fail(At function, long result) {
    failing.put(function, result);
    return this;
  }

  /** Has a function return when this token is mended, and not before. */
  FakeToken hang(At function) {
    hangingAt = function;
    hanging = new CountDownLatch(1);
    return this;
  }

  /** Has all functions work again. */
  void mend() {
    hanging.countDown();
    failing.clear();
    isForger = false;
    signatureLength = Ed25519.SIGNATURE_SIZE;
  }

  /** Sets flags of the token, {@code CKF_…}. */
  FakeToken flags(long set) {
    flags = set;
    return this;
  }

  /** Has it sign something else than it is given. */
  void forge() {
    isForger = true;
  }

  /** Has it return only so many bytes of a signature. */
  void cutSignatures(int length) {
    signatureLength = length;
  }

  /** Returns how many keys it has, each half counted. */
  int keys() {
    return keys.size();
  }

  @Override
  public long call(At function, Object... arguments) {
    if (function == hangingAt) {
      try {
        hanging.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return answer(function, arguments);
  }

  private synchronized long answer(At function, Object... arguments) {
    Long result = failing.get(function);
    if (result != null) {
      return result;
    }
    return switch (function) {
      case GET_SLOT_LIST -> slots((Pointer) arguments[1], (NativeLongByReference) arguments[2]);
      case GET_TOKEN_INFO -> info((Memory) arguments[1]);
      case LOGIN ->
          Arrays.equals((byte[]) arguments[2], PIN.getBytes(StandardCharsets.UTF_8))
              ? Pkcs11.OK
              : Pkcs11.PIN_INCORRECT;
      case FIND_OBJECTS_INIT -> look((Memory) arguments[1], number(arguments[2]));
      case FIND_OBJECTS -> find((Memory) arguments[1], (NativeLongByReference) arguments[3]);
      case GET_ATTRIBUTE_VALUE -> point((Memory) arguments[2]);
      case SIGN ->
          sign((byte[]) arguments[1], (byte[]) arguments[3], (NativeLongByReference) arguments[4]);
      case GENERATE_KEY_PAIR -> {
        keys.add(new Key(PRIVATE_KEY, EC_EDWARDS));
        keys.add(new Key(PUBLIC_KEY, EC_EDWARDS));
        yield Pkcs11.OK;
      }
      default -> Pkcs11.OK;
    };
  }

  private static long number(Object argument) {
    return ((NativeLong) argument).longValue();
  }

  private static long slots(Pointer slots, NativeLongByReference count) {
    if (slots != null) {
      slots.setNativeLong(0, new NativeLong(7));
    }
    count.setValue(new NativeLong(1));
    return Pkcs11.OK;
  }

  private long info(Memory info) {
    info.setMemory(0, 96, (byte) ' ');
    byte[] label = LABEL.getBytes(StandardCharsets.US_ASCII);
    info.write(0, label, 0, label.length);
    info.setNativeLong(96, new NativeLong(flags));
    return Pkcs11.OK;
  }

  private long look(Memory template, long count) {
    long kind = attribute(template, count, 0);
    long type = attribute(template, count, 0x100);
    List<Long> matching = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).kind == kind && (type < 0 || keys.get(i).type == type)) {
        matching.add((long) i);
      }
    }
    found = matching;
    return Pkcs11.OK;
  }

  /** Returns an attribute that is a number, or -1. */
  private static long attribute(Memory template, long count, long type) {
    long word = Native.POINTER_SIZE;
    for (long i = 0; i < count; i++) {
      if (template.getNativeLong(3 * word * i).longValue() == type) {
        return template.getPointer(3 * word * i + word).getNativeLong(0).longValue();
      }
    }
    return -1;
  }

  private long find(Memory objects, NativeLongByReference count) {
    int most = Math.min(2, found.size());
    for (int i = 0; i < most; i++) {
      objects.setNativeLong((long) i * Native.LONG_SIZE, new NativeLong(found.get(i)));
    }
    count.setValue(new NativeLong(most));
    return Pkcs11.OK;
  }

  private long point(Memory attribute) {
    byte[] point = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, point, 0);
    attribute.getPointer(Native.POINTER_SIZE).write(0, point, 0, point.length);
    attribute.setNativeLong(2L * Native.POINTER_SIZE, new NativeLong(point.length));
    return Pkcs11.OK;
  }

  private long sign(byte[] message, byte[] signature, NativeLongByReference length) {
    byte[] signed = isForger ? new byte[message.length] : message;
    Ed25519.sign(seed, 0, signed, 0, signed.length, signature, 0);
    length.setValue(new NativeLong(signatureLength));
    return Pkcs11.OK;
  }
}

package io.dukou.audit;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of an object as a PKCS#11 module takes them: type, address and length of each. One
 * thread; whoever hands its address to a module keeps it reachable until the call is over.
 */
final class Pkcs11Template {
  private static final long LABEL = 3;
  private static final long ID = 0x102;

  private final List<Long> types = new ArrayList<>();
  private final List<Memory> values = new ArrayList<>();

  /** Adds a {@code CK_ULONG}. */
  Pkcs11Template number(long type, long value) {
    Memory memory = new Memory(Native.LONG_SIZE);
    memory.setNativeLong(0, new NativeLong(value));
    return add(type, memory);
  }

  /** Adds a {@code CK_BBOOL}. */
  Pkcs11Template flag(long type, boolean value) {
    return bytes(type, new byte[] {(byte) (value ? 1 : 0)});
  }

  /** Adds bytes. */
  Pkcs11Template bytes(long type, byte[] value) {
    Memory memory = new Memory(Math.max(1, value.length));
    memory.write(0, value, 0, value.length);
    return add(type, memory);
  }

  /** Adds room for a value that the module fills in. */
  Pkcs11Template room(long type, int length) {
    return add(type, new Memory(length));
  }

  /** Adds label and identifier of a key, as far as they are given. */
  Pkcs11Template named(@Nullable String label, @Nullable String id) {
    if (label != null) {
      bytes(LABEL, label.getBytes(StandardCharsets.UTF_8));
    }
    if (id != null) {
      bytes(ID, StrictText.fromHex(id));
    }
    return this;
  }

  /** Returns how many attributes there are. */
  NativeLong count() {
    return new NativeLong(types.size());
  }

  /** Returns the attributes, which hold the addresses of the values alone. */
  Memory memory() {
    long word = Native.POINTER_SIZE;
    Memory template = new Memory(3 * word * types.size());
    long at = 0;
    for (int i = 0; i < types.size(); i++) {
      template.setNativeLong(at, new NativeLong(types.get(i)));
      template.setPointer(at + word, values.get(i));
      template.setNativeLong(at + 2 * word, new NativeLong(values.get(i).size()));
      at += 3 * word;
    }
    return template;
  }

  /** Returns the value of the first attribute, whose length the module has written. */
  byte[] first(Pointer filled) {
    int length = filled.getNativeLong(2L * Native.POINTER_SIZE).intValue();
    return values.get(0).getByteArray(0, length);
  }

  private Pkcs11Template add(long type, Memory value) {
    types.add(type);
    values.add(value);
    return this;
  }
}

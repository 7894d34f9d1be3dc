package io.dukou.gateway.spool;

import java.io.IOException;

/** A piece file that tells of each call before it passes it on. */
abstract class ForwardingFile implements PieceFile {
  private final PieceFile file;

  ForwardingFile(PieceFile file) {
    this.file = file;
  }

  abstract void called() throws IOException;

  @Override
  public void write(long position, byte[] bytes) throws IOException {
    called();
    file.write(position, bytes);
  }

  @Override
  public byte[] read(long position, int length) throws IOException {
    called();
    return file.read(position, length);
  }

  @Override
  public void close() throws IOException {
    called();
    file.close();
  }
}

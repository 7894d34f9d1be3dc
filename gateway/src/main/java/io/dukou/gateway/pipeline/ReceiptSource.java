package io.dukou.gateway.pipeline;

import io.dukou.audit.Receipt;

/** Where the receipts of earlier entries come from. Any thread may call. */
@FunctionalInterface
public interface ReceiptSource {
  /** Makes the receipt of a durable entry; blocks on the disk. */
  Receipt of(long index);
}

package io.dukou.anonymizer.table;

/** Knows where in the source a table is being read, so that a fault can name the place. */
@FunctionalInterface
interface FaultSite {
  /** Returns the failure to throw for {@code error} at the present place. */
  TableException fault(TableError error);
}

/** What the gateway writes into its transparency log, and how it is read back at start-up. */
@NullMarked
package io.dukou.gateway.journal;

import org.jspecify.annotations.NullMarked;

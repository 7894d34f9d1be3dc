/** The gateway's secret keys: typed, kept in owner-only files, never printed. */
@NullMarked
package io.dukou.gateway.keys;

import org.jspecify.annotations.NullMarked;

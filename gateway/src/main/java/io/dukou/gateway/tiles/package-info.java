/** The log over HTTP, in the layout of tlog-tiles. */
@NullMarked
package io.dukou.gateway.tiles;

import org.jspecify.annotations.NullMarked;

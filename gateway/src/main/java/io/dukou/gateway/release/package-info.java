/** Protected tables: how they are made, remembered, kept and selected from. */
@NullMarked
package io.dukou.gateway.release;

import org.jspecify.annotations.NullMarked;

/** Data cuts: whole tables read from origins in China, numbered and kept encrypted. */
@NullMarked
package io.dukou.gateway.cut;

import org.jspecify.annotations.NullMarked;

/**
 * The demonstration: an invented study, a hospital server that holds it, and the story that {@code
 * dukou demo} plays with them through the real gateway.
 *
 * <p>Every person here is made up from a seed. Names are drawn from common characters, resident ID
 * numbers carry a valid checksum because a gateway that looks for them must find them, and none of
 * it describes anyone.
 */
@NullMarked
package io.dukou.gateway.demo;

import org.jspecify.annotations.NullMarked;

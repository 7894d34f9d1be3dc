/** The one client through which the gateway opens connections, and the rules it keeps. */
@NullMarked
package io.dukou.gateway.outbound;

import org.jspecify.annotations.NullMarked;

/** The Dukou gateway: the server and the commands around it. */
@NullMarked
package io.dukou.gateway;

import org.jspecify.annotations.NullMarked;

/**
 * HTTP: who may connect, what a request must look like, how an answer is written and how much of it
 * left. Knows nothing of what is asked for or of why it is refused.
 */
@NullMarked
package io.dukou.gateway.server;

import org.jspecify.annotations.NullMarked;

/** Who is calling: bearer tokens, client certificates, registrations and what evidence says. */
@NullMarked
package io.dukou.gateway.identity;

import org.jspecify.annotations.NullMarked;

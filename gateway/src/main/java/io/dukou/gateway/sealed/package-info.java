/** Files that keep personal data at rest: encrypted, bound to their name, written durably. */
@NullMarked
package io.dukou.gateway.sealed;

import org.jspecify.annotations.NullMarked;

/** What is known about studies, recipients, mechanisms and consents, and the policy input. */
@NullMarked
package io.dukou.gateway.facts;

import org.jspecify.annotations.NullMarked;

/** Reports as pages that a person reads in a browser, without a network or a script. */
@NullMarked
package io.dukou.anonymizer.report;

import org.jspecify.annotations.NullMarked;

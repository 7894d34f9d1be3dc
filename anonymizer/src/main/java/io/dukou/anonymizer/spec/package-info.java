/** The specification file: which role each column plays and which privacy is asked for. */
@NullMarked
package io.dukou.anonymizer.spec;

import org.jspecify.annotations.NullMarked;

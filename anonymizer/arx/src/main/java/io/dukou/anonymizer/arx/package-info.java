/** A planner that searches with the ARX library (org.deidentifier.arx). */
@NullMarked
package io.dukou.anonymizer.arx;

import org.jspecify.annotations.NullMarked;

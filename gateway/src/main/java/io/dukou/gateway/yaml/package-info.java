/**
 * Strict reading of YAML files into typed values: every problem of a file is collected, and each is
 * named with file, line, column and remedy.
 */
@NullMarked
package io.dukou.gateway.yaml;

import org.jspecify.annotations.NullMarked;

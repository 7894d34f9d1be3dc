/** The {@code dukou} command line: subcommands, exit codes and how failures are reported. */
@NullMarked
package io.dukou.gateway.cli;

import org.jspecify.annotations.NullMarked;

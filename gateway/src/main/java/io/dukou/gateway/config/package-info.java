/** The gateway's configuration: a typed, validated tree of records and its loader. */
@NullMarked
package io.dukou.gateway.config;

import org.jspecify.annotations.NullMarked;

/**
 * The macro benchmark of the gateway against what most teams would build instead, all in one run on
 * one machine: {@code gateway/bin/benchmark}.
 */
package io.dukou.gateway.benchmark;

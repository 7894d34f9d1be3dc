package io.dukou.gateway.spool;

/**
 * How much all spools of a factory hold at one moment.
 *
 * @param open spools and writers that are not closed
 * @param memoryBytes bytes of bodies that lie in memory
 * @param bytes bytes of bodies in memory and files
 * @param quota the most that {@code bytes} may become
 */
public record SpoolStats(int open, long memoryBytes, long bytes, long quota) {}

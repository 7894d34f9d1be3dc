/**
 * Bodies that lie ready before their first byte goes out, or before they are read whole.
 *
 * <p>A {@linkplain io.dukou.gateway.spool.SpoolWriter writer} takes a body once; the {@linkplain
 * io.dukou.gateway.spool.Spool spool} it becomes is read any number of times, whole or in part. A
 * body lies in memory up to a limit, and from there on in a file that has no name and is encrypted
 * under a key that exists only in memory.
 *
 * <h2>What protects the file</h2>
 *
 * <p>The file is created readable by its owner only, loses its name before its first byte, and so
 * vanishes with the process, however that ends. Its content is a row of pieces of 64 KiB, each
 * sealed with AES-256-GCM under a key made for this one spool. Nonce and associated data hold the
 * position of the piece in the body and whether it is the last one, so a piece that was changed,
 * moved, repeated or left out does not open: {@link
 * io.dukou.gateway.spool.SpoolException.Reason#TAMPERED}.
 *
 * <h2>Threads</h2>
 *
 * <p>{@code SpoolWriter}, {@code Spool} and its streams may touch the disk: worker threads only.
 * {@link io.dukou.gateway.spool.SpoolSink} and {@link io.dukou.gateway.spool.SpoolSource} are their
 * Vert.x faces: they are used on one context and block it never.
 */
@NullMarked
package io.dukou.gateway.spool;

import org.jspecify.annotations.NullMarked;

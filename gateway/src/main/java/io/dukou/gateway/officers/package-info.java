/**
 * What officers do with the log: search, have something forgotten or held, hand entries over.
 * {@link io.dukou.gateway.officers.RecordsDesk} says what that is; {@link
 * io.dukou.gateway.officers.LogDesk} does it to a log of this process, {@link
 * io.dukou.gateway.officers.OfficerServer} offers it over HTTP to officers who sign their requests,
 * and {@link io.dukou.gateway.officers.RemoteDesk} asks such a server.
 */
@NullMarked
package io.dukou.gateway.officers;

import org.jspecify.annotations.NullMarked;

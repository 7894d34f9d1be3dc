/**
 * A home of a log in a PostgreSQL database, for several gateways of which one writes.
 *
 * <p>{@link io.dukou.audit.postgres.PostgresHome} gives the two storages that {@link
 * io.dukou.audit.AuditLog} works on. Nothing else in the module needs a database.
 */
@NullMarked
package io.dukou.audit.postgres;

import org.jspecify.annotations.NullMarked;

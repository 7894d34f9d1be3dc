/**
 * Tests of the whole gateway over real sockets: what leaves, what stays, and what an attacker sees.
 */
package io.dukou.gateway.endtoend;

/**
 * Attacks on sequences of releases: random studies are released as a gateway does it, and a checker
 * that shares no code with the library recomputes every guarantee on the text a recipient gets.
 */
package io.dukou.anonymizer.attack;

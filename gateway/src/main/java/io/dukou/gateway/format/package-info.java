/**
 * The five forms in which a table comes from an origin and goes to a caller.
 *
 * <p>{@link io.dukou.gateway.format.TableFormat#read} turns a body into cells. It is strict: what
 * two readers could understand differently is refused, since the plan would then protect another
 * table than the one a recipient sees. {@link io.dukou.gateway.format.AnswerWriter} makes answers
 * anew from released cells, planned columns and the configuration; nothing else of an origin's body
 * is kept, so nothing else can leave.
 *
 * <h2>Decisions</h2>
 *
 * <ul>
 *   <li>Empty text and null are both missing. Missing is written as an empty field in CSV, as
 *       {@code null} in plain JSON and for Dataset-JSON's numbers and booleans, and as the empty
 *       string for Dataset-JSON's text.
 *   <li>A number is kept by its digits or refused, never rounded; an exponent is written out and
 *       zero has no sign.
 *   <li>All values of a JSON column are text, or numbers, or booleans; null is allowed in each.
 *   <li>JSON objects of one body have the same keys in any order. A body without rows needs the
 *       columns of the configuration; an NDJSON body without a byte is refused, as it may be a
 *       broken answer.
 *   <li>NDJSON lines end with LF or with CR LF throughout; the last end may be missing, blank lines
 *       may not be there.
 *   <li>Dataset-JSON members are those of the standard, each at most once, {@code columns} before
 *       {@code rows}, and {@code records} is the number of rows. Dates and times hold the
 *       characters of ISO 8601 only.
 *   <li>Answers are UTF-8, CSV with CR LF. A generalised column is text; in Dataset-JSON its label
 *       says so.
 * </ul>
 *
 * <h2>Failures</h2>
 *
 * <p>{@link io.dukou.gateway.format.BadTableException} has one of these codes, and a place. They
 * are for logs inside China: a caller abroad learns neither.
 *
 * <table>
 *   <caption>Codes</caption>
 *   <tr><th>code</th><th>what is wrong</th><th>what to do</th></tr>
 *   <tr><td>compressed-body</td><td>the body is compressed</td><td>have the origin send it as it is</td></tr>
 *   <tr><td>empty-input</td><td>there is nothing that names the columns</td><td>send a table with its column names</td></tr>
 *   <tr><td>byte-order-mark</td><td>the body starts with a byte order mark</td><td>send UTF-8 without one</td></tr>
 *   <tr><td>undecodable-bytes</td><td>the bytes are no text in the declared encoding</td><td>send UTF-8, or declare another encoding of CSV as origin.csv.encoding</td></tr>
 *   <tr><td>nul-character</td><td>the character U+0000 occurs</td><td>remove it; the body may be UTF-16 or no text</td></tr>
 *   <tr><td>too-many-bytes</td><td>the body is longer than the limit</td><td>raise origin.maxBytes of the route</td></tr>
 *   <tr><td>too-many-rows</td><td>there are more rows than the limit</td><td>raise tables.rows</td></tr>
 *   <tr><td>too-many-columns</td><td>there are more columns than the limit</td><td>raise tables.columns</td></tr>
 *   <tr><td>field-too-long</td><td>a field is longer than the limit</td><td>shorten it, or raise tables.fieldBytes</td></tr>
 *   <tr><td>empty-column-name</td><td>a column has no name</td><td>give every column a name</td></tr>
 *   <tr><td>duplicate-column-name</td><td>two columns have the same name</td><td>give every column its own name</td></tr>
 *   <tr><td>missing-field</td><td>the row has fewer fields than there are columns</td><td>complete the row</td></tr>
 *   <tr><td>extra-field</td><td>the row has more fields than there are columns</td><td>remove what is too much</td></tr>
 *   <tr><td>mixed-line-ends</td><td>lines end in more than one way</td><td>use either LF or CR LF throughout</td></tr>
 *   <tr><td>bare-carriage-return</td><td>a carriage return stands alone</td><td>end lines with LF or CR LF</td></tr>
 *   <tr><td>unterminated-quote</td><td>a quoted field is never closed</td><td>close the quote, or double those inside</td></tr>
 *   <tr><td>text-after-quote</td><td>text follows a closing quote</td><td>double the quotes inside a field</td></tr>
 *   <tr><td>quote-in-plain-field</td><td>a quote stands inside an unquoted field</td><td>quote it, and double the quote</td></tr>
 *   <tr><td>json-syntax</td><td>the text is not JSON</td><td>send JSON as RFC 8259 defines it</td></tr>
 *   <tr><td>truncated</td><td>the text ends in the middle</td><td>send the whole body</td></tr>
 *   <tr><td>trailing-content</td><td>something follows the end</td><td>send one JSON text</td></tr>
 *   <tr><td>unexpected-shape</td><td>another kind of JSON value is needed here</td><td>send what origin.format of the route says</td></tr>
 *   <tr><td>nested-value</td><td>a cell holds an array or an object</td><td>flatten the rows</td></tr>
 *   <tr><td>duplicate-key</td><td>a key occurs twice in one object</td><td>send every key once</td></tr>
 *   <tr><td>unknown-key</td><td>a key is not one of the first row</td><td>give every row the same keys</td></tr>
 *   <tr><td>missing-key</td><td>a key of the first row is missing</td><td>give every row the same keys, null if need be</td></tr>
 *   <tr><td>mixed-kinds</td><td>the column's values are of different kinds</td><td>send only strings, only numbers or only booleans</td></tr>
 *   <tr><td>inexact-number</td><td>a number is too large or too precise to be kept exactly</td><td>send it as a string</td></tr>
 *   <tr><td>number-not-finite</td><td>a number is not finite</td><td>send null</td></tr>
 *   <tr><td>blank-line</td><td>the line is blank</td><td>send no blank lines</td></tr>
 *   <tr><td>not-one-line-each</td><td>values and lines do not match</td><td>send each value on a line of its own</td></tr>
 *   <tr><td>unknown-member</td><td>a member is not in the standard</td><td>send Dataset-JSON 1.1 without extensions</td></tr>
 *   <tr><td>missing-member</td><td>a required member is absent</td><td>send every required member of Dataset-JSON 1.1</td></tr>
 *   <tr><td>bad-member</td><td>a member has a value that the standard forbids</td><td>send Dataset-JSON 1.1</td></tr>
 *   <tr><td>rows-before-columns</td><td>no columns stand before the rows</td><td>send columns, and before the rows</td></tr>
 *   <tr><td>wrong-records</td><td>records is not the number of rows</td><td>send the whole dataset, or mend records</td></tr>
 *   <tr><td>wrong-type</td><td>the value is not of the column's data type</td><td>mend the value or the data type</td></tr>
 * </table>
 */
@NullMarked
package io.dukou.gateway.format;

import org.jspecify.annotations.NullMarked;

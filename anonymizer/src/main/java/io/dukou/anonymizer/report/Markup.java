package io.dukou.anonymizer.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * HTML under construction. Everything that is not the name of an element or attribute is escaped,
 * so no text of a table can become markup. Used by one thread.
 */
final class Markup {
  private final StringBuilder html = new StringBuilder(1 << 14);
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn
   */
  Markup open(String name, String... attributes) {
    tag(name, attributes).append('>');
    open.push(name);
    return this;
  }

  private StringBuilder tag(String name, String... attributes) {
    html.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      html.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      html.append('"');
    }
    return html;
  }

  /** Closes the element opened last that is still open. */
  Markup close() {
    html.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** Adds an element that has no content and no end tag. */
  Markup single(String name, String... attributes) {
    tag(name, attributes).append(">\n");
    return this;
  }

  /** Adds an element that holds a text. */
  Markup element(String name, String content, String... attributes) {
    return open(name, attributes).text(content).close();
  }

  /** Adds text. */
  Markup text(String content) {
    escape(content);
    return this;
  }

  /** Adds a style sheet of this program. */
  Markup style(String sheet) {
    html.append("<style>\n").append(sheet).append("</style>\n");
    return this;
  }

  /** Adds the name of a column, kept apart from the direction of the text around it. */
  Markup name(String column) {
    return element("bdi", column);
  }

  private void escape(String content) {
    content.codePoints().forEach(this::escape);
  }

  private void escape(int character) {
    switch (character) {
      case '&' -> html.append("&amp;");
      case '<' -> html.append("&lt;");
      case '>' -> html.append("&gt;");
      case '"' -> html.append("&quot;");
      case '\'' -> html.append("&#39;");
      default -> html.appendCodePoint(Character.isISOControl(character) ? 0xfffd : character);
    }
  }

  /** Returns the page, all of whose elements must be closed. */
  String page() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("an element is not closed");
    }
    return "<!doctype html>\n" + html;
  }
}

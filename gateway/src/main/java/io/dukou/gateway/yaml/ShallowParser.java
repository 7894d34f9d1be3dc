package io.dukou.gateway.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * The events of a YAML text, refused where lists and sections stand deeper in each other than
 * {@value #DEEPEST}.
 *
 * <p>The library scans and parses without recursion but composes nodes with it, and has no limit of
 * its own: a text of opening brackets would overflow the stack. One use, one thread.
 */
final class ShallowParser implements Parser {
  static final int DEEPEST = 100;

  private final Parser parser;
  private int depth;

  private ShallowParser(Parser parser) {
    this.parser = parser;
  }

  /**
   * Returns the one document of {@code text}; empty when it holds none.
   *
   * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException if it is not YAML, too deep or
   *     longer than the settings allow
   */
  static Optional<Node> compose(LoadSettings settings, String text) {
    Parser parser = new ParserImpl(settings, new StreamReader(settings, text));
    return new Composer(settings, new ShallowParser(parser)).getSingleNode();
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public Event next() {
    Event event = parser.next();
    depth += change(event.getEventId());
    if (depth > DEEPEST) {
      throw new ParserException(
          "lists and sections stand deeper in each other than " + DEEPEST, event.getStartMark());
    }
    return event;
  }

  private static int change(Event.ID event) {
    return switch (event) {
      case SequenceStart, MappingStart -> 1;
      case SequenceEnd, MappingEnd -> -1;
      default -> 0;
    };
  }
}

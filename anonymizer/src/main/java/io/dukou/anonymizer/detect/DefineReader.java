package io.dukou.anonymizer.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a define.xml in one pass. Names of elements are compared without their namespace, since
 * Define-XML 2.0 and 2.1 differ in it. Used once, by one thread.
 */
final class DefineReader {
  private static final char BYTE_ORDER_MARK = 0xFEFF;
  private static final int MOST_ELEMENTS = 5_000_000;

  private final XMLStreamReader xml;
  private final String file;
  private final Map<String, List<String>> groups = new LinkedHashMap<>();
  private final Map<String, Draft> items = new HashMap<>();
  private final Map<String, CodeList> codeLists = new HashMap<>();
  private @Nullable List<String> group;
  private @Nullable Draft item;
  private @Nullable CodeList codeList;
  private int elements;

  private DefineReader(XMLStreamReader xml, String file) {
    this.xml = xml;
    this.file = file;
  }

  /** Reads a file; see {@link DefineXml#read}. */
  static DefineXml read(InputStream input, String file) {
    XMLStreamReader xml = null;
    try {
      xml = factory().createXMLStreamReader(text(input));
      DefineReader reader = new DefineReader(xml, file);
      reader.readAll();
      return reader.result();
    } catch (IOException e) {
      throw fault(file, 0, "the file cannot be read as UTF-8");
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
      throw fault(file, line, "the file is not well-formed XML in UTF-8");
    } finally {
      close(xml, file);
    }
  }

  /**
   * Returns the text behind a byte order mark, if there is one. Decoded here, because the parser
   * prints what it finds of bytes that it cannot decode.
   */
  private static Reader text(InputStream input) throws IOException {
    Reader reader = new BufferedReader(new InputStreamReader(input, UTF_8.newDecoder()));
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    return reader;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  private static void close(@Nullable XMLStreamReader xml, String file) {
    try {
      if (xml != null) {
        xml.close();
      }
    } catch (XMLStreamException e) {
      throw fault(file, 0, "the file cannot be closed");
    }
  }

  private void readAll() throws XMLStreamException {
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> start();
        case XMLStreamConstants.END_ELEMENT -> end();
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw fault("a document type is not allowed; remove it");
        default -> {
          // text outside labels, comments and instructions say nothing of a variable
        }
      }
    }
  }

  private void start() throws XMLStreamException {
    if (++elements > MOST_ELEMENTS) {
      throw fault("there are more than " + MOST_ELEMENTS + " elements");
    }
    switch (xml.getLocalName()) {
      case "ItemGroupDef" -> group = groups.computeIfAbsent(name(), unseen -> new ArrayList<>());
      case "ItemDef" -> startItem();
      case "CodeList" -> codeList = codeLists.computeIfAbsent(oid(), unseen -> new CodeList());
      case "ItemRef" -> addToGroup();
      case "TranslatedText" -> addLabel();
      case "CodeListRef" -> addCodeList();
      case "Origin" -> addOrigin();
      case "CodeListItem", "EnumeratedItem" -> addTerm();
      case "ExternalCodeList" -> addDictionary();
      default -> {
        // other elements say nothing of a variable
      }
    }
  }

  private void end() {
    switch (xml.getLocalName()) {
      case "ItemGroupDef" -> group = null;
      case "ItemDef" -> item = null;
      case "CodeList" -> codeList = null;
      default -> {
        // nothing else was begun
      }
    }
  }

  private void startItem() {
    item = new Draft(name(), attribute("DataType", "text"), length());
    item.origin = xml.getAttributeValue(null, "Origin");
    items.put(oid(), item);
  }

  private void addToGroup() {
    if (group != null) {
      group.add(attribute("ItemOID", ""));
    }
  }

  private void addLabel() throws XMLStreamException {
    if (item != null && item.label.isEmpty()) {
      item.label = xml.getElementText().strip();
    }
  }

  private void addCodeList() {
    if (item != null) {
      item.codeList = attribute("CodeListOID", "");
    }
  }

  private void addOrigin() {
    if (item != null && item.origin == null) {
      item.origin = xml.getAttributeValue(null, "Type");
    }
  }

  private void addTerm() {
    if (codeList != null) {
      codeList.terms++;
    }
  }

  private void addDictionary() {
    if (codeList != null) {
      codeList.dictionary = xml.getAttributeValue(null, "Dictionary");
    }
  }

  private String name() {
    return attribute("Name", "");
  }

  private String oid() {
    return attribute("OID", "");
  }

  private int length() {
    String length = attribute("Length", "0");
    return length.matches("[0-9]{1,9}") ? Integer.parseInt(length) : 0;
  }

  private String attribute(String name, String other) {
    String value = xml.getAttributeValue(null, name);
    return value == null ? other : value;
  }

  private DefineXml result() {
    if (groups.isEmpty()) {
      throw fault(file, 0, "the file describes no dataset; a define.xml has ItemGroupDef elements");
    }
    Map<String, List<DefineItem>> datasets = new LinkedHashMap<>();
    groups.forEach((name, oids) -> datasets.put(name, oids.stream().flatMap(this::items).toList()));
    return new DefineXml(datasets);
  }

  private Stream<DefineItem> items(String oid) {
    Draft draft = items.get(oid);
    return draft == null ? Stream.empty() : Stream.of(draft.item(codeLists.get(draft.codeList)));
  }

  private DetectException fault(String problem) {
    return fault(file, xml.getLocation().getLineNumber(), problem);
  }

  private static DetectException fault(String file, int line, String problem) {
    return new DetectException(file + (line > 0 ? ", line " + line : "") + ": " + problem);
  }

  /** A code list as far as it was read. */
  private static final class CodeList {
    private int terms;
    private @Nullable String dictionary;
  }

  /** A variable as far as it was read. */
  private static final class Draft {
    private final String name;
    private final String dataType;
    private final int length;
    private String label = "";
    private String codeList = "";
    private @Nullable String origin;

    private Draft(String name, String dataType, int length) {
      this.name = name;
      this.dataType = dataType;
      this.length = length;
    }

    private DefineItem item(@Nullable CodeList list) {
      return new DefineItem(
          name,
          label,
          dataType,
          length,
          origin,
          list == null ? null : list.dictionary,
          list == null ? 0 : list.terms);
    }
  }
}

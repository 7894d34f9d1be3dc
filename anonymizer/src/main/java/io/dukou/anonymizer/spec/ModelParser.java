package io.dukou.anonymizer.spec;

import io.dukou.anonymizer.table.CsvLimits;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvReader;
import io.dukou.anonymizer.table.TableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Reads the privacy models of a specification. */
final class ModelParser {
  private static final double LARGEST_NUMBER = 1e6;

  private final SpecFiles files;
  private final CsvOptions csv;
  private final Map<String, String> sensitive;

  /**
   * Creates a parser.
   *
   * @param files where tables that models name are found
   * @param csv how those tables are written
   * @param sensitive what models call the sensitive attributes, and their names; empty where a name
   *     is that of several
   */
  ModelParser(SpecFiles files, CsvOptions csv, Map<String, String> sensitive) {
    this.files = files;
    this.csv = csv;
    this.sensitive = sensitive;
  }

  /** Reads the list of models, of which there must be one. */
  List<ModelSpec> models(SpecNode node) {
    List<ModelSpec> models = node.list(this::model);
    if (models.isEmpty()) {
      throw node.fault("at least one model is expected");
    }
    if (models.stream().filter(ModelSpec.DeltaPresence.class::isInstance).count() > 1) {
      throw node.fault("only one model can be of type delta-presence, since it names what leaves");
    }
    return models;
  }

  private ModelSpec model(SpecNode node) {
    SpecNode type = node.entries().get("type");
    if (type == null) {
      throw node.fault("the key type is missing");
    }
    return switch (type.text()) {
      case "k-anonymity" -> new ModelSpec.KAnonymity(count(node.fields("type", "k").required("k")));
      case "distinct-l-diversity" -> distinct(node.fields("type", "attribute", "l"));
      case "entropy-l-diversity" -> entropy(node.fields("type", "attribute", "l", "estimator"));
      case "recursive-c-l-diversity" -> recursive(node.fields("type", "attribute", "c", "l"));
      case "t-closeness" -> closeness(node.fields("type", "attribute", "t", "distance"));
      case "beta-likeness" -> likeness(node.fields("type", "attribute", "beta", "enhanced"));
      case "delta-presence" -> presence(node, node.fields("type", "min", "max", "subset"));
      case "k-map" -> map(node.fields("type", "k", "population"));
      case "average-risk" -> averageRisk(node.fields("type", "threshold").required("threshold"));
      case "sample-uniqueness" ->
          new ModelSpec.SampleUniqueness(
              node.fields("type", "threshold").required("threshold").share());
      default -> throw type.fault("unknown model " + type.brief());
    };
  }

  private static ModelSpec averageRisk(SpecNode threshold) {
    if (threshold.share() == 0) {
      throw threshold.fault("must be above 0: at 0 nobody is released");
    }
    return new ModelSpec.AverageRisk(threshold.share());
  }

  private static int count(SpecNode node) {
    return node.integer(1, Integer.MAX_VALUE);
  }

  private String attribute(SpecNode.Fields fields) {
    SpecNode node = fields.required("attribute");
    String name = sensitive.get(node.text());
    if (name == null) {
      throw node.fault("no sensitive attribute has this name; give it role: sensitive");
    }
    if (name.isEmpty()) {
      throw node.fault("several tables have a column of this name; say TABLE.COLUMN");
    }
    return name;
  }

  private static double diversity(SpecNode node) {
    double l = node.number().doubleValue();
    if (!(l >= 1 && l <= LARGEST_NUMBER)) {
      throw node.fault("l is a number from 1 to 1000000");
    }
    return l;
  }

  private static double positive(SpecNode node, String name) {
    double number = node.number().doubleValue();
    if (!(number > 0 && number <= LARGEST_NUMBER)) {
      throw node.fault(name + " is a number above 0 and at most 1000000");
    }
    return number;
  }

  private ModelSpec distinct(SpecNode.Fields fields) {
    return new ModelSpec.DistinctLDiversity(attribute(fields), diversity(fields.required("l")));
  }

  private ModelSpec entropy(SpecNode.Fields fields) {
    return new ModelSpec.EntropyLDiversity(
        attribute(fields),
        diversity(fields.required("l")),
        fields.get(
            "estimator",
            node -> node.word(List.of(ModelSpec.Estimator.values()), ModelSpec.Estimator::word),
            ModelSpec.Estimator.SHANNON));
  }

  private ModelSpec recursive(SpecNode.Fields fields) {
    return new ModelSpec.RecursiveLDiversity(
        attribute(fields), positive(fields.required("c"), "c"), count(fields.required("l")));
  }

  private ModelSpec closeness(SpecNode.Fields fields) {
    return new ModelSpec.TCloseness(
        attribute(fields),
        fields.required("t").share(),
        fields
            .required("distance")
            .word(List.of(ModelSpec.Distance.values()), ModelSpec.Distance::word));
  }

  private ModelSpec likeness(SpecNode.Fields fields) {
    return new ModelSpec.BetaLikeness(
        attribute(fields),
        positive(fields.required("beta"), "beta"),
        fields.get("enhanced", SpecNode::truth, false));
  }

  private ModelSpec presence(SpecNode node, SpecNode.Fields fields) {
    double min = fields.required("min").share();
    double max = fields.required("max").share();
    if (min > max) {
      throw node.fault("min is above max");
    }
    return new ModelSpec.DeltaPresence(min, max, table(fields.required("subset")));
  }

  private ModelSpec map(SpecNode.Fields fields) {
    return new ModelSpec.KMap(count(fields.required("k")), table(fields.required("population")));
  }

  private TableSource table(SpecNode node) {
    String name = node.text();
    try (InputStream in = files.open(name)) {
      return new TableSource(name, CsvReader.read(in, csv, CsvLimits.DEFAULT, name));
    } catch (IOException e) {
      throw node.fault("the file cannot be read");
    } catch (TableException e) {
      throw node.fault(String.valueOf(e.getMessage()));
    }
  }
}

package io.dukou.policies;

import com.fasterxml.jackson.databind.JsonNode;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import java.net.URI;
import java.util.List;

/** Checks JSON against one of the schemas in the tree. Thread-safe. */
final class SchemaCheck {
  private static final class Input {
    static final SchemaCheck INSTANCE = new SchemaCheck("schemas/input.json");
  }

  private final Validator validator;
  private final URI schema;

  /** Loads a schema that lies next to this class. */
  SchemaCheck(String resource) {
    validator = new ValidatorFactory().createValidator();
    schema = validator.registerSchema(Resources.json(resource));
  }

  /** Returns the check of the policy input. */
  static SchemaCheck input() {
    return Input.INSTANCE;
  }

  /** Returns the places, as JSON pointers without any value, that do not fit; none if all fits. */
  List<String> misfits(JsonNode json) {
    Validator.Result result = validator.validate(schema, json);
    return result.isValid()
        ? List.of()
        : result.getErrors().stream().map(Error::getInstanceLocation).distinct().toList();
  }
}

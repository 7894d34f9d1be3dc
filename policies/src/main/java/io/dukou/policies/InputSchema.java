package io.dukou.policies;

import com.fasterxml.jackson.databind.JsonNode;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import java.net.URI;
import java.util.Comparator;

/** One of the JSON Schemas in the tree. Thread-safe. */
final class InputSchema {
  private static final InputSchema INPUT = new InputSchema("schemas/input.json");

  private final Validator validator;
  private final URI schema;

  private InputSchema(String resource) {
    validator = new ValidatorFactory().createValidator();
    schema = validator.registerSchema(Resources.json(resource));
  }

  /** Returns the schema of the policy input. */
  static InputSchema standard() {
    return INPUT;
  }

  /**
   * Checks a tree.
   *
   * @throws InvalidPolicyInputException naming the deepest place that does not fit, without value
   */
  void check(JsonNode json) {
    Validator.Result result = validator.validate(schema, json);
    if (!result.isValid()) {
      String place =
          result.getErrors().stream()
              .map(Error::getInstanceLocation)
              .max(Comparator.comparingInt(String::length))
              .orElse("");
      throw new InvalidPolicyInputException("the policy input breaks its schema at " + place);
    }
  }
}

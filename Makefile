# Short names for the commands in CONTRIBUTING.md; nothing is defined only here.

OPA ?= opa
POLICY_SOURCES ?= policies/src/main/rego

.PHONY: verify format ci demo opa-test clean

verify: ## The gate
	mvn -B verify

format: ## Rewrite the Java sources in the one format
	mvn -B -q spotless:apply

ci: ## The gate, then the tests against real servers
	bash .ci/run

demo: ## Start the demonstration
	gateway/bin/dukou demo

opa-test: ## Check and test the policies with OPA itself
	$(OPA) check --strict $(POLICY_SOURCES)
	$(OPA) test $(POLICY_SOURCES)

clean:
	mvn -B -q clean

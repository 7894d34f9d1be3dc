# Short names for the commands in CONTRIBUTING.md; nothing is defined only here.

OPA ?= opa

.PHONY: verify format ci demo benchmark mutation mutation-planner policies opa-test clean

verify: ## The gate
	mvn -B verify

format: ## Rewrite the Java sources in the one format
	mvn -B -q spotless:apply

ci: ## The gate, then the tests against real servers
	bash .ci/run

demo: ## Start the demonstration
	gateway/bin/dukou demo

policies: ## Build the committed policy bundle and the documents made from it
	OPA=$(OPA) policies/bin/build-bundle
	mvn -B -q -pl policies -Dspotless.check.skip -Ddukou.regenerate=true \
	  -Dtest='*DocumentTest' test

benchmark: ## Measure the gateway against other ways to build it
	gateway/bin/benchmark

mutation: ## List the changes to the code that no test notices
	mvn -B -P mutation -pl audit,anonymizer test-compile org.pitest:pitest-maven:mutationCoverage

mutation-planner: ## The same of the planner; fails where tests notice less than 85 %
	mvn -B -P mutation,planner -pl anonymizer test-compile org.pitest:pitest-maven:mutationCoverage

opa-test: ## Check and test the policies with OPA itself
	$(OPA) fmt --fail --diff policies/src/main/rego policies/bin
	$(OPA) check --strict --schema policies/schemas policies/src/main/rego
	$(OPA) test policies/src/main/rego base:policies/samples/base.json
	OPA=$(OPA) policies/bin/build-bundle --check

clean:
	mvn -B -q clean

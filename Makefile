# `make` prints the targets. Everything sets itself up first: Python 3.11 or 3.12, a C compiler and make are enough.
.DEFAULT_GOAL := help
PYTHON_VENV := .venv/bin/python
ADDRESS ?= 127.0.0.1:50051
RULES ?= rules
CALLS ?= 40000
CASES ?= tests/data/cases/tuning.jsonl
PYTEST_ARGS ?=
SEMGREP := build/tools/bin/semgrep scan --metrics=off --disable-version-check --config tools/semgrep/rules.yaml
DRILLS ?=

# A checkout of a user whose Python settings differ must behave the same.
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup demo serve language-server tools clients test check conformance proto proto-check fmt format lint \
	type imports rules docs handbook evaluate bench drill walk security sbom lock image image-test clean examples

help: ## Print this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Make .venv from the locked requirements (seconds when it is there)
	@tools/setup.sh

demo: setup ## Start a server, resolve real failed lookups over gRPC, print the answers
	@$(PYTHON_VENV) -m demo.demo

serve: setup ## Serve at ADDRESS (127.0.0.1:50051) by RULES (rules)
	$(PYTHON_VENV) -m resolver serve --address $(ADDRESS) --rules $(RULES)

check: proto-check fmt lint type imports language-server tools clients test rules ## Everything that CI runs

language-server: ## Install the language server that the tests of editor completion ask
	tools/language_server.sh

tools: ## Install what the tests of deploy/ and `make security` run: Envoy, Helm and others
	@tools/install_tools.sh

test: setup ## Run all tests
	$(PYTHON_VENV) -m pytest -n 2 $(PYTEST_ARGS)

conformance: setup ## Replay the recorded corpus by clients in Python, Node, Java, Go and JSON, and compare
	@tools/clients.sh install
	@tools/install_tools.sh
	@$(PYTHON_VENV) -m tests.conformance

examples: setup ## Run the example clients against real servers
	@tools/clients.sh install
	$(PYTHON_VENV) -m pytest tests/conformance/test_examples.py $(PYTEST_ARGS)

clients: setup ## Build the clients of other languages that this machine has the means for
	@tools/clients.sh

rules: setup ## Check the rules, and their JSON Schemas, and run their scenarios
	$(PYTHON_VENV) -m resolver check $(RULES)
	$(PYTHON_VENV) -m resolver fmt $(RULES) --check
	$(PYTHON_VENV) -m resolver schema $(RULES) --check
	$(PYTHON_VENV) -m resolver test $(RULES)

handbook: setup ## Write the rules as pages to browse, into build/handbook
	$(PYTHON_VENV) -m resolver handbook $(RULES)

evaluate: setup ## Score the labelled CASES, with calibration
	$(PYTHON_VENV) -m resolver evaluate $(CASES) --rules $(RULES) --robustness

proto: setup ## Generate resolver/v1/ from proto/
	tools/generate_proto.sh

proto-check: setup ## Lint the contract, look for breaking changes, and compare the generated code
	.venv/bin/buf lint
	.venv/bin/buf breaking proto --against proto/baseline.binpb
	tools/generate_proto.sh --check

fmt: setup ## Fail where a file is not formatted
	.venv/bin/ruff format --check .

format: setup ## Format every file and mend what can be mended
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

lint: setup ## Lint
	.venv/bin/ruff check .

type: setup ## Check types
	$(PYTHON_VENV) -m mypy

imports: setup ## Check that imports point down
	.venv/bin/lint-imports

docs: setup ## Write docs/diagnostics.md anew
	$(PYTHON_VENV) -m resolver check --explain all > docs/diagnostics.md

walk: setup language-server ## Carry the guide for authors out on 100,000 contexts and print all that is typed and seen
	@$(PYTHON_VENV) -m bench.walk

bench: setup ## Measure speed, other rule engines too, and write build/bench/report.html (CALLS=1000000 watches memory for long)
	tools/peers.sh
	@$(PYTHON_VENV) -m bench.report --calls $(CALLS)
	@for name in fairness engine diff; do \
		echo "== bench.$$name"; $(PYTHON_VENV) -m bench.$$name || exit 1; \
	done

security: setup tools ## Look for weaknesses: the code by bandit and by rules of its own, the Dockerfile by hadolint
	build/tools/bin/bandit --quiet --configfile pyproject.toml --recursive resolver
	$(SEMGREP) --test tools/semgrep/rules.py
	$(SEMGREP) --error --quiet --exclude resolver/v1 resolver
	build/tools/bin/hadolint Dockerfile

sbom: tools ## Write what the product is built on to build/sbom.json (CycloneDX)
	tools/sbom.sh

drill: setup ## Do to a server what it must bear: overload, lost processes, abuse, nonsense; build/drills/report.html
	@$(PYTHON_VENV) -m drills $(DRILLS)

lock: setup ## Lock the dependencies of pyproject.toml anew
	tools/lock.sh

image: ## Build the container image
	docker build -t invoice-status-resolver .

image-test: setup ## Build and run the image, without Docker and without a registry (minutes; root on Debian)
	deploy/image/make_base.sh
	$(PYTHON_VENV) -m pytest deploy/image

clean: ## Remove what was built, .venv included
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov

# Two commands do all: `make run` (the product) and `make test` (everything CI runs).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help run test check journeys test-fast test-long spark bench golden lock css messages clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.run: requirements/run.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Minh Chứng needs Python 3.11 or newer; this is %s" % sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.run

run: $(VENV)/.run ## the product with its sample, on http://127.0.0.1:8000
	$(BIN)/minhchung demo --port $(PORT)

# Tests that ask for no database run once, with SQLite (tests/conftest.py), as do these whole folders; all others on both.
PLAIN := tests/viet tests/merkle tests/rubric tests/rubric_read tests/spec tests/docread tests/docgen tests/charts tests/stats tests/shipped \
  tests/cli tests/lint tests/proofread tests/ui tests/i18n tests/access

test: $(VENV)/.dev check ## everything CI runs: checks, SQLite, PostgreSQL, browser journeys
	$(BIN)/pytest -n 2 --dist worksteal -m "not browser and not long"
	$(BIN)/python -m tests.on_postgres -n 2 --dist worksteal -m "not browser and not long" $(addprefix --ignore=,$(PLAIN))
	@$(MAKE) --no-print-directory journeys

check: $(VENV)/.dev ## lint, types, import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

journeys: $(VENV)/.dev ## the browser journeys alone
	@if $(BIN)/python -m tests.browser; then \
	$(BIN)/pytest -n 2 --dist worksteal -m browser tests/journeys tests/rounds/public tests/ui; \
	elif [ -n "$$CI" ]; then exit 3; fi

test-fast: $(VENV)/.dev ## SQLite only, no browser
	$(BIN)/pytest -n 2 --dist worksteal -m "not browser and not long"

test-long: $(VENV)/.dev ## the longer batteries: many more generated examples
	HYPOTHESIS_PROFILE=long $(BIN)/pytest -n 2 --dist worksteal -m "not browser"
	@if $(BIN)/python -m tests.browser; then HYPOTHESIS_PROFILE=long $(BIN)/pytest -n 2 --dist worksteal -m browser tests/journeys/test_every_page.py; fi
	@$(BIN)/python -m tests.stats.spark || { test $$? -eq 3 && test -z "$$CI"; }

spark: $(VENV)/.dev ## what the comparison with Spark in test-long needs, besides Java 17
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.lock

bench: $(VENV)/.dev ## the figures of docs/figures.md, as ratios in one run
	$(BIN)/python -m bench

golden: $(VENV)/.dev ## rewrite the golden expectations; review the diff
	$(BIN)/python -m tests.spec.rewrite

lock: ## resolve the requirements again (needs uv)
	uv pip compile -q pyproject.toml --group build --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 -o requirements/run.lock
	uv pip compile -q pyproject.toml --group dev --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 -o requirements/dev.lock
	uv pip compile -q pyproject.toml --group spark --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 -o requirements/spark.lock

css: ## compile the styles (needs Node)
	$(PYTHON) assets/build.py

messages: $(VENV)/.dev ## gather and compile the English messages; names what wants a translation
	$(BIN)/python -m tools.messages

clean: ## remove the environment and build products, never var/
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache

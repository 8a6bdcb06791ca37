# Everything runs in .venv; `make` with a target below sets it up first when it is missing or out of date.
PYTHON ?= python3
TOOLS := .tools
UV := $(TOOLS)/bin/uv
BIN := .venv/bin
# Two for each core of a small machine: many tests wait for other processes.
PYTEST_WORKERS ?= 4
STAMP := .venv/.installed
# Compiled once and kept: tests start hundreds of processes, each of which would compile Django and the rest again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup demo test check suite lint format types imports lock codegen reference messages clean

setup: $(STAMP)

$(UV):
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/pip install --quiet --disable-pip-version-check -r locks/uv.txt

$(STAMP): $(UV) locks/dev.txt pyproject.toml
	test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes locks/dev.txt
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch $(STAMP)

# The story on the local Shopify; ONCE=1 ends after it instead of leaving the console open.
demo: setup
	$(BIN)/backhaul demo $(if $(ONCE),--once)

test: check

# Types and imports are looked at beside the tests, which leave a core idle while they wait.
check: setup lint
	$(MAKE) --no-print-directory --jobs=2 suite types imports

suite: setup
	$(BIN)/pytest -n $(PYTEST_WORKERS)

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

# Newest releases that fit pyproject.toml, with hashes and for every platform.
lock: $(UV)
	$(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade --quiet -o locks/runtime.txt
	$(UV) pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade --quiet -o locks/dev.txt
	$(UV) pip compile --group codegen --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade --quiet -o locks/codegen.txt
	$(UV) pip compile --group foreign --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade --quiet -o locks/foreign.txt

# The typed operations of Shopify, from their .graphql files; ariadne-codegen needs an environment of its own.
codegen: .venv-codegen/.installed
	.venv-codegen/bin/python -m scripts.operations.generate

# The pages of docs/reference, from the code they describe.
reference: setup
	$(BIN)/python -m scripts.reference

# The catalogues of what is read in other languages: sentences from the code and templates that say them, and compiled.
messages: setup
	$(BIN)/python -m scripts.messages

.venv-codegen/.installed: $(UV) locks/codegen.txt
	test -x .venv-codegen/bin/python || $(UV) venv --quiet --python $(PYTHON) .venv-codegen
	$(UV) pip sync --quiet --python .venv-codegen/bin/python --require-hashes locks/codegen.txt
	touch .venv-codegen/.installed

clean:
	rm -rf .venv .venv-codegen .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

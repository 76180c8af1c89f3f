# What people type here. Everything is installed into .venv from the locks, by whichever fit Python is found first.
PYTHON := $(firstword $(foreach name,python3.14 python3.13 python3.12 python3,\
  $(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && echo $(name))))
BIN := .venv/bin
TESTS ?= tests
SOURCES := src tests tools bench

.PHONY: install dev demo test check fuzz lint format shots bench lock openapi messages clean
.DEFAULT_GOAL := demo

demo: install  ## Install, load the demo organization and serve it on http://127.0.0.1:8000
	$(BIN)/trellis demo

install: .venv/core  ## Set up .venv with what the product needs

dev: .venv/dev  ## Set up .venv with what developing needs too

test: dev  ## All tests on SQLite; PostgreSQL too when TEST_DATABASE_URL names one
	env -u TEST_DATABASE_URL $(BIN)/python -m pytest -n 2 --dist worksteal $(TESTS)
	test -z "$$TEST_DATABASE_URL" || $(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser and not fuzz" $(TESTS)

check: lint fuzz test  ## What CI runs

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet src
	$(BIN)/python -m tools.messages --check

fuzz: .venv-fuzz/ready  ## Schemathesis, in an environment of its own, for tests/api/test_fuzz.py

format: dev  ## Put imports and layout in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

shots: dev  ## A picture of every page for each role, into shots/
	$(BIN)/python tools/shots.py

bench: dev  ## 20,000 people: how fast the twelve most used pages, the review board and an import of as many are
	$(BIN)/python -m bench.pages
	$(BIN)/python -m bench.studio
	$(BIN)/python -m bench.imports
	$(BIN)/python -m bench.pairing
	$(BIN)/python -m bench.choosing

messages: dev  ## Bring src/trellis/locale up to date with the marked texts, and compile it
	$(BIN)/python -m tools.messages

openapi: dev  ## Write docs/api/openapi.json from the code
	$(BIN)/python tools/openapi.py

lock: dev  ## Write the locks anew from pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --no-annotate \
	  pyproject.toml -o requirements/core.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --no-annotate \
	  pyproject.toml --extra scale -c requirements/core.lock -o requirements/scale.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --no-annotate \
	  pyproject.toml --extra text -c requirements/core.lock -o requirements/text.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --no-annotate \
	  pyproject.toml --extra scale --group test --group lint -c requirements/core.lock -o requirements/dev.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --no-annotate \
	  --group fuzz -o requirements/fuzz.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache htmlcov .coverage

.venv/bin/uv:
	@test -n "$(PYTHON)" || { echo "Trellis needs Python 3.12 or newer. Install python3.12 or later and try again."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check uv

.venv/core: .venv/bin/uv requirements/core.lock pyproject.toml
	test -e .venv/dev || $(BIN)/uv pip sync -q --require-hashes requirements/core.lock
	$(BIN)/uv pip install -q --no-deps -e .
	@touch $@

.venv/dev: .venv/bin/uv requirements/dev.lock pyproject.toml
	$(BIN)/uv pip sync -q --require-hashes requirements/dev.lock
	$(BIN)/uv pip install -q --no-deps -e .
	@touch $@ .venv/core

.venv-fuzz/ready: .venv/bin/uv requirements/fuzz.lock
	$(BIN)/uv venv -q --clear -p $(BIN)/python .venv-fuzz
	VIRTUAL_ENV=.venv-fuzz $(BIN)/uv pip sync -q --require-hashes requirements/fuzz.lock
	@touch $@

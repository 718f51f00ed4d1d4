# The commands of this project. `make run` and `make test` need python3 (3.11), pip, make and git.
.DEFAULT_GOAL := help
.PHONY: help run demo test bench chaos services lint lock clean
PYTHON ?= python3
BIN := .venv/bin
# The machine's own pip fills the environment: Debian's python3 cannot put one into it.
PIP := $(PYTHON) -m pip --python $(BIN)/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.venv/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo "Python 3.11 is needed and $(PYTHON) is $$($(PYTHON) --version 2>&1); name another with PYTHON=…" >&2; exit 1; }
	@echo "Making the environment in .venv and installing the locked packages (about a minute) …"
	@$(PYTHON) -m venv --without-pip .venv
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	@echo "Installing the locked packages for development …"
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

run: .venv/installed ## Set up what is missing, then run everything; Ctrl-C stops it
	@exec $(BIN)/python -m worker

demo: .venv/installed ## Walk the Chicago story without a person
	@DATA_DIR=$${DATA_DIR:-var/demo} DOOR_PORT=$${DOOR_PORT:-18025} SANDBOX_PORT=$${SANDBOX_PORT:-18026} $(BIN)/python -m worker.demo

test: .venv/installed-dev ## Install what the tests need and run them all
	@.ci/provide
	@$(BIN)/python -m pytest -n logical --dist worksteal $(ARGS)

bench: .venv/installed-dev ## Time the hot paths, each beside a floor or a peer of the same run
	@$(BIN)/python -m tests.bench

chaos: .venv/installed-dev ## Send thousands of letters while workers and services are killed; then compare
	@.ci/provide
	@$(BIN)/python -m tests.chaos

services: .venv/installed ## Start Postgres and Redis and run everything on them
	@exec $(BIN)/python -m worker.services

lint: .venv/installed-dev ## Check style, types and import contracts
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy jurisdictions foia worker && $(BIN)/lint-imports

lock: .venv/installed-dev ## Write the lock files anew from pyproject.toml (needs uv)
	@uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-header -q -o requirements.lock
	@uv pip compile pyproject.toml --group dev -c requirements.lock --python-version 3.11 --generate-hashes --no-header -q -o requirements-dev.lock

clean: ## Remove the environment and caches; the data in var/ stays
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis

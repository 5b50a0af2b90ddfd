# Eight verbs. A machine needs python3 (3.11 or later) with venv, and make; everything else comes into .venv from the lock.
#   make demo                      the synthetic studies from raw files to a published warehouse, in ./home
#   make nightly ARGS="--raw DIR"  the whole way over your own raw folder
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := demo
.PHONY: setup demo nightly test lint bench docs clean

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
ARGS ?=

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11) and "Leaderhouse needs Python 3.11 or later")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep '^uv==' requirements.lock)"
	$(BIN)/uv pip install --quiet --python $(BIN)/python --requirements requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch $@

demo: setup
	$(BIN)/leaderhouse demo $(ARGS)

nightly: setup
	$(BIN)/leaderhouse nightly $(ARGS)

test: lint
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.house.lint_sql

bench: setup
	$(BIN)/python -m tests.bench $(ARGS)

docs: setup
	$(BIN)/python docs/generate.py

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .hypothesis .import_linter_cache dbt/target dbt/logs logs
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

# Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-ready
DEV := $(VENV)/.dev-ready
BENCH := .venv-bench

# Compiled code is kept: tests start the program hundreds of times.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test coverage check audit fix bench lock pictures clean
.DEFAULT_GOAL := help

help:
	@echo "make demo     the bot, a Telegram in a box and a chat page, in your browser"
	@echo "make test     every test"
	@echo "make coverage every test, and which lines none of them reached"
	@echo "make check    format, lint, contracts, types"
	@echo "make audit    known weaknesses of what is locked (skipped where nobody can be asked)"
	@echo "make fix      mend what a machine can mend"
	@echo "make bench    the table and the chart of speed and size"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# The locks name every package, so nothing is left to resolve: a newer release cannot get in the way.
$(RUN): requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $(RUN)

$(DEV): requirements-dev.lock $(RUN)
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $(DEV)

demo: $(RUN)
	$(BIN)/huiyin demo

# What tests write lies in memory if there is room: ten thousand commits wait for no disk then.
MEMORY = $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 4000000 { print $$6 }')

test: $(DEV)
	$(if $(MEMORY),TMPDIR=$${TMPDIR:-$(MEMORY)}) $(BIN)/python -m pytest -n auto --durations=40 --durations-min=10

# Counting lines makes the tests half as long again: for those who look for what is not tested.
coverage: $(DEV)
	$(BIN)/python -m pytest -n auto --cov --cov-report=term:skip-covered

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy .
	$(BIN)/bandit -q -c pyproject.toml -r bot handlers jobs models reports sandbox

audit: | $(BIN)/python
	$(BIN)/python .ci/audit.py $(VENV)/audit

fix: $(DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# An environment of its own: what we are compared with wants other versions than we use.
$(BENCH)/.ready: requirements-bench.lock pyproject.toml
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-bench.lock
	$(BENCH)/bin/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

bench: $(BENCH)/.ready
	$(BENCH)/bin/python -m benchmarks.everything

lock: $(DEV)
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --extra dev -o requirements-dev.lock pyproject.toml
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --extra dev --extra bench -o requirements-bench.lock pyproject.toml

pictures: $(DEV)
	$(BIN)/python -m docs.scenes

clean:
	rm -rf $(VENV) $(BENCH) build dist *.egg-info

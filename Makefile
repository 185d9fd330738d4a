# Everything starts from python3 (3.11 or newer) and make; `make help` lists the targets.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps
# Packages come from the locks alone: pinned, hashed, for Python 3.11 to 3.13 on any system.
LOCK = uv pip compile pyproject.toml --group build --universal --fork-strategy fewest \
	--python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --no-annotate --quiet \
	--excludes requirements.excludes
# Root may write everywhere; without its rights it is stopped where others are.
AS_OTHERS = $(shell [ "$$(id -u)" = 0 ] && command -v setpriv >/dev/null && echo setpriv --bounding-set -all --inh-caps -all)
SEED ?= 1

.DEFAULT_GOAL := help
.PHONY: help report batch test test-all test-order faults check-a11y bench studies mutants licences open-data docs docs-pictures env dev lab lessons lite teaching-key lint lock clean

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

report: env ## write a report as an example; KOMMUN=Botkyrka names any of the 290, or demo
	@$(BIN)/segnb report $(KOMMUN) $(ARGS)

batch: env ## write the reports of all municipalities; ARGS="--jobs 2" and more
	@$(BIN)/segnb batch --all $(ARGS)

test: dev ## run the tests but for the long ones, in a few minutes
	$(BIN)/python -m pytest -n 2 -m "not long" $(ARGS)

test-all: dev ## run the tests, the long ones too; those that lack a system program say which
	$(BIN)/python -m pytest -n 2 $(ARGS)

test-order: dev ## run the tests of some rooms in another order and without the rights of root; SEED=2 for yet another
	$(AS_OTHERS) $(BIN)/python -m pytest -n 2 -m "not long" \
		--random-order --random-order-seed=$(SEED) tests/analysis tests/measures tests/sources tests/store tests/vocabulary tests/test_cli.py $(ARGS)

faults: dev ## try all hostile input, a fetch with every kind of fault, every lesson in a kernel (make test tries some)
	SEGNB_FAULTS=1 $(BIN)/python -m pytest tests/hostile tests/sources/live/test_faults.py tests/a11y/test_lessons_in_lab.py \
		tests/sources/live/test_agencies.py tests/sources/live/test_single_fetches.py \
		tests/teaching/test_lessons.py $(ARGS)

bench: dev ## measure against the alternatives and keep the table in docs/performance.md; QUICK=1 for a short run
	$(BIN)/python -m bench $(ARGS)

check-a11y: dev ## look for barriers in the pages with axe-core in Chromium (needs npm)
	npm install --prefix tests/a11y --no-package-lock --no-audit --no-fund --silent
	SEGNB_FAULTS=1 $(BIN)/python -m pytest tests/a11y $(ARGS)

mutants: dev ## put small faults in, one at a time: do the tests see them? ARGS="--sample 10" for few
	$(BIN)/python -m studies mutants $(ARGS)

studies: dev ## repeat the long studies and keep their results in docs/; ARGS=coverage names one
	$(BIN)/python -m studies $(ARGS)

licences: env ## write the licences of all dependencies and the list of parts from the lock
	$(BIN)/python -m studies.licences

open-data: dev ## make the open data that come along; FROM=../shared/data names the given files
	$(BIN)/python -m open_data $(FROM)

docs: dev ## write the documentation as a site that works offline, build/docs/index.html
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet $(ARGS)
	@echo "Open build/docs/index.html"

docs-pictures: dev ## make the pictures of the documentation anew from what segnb writes (needs Chromium)
	$(BIN)/python -m docs_site.pictures $(ARGS)

env: $(VENV)/run.stamp $(VENV)/package.stamp ## set up .venv to run segnb

dev: env $(VENV)/dev.stamp ## set up .venv to test and change segnb

lab: env ## open the lessons in JupyterLab, at the start page; ARGS="--lang en" and more
	@$(BIN)/segnb lab $(ARGS)

teaching-key: env ## write the teacher's guide with its key, HTML and PDF; ARGS="--word elm" for a pupil's numbers
	@$(BIN)/python -m guide $(ARGS)

lessons: env ## write the lessons as pages and worksheets that need no installation; ARGS="--municipality Botkyrka"
	@$(BIN)/segnb lessons $(ARGS)

lite: env ## optional: write the lessons as JupyterLite for a web server that can host Pyodide; PYODIDE=folder
	@$(BIN)/python -m pip install --quiet "jupyterlite-core>=0.8,<0.9" "jupyterlite-pyodide-kernel>=0.8,<0.9"
	@$(BIN)/python -m lite --pyodide "$(PYODIDE)" $(ARGS)

lint: dev ## check style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lock: ## bring the locks in step with pyproject.toml (needs uv); ARGS=--upgrade for newest versions
	$(LOCK) $(ARGS) --output-file requirements.lock
	$(LOCK) $(ARGS) --extra dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove what make made: environment, packages and caches (outputs, stores and data stay)
	rm -rf $(VENV) dist tests/a11y/node_modules .pytest_cache .ruff_cache .mypy_cache .hypothesis

$(VENV)/run.stamp: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "segnb needs Python 3.11 or newer. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@echo "Setting up $(VENV): about a minute, the first time only."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements.lock
	@touch $@

$(VENV)/package.stamp: pyproject.toml $(VENV)/run.stamp
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

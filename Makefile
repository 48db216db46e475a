# make site      the brochure, into site/
# make serve     the same while you edit, at http://127.0.0.1:8000/
# make translations   which page is there in which language, and which translation is older than its original
# make test      every check;  make lint  style and types;  make fuzz  mistakes at random, twenty thousand of them
# make schema    what the editor knows of the files;  make bench  the cost of a page in a large site
# make audit     what Lighthouse says of every page, and what its first view weighs
# make update    the newest versions of all that is installed, with their hashes; then run make test

PYTHON ?= python3
BIN := .venv/bin
PIP := bin/pip install --quiet --disable-pip-version-check --require-hashes -r
NPM := npm install --prefix .venv/npm --save-exact --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error
VNU := vnu-jar@26.9.27
LIGHTHOUSE := lighthouse@13.5.0
UV := .venv/update/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --only-binary :all: --emit-build-options --annotation-style line --custom-compile-command 'make update'
export NO_MKDOCS_2_WARNING = 1

.PHONY: site serve translations test lint fuzz schema bench audit update clean

site: .venv/site
	$(BIN)/mkdocs build --strict

serve: .venv/site
	$(BIN)/mkdocs serve

translations: .venv/site
	@PYTHONPATH=hooks $(BIN)/python -m brochure translations $(STRICT)

test: .venv/test .venv/vnu
	$(BIN)/pytest

lint: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fuzz: .venv/test
	$(BIN)/pytest tests/test_fuzz.py --hypothesis-profile=fuzz

schema: .venv/site
	PYTHONPATH=hooks $(BIN)/python -m brochure schema

bench: .venv/test
	PYTHONPATH=hooks:tests $(BIN)/python tests/bench.py

audit: .venv/test .venv/lighthouse
	PYTHONPATH=hooks:tests $(BIN)/python tests/audit.py

update: .venv/update/bin/uv
	$(UV) --group site -o requirements.txt
	$(UV) --group test -o requirements-test.txt -c requirements.txt
	$(UV) --group update -o requirements-update.txt
	@echo 'Now: make test'

clean:
	rm -rf .venv site

.venv/site: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed; install it, then: make PYTHON=python3.12 site'; exit 1; }
	$(PYTHON) -m venv .venv
	.venv/$(PIP) requirements.txt
	@touch $@

.venv/test: requirements-test.txt .venv/site
	.venv/$(PIP) requirements-test.txt
	@touch $@

# A place of its own, so that versions which do not work can be renewed.
.venv/update/bin/uv: requirements-update.txt
	$(PYTHON) -m venv .venv/update
	.venv/update/$(PIP) requirements-update.txt
	@touch $@

# The checker of HTML needs node only to be fetched; who has no npm can do without, but for that one test.
.venv/vnu: Makefile | .venv/site
	@if command -v npm >/dev/null; then $(NPM) $(VNU) && touch $@; \
	  else echo 'There is no npm: the HTML is not checked for validity.'; fi

.venv/lighthouse: Makefile | .venv/site
	$(NPM) $(LIGHTHOUSE)
	@touch $@

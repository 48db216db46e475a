# make site      the brochure, into site/
# make ready     what is still the sample's and must be your own before the site goes out;  make nginx  rules for nginx
# make serve     the same while you edit, at the address that it prints
# make edit      edit your site in the browser
# make publish TO=sftp://user@host/folder   send what has changed to a server; the next time without TO
# make translations   which page is there in which language, and which translation is older than its original
#   each of these for a folder of your own: make site CONTENT=../maija
# make new FOLDER=../maija NAME="..."   such a folder, from the sample
# make quick     the checks that need no browser, server or whole build, in half a minute, while you work
# make test      every check;  make lint  style and types;  make fuzz  mistakes at random, twenty thousand of them
# make schema    what the editor knows of the files;  make bench  the cost of a page in a large site
# make audit     what Lighthouse says of every page, and what its first view weighs
# make package   a ZIP for each system, into dist/, that needs nothing and starts by a double click
# make upgrade-dependencies   the newest versions of all that is installed, with their hashes; then run make test

PYTHON ?= python3
BIN := .venv/bin
PIP := bin/pip install --quiet --disable-pip-version-check --require-hashes -r
NPM := npm ci --prefix .venv/npm --ignore-scripts --no-audit --no-fund --loglevel=error
UV := .venv/update/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --only-binary :all: --emit-build-options --annotation-style line --custom-compile-command 'make upgrade-dependencies'
# Some of what the tests do is waiting for servers and browsers.
WORKERS ?= $(shell $(PYTHON) -c "import os; print(1 + (os.cpu_count() or 1))")
# Some systems have a variable of that name for themselves.
ifneq ($(origin NAME),command line)
  override NAME :=
endif
# A value may contain what make would read: the environment gets it as it was typed.
$(foreach name,NAME FOLDER GENERATOR CONTENT TO,$(eval override $(name) := $$(value $(name))))
export NAME FOLDER GENERATOR CONTENT TO

.PHONY: site new ready nginx publish edit serve translations quick test lint fuzz schema bench audit package upgrade-dependencies clean

site: .venv/site
	@$(BIN)/python hooks site

ready: .venv/site
	@$(BIN)/python hooks ready $(STRICT)

# A name may contain characters of the shell, so it is passed by the environment.
new: .venv/site
	@$(BIN)/python hooks new --name "$$NAME" --generator "$$GENERATOR" -- "$$FOLDER"

nginx: .venv/site
	@$(BIN)/python hooks nginx

publish: .venv/publish
	@$(BIN)/python hooks publish --to "$$TO"

edit: .venv/site
	@$(BIN)/python hooks edit

serve: .venv/site
	@$(BIN)/python hooks serve

translations: .venv/site
	@$(BIN)/python hooks translations $(STRICT)

quick: .venv/test
	$(BIN)/pytest -m "not slow" -n auto

# Tests of a file stay on one worker, and share what it starts, until another worker has nothing to do.
test: .venv/test .venv/checkers .venv/properdocs
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

lint: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fuzz: .venv/test
	$(BIN)/pytest -m hypothesis --hypothesis-profile=fuzz -n auto

schema: .venv/site
	$(BIN)/python hooks schema

bench: .venv/test
	PYTHONPATH=hooks:tests $(BIN)/python tests/bench.py $(AGAINST)

audit: .venv/test .venv/lighthouse
	PYTHONPATH=hooks:tests $(BIN)/python tests/audit.py

# The same bytes from one version of Python alone, whose zlib packs them.
package: .venv/site
	for platform in win_amd64 macosx_11_0_arm64 macosx_10_12_x86_64 manylinux2014_x86_64; do \
	  $(BIN)/pip download --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: \
	  --platform $$platform --dest dist/uv -r requirements-update.txt || exit 1; done
	@$(BIN)/python hooks package

upgrade-dependencies: .venv/update/bin/uv
	$(UV) --group site -o requirements.txt
	$(UV) --group publish -o requirements-publish.txt -c requirements.txt
	$(UV) --group test -o requirements-test.txt -c requirements.txt -c requirements-publish.txt
	$(UV) --group properdocs -o requirements-properdocs.txt -c requirements.txt
	$(UV) --group update -o requirements-update.txt
	npm update --prefix tests/npm --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error
	@echo 'Now: make test'

clean:
	rm -rf .venv .cache dist site .site.new .site.old

.venv/site: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed; install it, then: make PYTHON=python3.12 site'; exit 1; }
	$(PYTHON) -m venv .venv
	.venv/$(PIP) requirements.txt
	@touch $@

.venv/publish: requirements-publish.txt .venv/site
	.venv/$(PIP) requirements-publish.txt
	@touch $@

.venv/test: requirements-test.txt .venv/publish
	.venv/$(PIP) requirements-test.txt
	@touch $@

# MkDocs' successor, to see that it builds the same: a place of its own, since it takes MkDocs' name for itself.
.venv/properdocs: requirements-properdocs.txt
	$(PYTHON) -m venv $@
	$@/$(PIP) requirements-properdocs.txt || { rm -rf $@; exit 1; }
	@touch $@

# A place of its own, so that versions which do not work can be renewed.
.venv/update/bin/uv: requirements-update.txt
	$(PYTHON) -m venv .venv/update
	.venv/update/$(PIP) requirements-update.txt
	@touch $@

# The checkers from npm; who has none can do without, but for their tests.
.venv/checkers: tests/npm/package.json tests/npm/package-lock.json | .venv/site
	@if command -v npm >/dev/null; then mkdir -p .venv/npm && cp $^ .venv/npm && $(NPM) --omit=dev && touch $@; \
	  else echo 'There is no npm: the tests that want its checkers are skipped.'; fi

# Lighthouse comes on top of the checkers, which take it away again when they change.
.venv/lighthouse: .venv/checkers
	$(NPM)
	@touch $@

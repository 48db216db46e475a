# make site          build the brochure into site/
# make serve         show the site at the address that it prints, and update it after each change
# make edit          open the editor in the browser
# make ready         list the sample's texts that you must replace before you publish
# make publish       TO=sftp://user@host/folder: send what has changed to a server; the next time without TO
# make nginx         print the rules for nginx
# make translations  list the pages that a language lacks, and the translations older than their originals
# make new           FOLDER=../maija NAME="...": make a practice's own folder from the sample
#   Each of these but new takes a folder of your own: make site CONTENT=../maija
# make quick         run the tests that need no browser, server or full build
# make test          run every test
# make lint          check style and types
# make fuzz          try twenty thousand random texts and mistakes
# make schema        write the editor's schemas, and the guide's reference of keys
# make bench         measure builds of small and large sites
# make audit         run Lighthouse on every page
# make package       write a ZIP for each system into dist/, which starts by a double click
# make upgrade-dependencies   update the pinned versions and their hashes; then run make test

PYTHON ?= python3
BIN := .venv/bin
PIP := bin/pip install --quiet --disable-pip-version-check --require-hashes -r
NPM := npm ci --prefix .venv/npm --ignore-scripts --no-audit --no-fund --loglevel=error
UV := .venv/update/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --only-binary :all: --emit-build-options --annotation-style line --custom-compile-command 'make upgrade-dependencies'
# One more worker than processors, because some tests only wait for servers and browsers.
WORKERS ?= $(shell $(PYTHON) -c "import os; print(1 + (os.cpu_count() or 1))")
# Ignore NAME from the environment: some systems set it for their own use.
ifneq ($(origin NAME),command line)
  override NAME :=
endif
# Export these values unexpanded, because they may contain characters that make would interpret.
$(foreach name,NAME FOLDER GENERATOR CONTENT TO,$(eval override $(name) := $$(value $(name))))
export NAME FOLDER GENERATOR CONTENT TO

.PHONY: site new ready nginx publish edit serve translations quick test lint fuzz schema bench audit package upgrade-dependencies clean

site: .venv/site
	@$(BIN)/python hooks site

ready: .venv/site
	@$(BIN)/python hooks ready $(STRICT)

# A name may contain characters that the shell would interpret, so the environment passes it.
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
	$(BIN)/pytest -m "not slow"

# The tests of a file run on one worker, so that they share its servers; an idle worker takes some of them.
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

# A package is reproducible only with the same version of Python, because its zlib compresses it.
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

# MkDocs' fork, for the test that it builds the same site. It has an environment of its own, because it replaces MkDocs.
.venv/properdocs: requirements-properdocs.txt
	$(PYTHON) -m venv $@
	$@/$(PIP) requirements-properdocs.txt || { rm -rf $@; exit 1; }
	@touch $@

# An environment of its own, so that pinned versions which cannot be installed can still be upgraded.
.venv/update/bin/uv: requirements-update.txt
	$(PYTHON) -m venv .venv/update
	.venv/update/$(PIP) requirements-update.txt
	@touch $@

# The checkers from npm. Without npm, only their tests are skipped.
.venv/checkers: tests/npm/package.json tests/npm/package-lock.json | .venv/site
	@if command -v npm >/dev/null; then mkdir -p .venv/npm && cp $^ .venv/npm && $(NPM) --omit=dev && touch $@; \
	  else echo 'There is no npm: the tests that want its checkers are skipped.'; fi

# Lighthouse is added to the checkers. Installing a new version of these removes it again.
.venv/lighthouse: .venv/checkers
	$(NPM)
	@touch $@

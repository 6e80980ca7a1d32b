# Unisono: every command a newcomer, a developer and continuous integration need.
SHELL := bash
PORT ?= 8080
UNISONO_DATA_DIR ?= $(CURDIR)/data
export UNISONO_DATA_DIR
ADDRESS = --port $(PORT) $(if $(HOST),--host $(HOST))
INPUTS := pyproject.toml package-lock.json hatch_build.py scripts/constraints.txt

.DEFAULT_GOAL := help
.PHONY: help run demo dev test nightly bench lint types contracts js fmt generate messages screenshots \
	wheel constraints clean

help:  ## say what there is
	@grep -hE '^[a-z ]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 24

run: .venv/.run  ## start Unisono on http://localhost:8080 (PORT=... HOST=...)
	@mkdir -p data
	@exec .venv/bin/unisono serve $(ADDRESS)

demo: .venv/.run  ## the same, with a circle of simulated people already playing
	@mkdir -p data
	@exec .venv/bin/unisono demo $(ADDRESS)

dev: .venv/.dev  ## .venv with Unisono (editable) and every tool, for an editor

test:  ## install what is needed and check everything
	@scripts/test-env.sh
	@scripts/wheel.sh
	@scripts/check.sh lint types contracts jstypes jstests pytest $(ARGS)

nightly:  ## the tests that take longer
	@scripts/test-env.sh
	@scripts/wheel.sh
	@scripts/check.sh pytest -m nightly $(ARGS)

bench:  ## measure on the installed wheel; writes docs/benchmarks.md
	@scripts/test-env.sh
	@scripts/wheel.sh
	@scripts/check.sh bench $(ARGS)

lint types contracts: .venv-test/.tools  ## ruff, mypy --strict, who imports whom
	@scripts/check.sh $@

js: .venv-test/.tools  ## tsc --checkJs --strict, node --test
	@scripts/check.sh jstypes jstests

fmt: .venv-test/.tools  ## put the Python code in order
	@.venv-test/bin/ruff check --fix .
	@.venv-test/bin/ruff format .

generate: .venv-test/.tools  ## write wire.js and docs/protocol.md from the table of messages
	@PYTHONPATH=server:web .venv-test/bin/python scripts/generate.py

messages: .venv-test/.tools  ## bring the catalogues of all languages in step with the pages
	@.venv-test/bin/python scripts/messages.py

screenshots: .venv-test/.tools  ## make docs/images anew from a demo that plays
	@scripts/wheel.sh
	@.venv-test/bin/python scripts/screenshots.py

wheel: .venv-test/.tools  ## build dist/unisono-*.whl
	@scripts/wheel.sh

constraints:  ## look for newer versions of everything and pin them
	@scripts/constraints.sh

clean:  ## remove what was built, installed and cached here; data/ stays
	rm -rf .venv .venv-test build dist node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
	git clean -fdXq web server midi tests

.venv/.run: $(INPUTS)
	@scripts/run-env.sh
	@touch $@

.venv/.dev: $(INPUTS)
	@scripts/run-env.sh dev
	@touch $@ .venv/.run

.venv-test/.tools: $(INPUTS)
	@scripts/test-env.sh
	@scripts/wheel.sh
	@touch $@

# Every chore by name; plain `make` lists them. A fresh machine needs Python 3.11 or newer, and make.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
DEMO_DB = build/demo.db
REAL ?=
REASON ?=
export PYTHONNOUSERSITE = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1
unexport AIDTRACK_DB PYTHONPATH

.DEFAULT_GOAL := help
.PHONY: weights help demo test dev gold gold-accept bench snapshots lint docs docs-check check constraints clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "  make %-12s %s\n", $$1, $$2 }'

demo: $(VENV)/installed ## first: environment, install, read seeds/ into a fresh database, totals
	@mkdir -p build && rm -f $(DEMO_DB)*
	$(BIN)/aidtrack ingest seeds/ --db $(DEMO_DB)
	$(BIN)/aidtrack totals --db $(DEMO_DB)

test: $(VENV)/installed ## second: all tests
	$(BIN)/pytest

dev: $(VENV)/installed ## make the environment only: exact versions from constraints.txt

gold: $(VENV)/installed ## scores against the labels; gained and lost since the committed ones (REAL=, PUBLISHED=folders: published texts too)
	$(BIN)/python -m tests.gold.floors $(if $(REAL),--real $(REAL)) $(if $(PUBLISHED),--published $(PUBLISHED))

gold-accept: $(VENV)/installed ## commit to the scores of now; a floor that sinks needs REASON="…"
	$(BIN)/python -m tests.gold.floors --accept $(if $(REAL),--real $(REAL)) $(if $(PUBLISHED),--published $(PUBLISHED)) $(if $(REASON),--reason "$(REASON)")

weights: $(VENV)/installed ## fit what traits of a sum weigh, from the tuned articles (REAL=, PUBLISHED=folders too)
	$(BIN)/pip install --quiet --group fit
	$(BIN)/python -m tests.gold.fit_weights $(if $(REAL),--real $(REAL)) $(if $(PUBLISHED),--published $(PUBLISHED))

bench: $(VENV)/installed ## speed and memory of reading, start-up and growth, as ratios (BENCH_DOCS=folder)
	$(BIN)/python bench/run.py $(if $(BENCH_DOCS),--docs $(BENCH_DOCS))

snapshots: $(VENV)/installed ## write the snapshots of printed output anew; reading the diff is the test
	AIDTRACK_WRITE_SNAPSHOTS=1 $(BIN)/pytest -k snapshot

lint: $(VENV)/installed ## ruff and mypy
	$(BIN)/ruff check aidtrack tests bench
	$(BIN)/ruff format --check aidtrack tests bench
	$(BIN)/mypy

docs: $(VENV)/installed ## write sample output and scores into README.md
	$(BIN)/cog -r -P -I tests README.md

docs-check: $(VENV)/installed
	$(BIN)/cog --check -P -I tests README.md

check: lint test gold docs-check ## all that has to hold: lint, tests, gold floors, README up to date

constraints: ## choose exact versions anew (needs uv); review the diff before committing it
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --no-header --quiet --group dev --group build pyproject.toml > build.constraints
	{ echo "# Exact versions, with hashes, of all that develops and runs aidtrack; written by \`make constraints\`."; \
	  cat build.constraints; } > constraints.txt; rm build.constraints

clean: ## remove what was built here
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis $(VENV)
	find . -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/installed: constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "aidtrack needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --require-hashes -r constraints.txt
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

# `make rank` and `make test` need nothing but Python 3.11 or newer and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed-dev
SCHEMAS := openscore/schemas

.PHONY: rank edition test check schemas messages readme plot parity bench bench-hub clean

rank: $(VENV)/installed
	@$(BIN)/openscore rank

test: $(STAMP)
	@$(BIN)/openscore diff --scores
	$(BIN)/python -m pytest

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/check-jsonschema --schemafile $(SCHEMAS)/registry.schema.json models.toml licenses.toml
	$(BIN)/check-jsonschema --schemafile $(SCHEMAS)/rubric.schema.json rubrics/*.toml
	$(BIN)/openscore validate
	$(BIN)/python -m pytest

schemas: $(STAMP)
	$(BIN)/openscore schema registry --output $(SCHEMAS)/registry.schema.json
	$(BIN)/openscore schema rubric --output $(SCHEMAS)/rubric.schema.json
	$(BIN)/openscore schema ranking --output $(SCHEMAS)/ranking.schema.json

# Writes what the program prints between the markers of the README and the guides.
readme: $(STAMP)
	@COLUMNS=80 NO_COLOR=1 $(BIN)/python tests/readme.py

# Draws the plot of docs/uncertainty.md from the registry as it is.
plot: $(STAMP)
	$(BIN)/openscore sensitivity --format svg --output docs/uncertainty.svg

# Collects what people read, for translators, and compiles the catalogs.
messages: $(STAMP)
	@$(BIN)/python tests/messages.py

# Keeps the data as they are as an edition, so that what is cited from it can always be computed again.
EDITION ?= $(shell date +%Y-%m-%d)
edition: $(STAMP)
	@$(BIN)/python -c "import openscore; from openscore.analysis.edition import keep; print(keep('$(EDITION)', openscore.__version__))"

# Compares every published number of the peers with ours; needs their data beside the checkout.
parity: $(STAMP)
	@PYTHONPATH=tests $(BIN)/python tests/parity.py

bench: $(STAMP)
	@$(BIN)/python benchmarks/startup.py
	@$(BIN)/python benchmarks/peers.py
	@$(BIN)/python benchmarks/sensitivity.py

# Scores 100,000, a million and three million generated rows; needs the sample of real metadata.
HUB_SAMPLE ?= ../shared/peers/hub/hub_stats_frozen.parquet
bench-hub: $(STAMP)
	@$(BIN)/python benchmarks/hub.py $(HUB_SAMPLE)

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/pip:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/pip
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# Spark is large (430 MB): a contributor installs the extra by hand, continuous integration where there is Java.
SPARK := $(if $(CI),$(shell command -v java))

$(STAMP): pyproject.toml | $(VENV)/installed
	@$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['dependency-groups']['dev'], sep='\n')" > $(VENV)/dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --requirement $(VENV)/dev.txt $(if $(SPARK),--editable '.[spark]')
	@touch $@

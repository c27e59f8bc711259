# `make rank` and `make test` need nothing but Python 3.11 or newer and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SCHEMAS := openscore/schemas
# Spark is large (430 MB): only continuous integration installs it, where there is Java.
SET := $(if $(and $(CI),$(shell command -v java)),spark,dev)

# Any Python can say this, however old, before it has to read the grammar of a newer one.
NEW_ENOUGH := import sys; sys.version_info >= (3, 11) or sys.exit("error: OpenScore needs Python 3.11 or newer, \
and %s is %d.%d; name another: make PYTHON=python3.13" % ((sys.executable,) + sys.version_info[:2]))
environment = "$(PYTHON)" -c '$(NEW_ENOUGH)' && "$(PYTHON)" requirements/environment.py
# Neighbors go to one worker, so that what their file sets up is set up once; who is done takes over from the other.
SUITE := -m pytest -n auto --dist worksteal
locked = $(patsubst %,requirements/%.txt,$(1))

.PHONY: rank site edition test test-lowest test-newest check schemas messages readme plot parity laws differential fuzz mutants bench bench-hub bench-spark lock clean base dev uv

rank: base
	@$(BIN)/openscore rank

test: dev
	@$(BIN)/openscore diff --scores
	$(BIN)/python $(SUITE)

# The suite at the lowest versions that pyproject.toml declares, and at the newest there are.
test-lowest: RESOLUTION := lowest-direct
test-newest: RESOLUTION := highest
test-lowest test-newest: test-%: uv
	@.venv-uv/bin/python requirements/lock.py --bounds $(RESOLUTION) --set $(SET) --output .venv-$*.txt
	@$(environment) .venv-$* .venv-$*.txt
	@cat .venv-$*.txt
	.venv-$*/bin/python $(SUITE)

# Writes requirements/*.txt anew: the newest versions that pyproject.toml allows, or with KEEP=1 only what it asks for.
lock: uv
	@.venv-uv/bin/python requirements/lock.py $(if $(KEEP),--keep)

check: dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/check-jsonschema --schemafile $(SCHEMAS)/registry.schema.json models.toml licenses.toml
	$(BIN)/check-jsonschema --schemafile $(SCHEMAS)/rubric.schema.json rubrics/*.toml
	$(BIN)/openscore validate
	$(BIN)/python $(SUITE)

schemas: dev
	$(BIN)/openscore schema registry --output $(SCHEMAS)/registry.schema.json
	$(BIN)/openscore schema rubric --output $(SCHEMAS)/rubric.schema.json
	$(BIN)/openscore schema ranking --output $(SCHEMAS)/ranking.schema.json

# Writes what the program prints between the markers of the README and the guides.
readme: dev
	@COLUMNS=80 NO_COLOR=1 $(BIN)/python tests/readme.py

# Draws the plot of docs/uncertainty.md from the registry as it is.
plot: dev
	$(BIN)/openscore sensitivity --format svg --output docs/uncertainty.svg

# Collects what people read, for translators, and compiles the catalogs.
messages: dev
	@$(BIN)/python tests/messages.py

# Writes the pages into the folder `site`; open site/index.html.
site: dev
	@$(BIN)/openscore site build -o site

# Keeps the data as they are as an edition, so that what is cited from it can always be computed again.
EDITION ?= $(shell date +%Y-%m-%d)
edition: dev
	@$(BIN)/python -c "import openscore; from openscore.analysis.edition import keep; print(keep('$(EDITION)', openscore.__version__))"

# Compares every published number of the peers with ours; needs their data beside the checkout.
parity: dev
	@PYTHONPATH=tests $(BIN)/python tests/parity.py

# The laws of the design over random records, and the evaluators beside each other; 100,000 take a quarter of an hour.
RECORDS ?= 10000
SEED ?= 1
laws: dev
	@PYTHONPATH=tests $(BIN)/python tests/laws.py $(RECORDS) --seed $(SEED)

# The engine, the compiled SQL and the plain evaluator of the corpus over random records; a fresh seed, if none is said.
N ?= 10000
differential: dev
	@PYTHONPATH=tests $(BIN)/python tests/laws.py $(N) --evaluators $(if $(filter file,$(origin SEED)),,--seed $(SEED))

# Hostile inputs of every reader through the command line, each with limits of time and memory; N=100000 SEED=7 for more.
fuzz: N := $(if $(filter file,$(origin N)),2500,$(N))
fuzz: dev
	@PYTHONPATH=tests $(BIN)/python -m fuzz.run $(N) --seed $(SEED)

# Changes every number, list and condition of the rubrics, and a sample of the program, one place at a time: each has to
# make a test fail. CHANGED=origin/main takes what is not as it was there, PACKAGES=engine the whole of a package.
PACKAGES ?=
mutants: dev
	@$(BIN)/python tests/mutants/rubrics.py $(if $(CHANGED),--changed $(CHANGED))
	@$(BIN)/python tests/mutants/programs.py $(if $(CHANGED),--changed $(CHANGED) --minutes 3,$(or $(PACKAGES),--sample 150))

bench: dev
	@$(BIN)/python benchmarks/startup.py
	@$(BIN)/python benchmarks/startup.py --entries 300 2000
	@$(BIN)/python benchmarks/peers.py
	@$(BIN)/python benchmarks/sensitivity.py
	@$(BIN)/python benchmarks/web.py

# Scores 100,000, a million and three million generated rows; needs the sample of real metadata.
HUB_SAMPLE ?= ../shared/peers/hub/hub_stats_frozen.parquet
bench-hub: dev
	@$(BIN)/python benchmarks/hub.py $(HUB_SAMPLE)

bench-spark: dev
	@$(BIN)/python benchmarks/spark.py $(HUB_SAMPLE) 300000

clean:
	rm -rf .venv .venv.lock .venv-* dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

base:
	@$(environment) $(VENV) $(call locked,base)

dev:
	@$(environment) $(VENV) $(call locked,base dev $(filter spark,$(SET)))

uv:
	@$(environment) .venv-uv $(call locked,uv) --alone

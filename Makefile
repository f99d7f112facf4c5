# `make` builds everything, `make test` tests it. Each sets up what it needs, from locked versions.

ifneq ($(filter 3.7% 3.80,$(MAKE_VERSION)),)
$(error make $(MAKE_VERSION) is too old: GNU make 3.81 or later is needed)
endif

BIN := .venv/bin
# The folder may be called as it likes: its name is left to the shell, which takes it as one word.
IN_ENV := PATH="$$PWD/$(BIN):$$PATH"
# An interpreter may lie in a path with blanks, the scripts that start it may not: modules are started by it.
PYTHON := $(BIN)/python
# Versions that everything is locked for; the first that is there.
PYTHONS := python3.11 python3.12 python3.13 python3
OLDEST := 3, 11
NEWEST := 3, 13
export PYTHONDONTWRITEBYTECODE =

.PHONY: build test test-quick versions lint check show compare lock clean new-entry benchmark benchmark-counting benchmark-explorer benchmark-page benchmark-same-work benchmark-scale benchmark-truth

build: .venv/ready
	@$(IN_ENV) $(PYTHON) -m snakemake

test: .venv/ready-to-test
	@$(IN_ENV) $(PYTHON) -m pytest --numprocesses auto --dist loadfile

# What one runs while working: tests that need no build, page or browser and take no while; of many examples few.
test-quick: .venv/ready-to-test
	@$(IN_ENV) $(PYTHON) -m pytest --numprocesses auto --dist loadfile -m "not build and not browser and not slow"

# Other versions of Snakemake and Python make the same bytes: make versions PYTHON3="python3.12 python3.13"
versions: .venv/ready-to-test
	@$(PYTHON) tests/versions.py $(if $(PYTHON3),--python $(PYTHON3))

lint: .venv/ready-to-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(PYTHON) -m mypy
	@$(PYTHON) -c "from snakefmt.snakefmt import main; main()" --check --compact-diff Snakefile rules
	@$(IN_ENV) $(PYTHON) -m snakemake --lint

check: .venv/ready
	@$(IN_ENV) $(PYTHON) -m snakemake check

# make new-entry NAME=my-paper; with FROM=epoch NAME="Model" from the facts of a database in data/raw/external
new-entry: .venv/ready
	@$(PYTHON) scripts/new_entry.py "$(NAME)" $(if $(FROM),--from $(FROM))

# make show RUN=alexnet; with FORM=guidelines its estimates as one would document them
show: .venv/ready
	@$(PYTHON) scripts/show_run.py $(RUN) $(if $(FORM),--form $(FORM))

benchmark: .venv/ready-to-test
	@PYTHONPATH=scripts:tests $(PYTHON) benchmarks/speed.py

benchmark-counting: .venv/ready-to-test
	@PYTHONPATH=scripts:tests $(PYTHON) benchmarks/counting.py

benchmark-explorer: .venv/ready-to-test
	@PYTHONPATH=scripts:tests $(PYTHON) benchmarks/choosing.py

benchmark-page: .venv/ready-to-test
	@PYTHONPATH=scripts:tests $(PYTHON) benchmarks/page.py

# What fits cost beside an earlier commit's, whose tree was built: make benchmark-same-work TREE=../earlier
benchmark-same-work: .venv/ready-to-test
	@$(PYTHON) benchmarks/same_work.py $(TREE)

# How often rules speak where nothing changed, on the tables of the last build: make benchmark-truth WORLDS=2000
benchmark-truth: .venv/ready-to-test build
	@PYTHONPATH=scripts:tests $(PYTHON) benchmarks/new_analyses.py
	@PYTHONPATH=scripts:tests $(PYTHON) benchmarks/truth.py $(if $(WORLDS),--worlds $(WORLDS))
	@PYTHONPATH=scripts:tests $(PYTHON) benchmarks/truth_of_intervals.py $(if $(WORLDS),--worlds $(WORLDS))

# make benchmark-scale ENTRIES="100 1000" ROWS="1000 10000"
benchmark-scale: .venv/ready-to-test
	@PYTHONPATH=scripts:tests $(PYTHON) benchmarks/scale.py $(if $(ENTRIES),--entries $(ENTRIES)) $(if $(ROWS),--rows $(ROWS))

# make compare WITH=origin/main
compare: .venv/ready
	@$(IN_ENV) $(PYTHON) scripts/compare_builds.py "$(WITH)"

clean:
	rm -rf data/processed reports/charts reports/tables reports/runs reports/index.html reports/explore.html reports/summary.json reports/datapackage.json .snakemake

# Needs uv; resolves the newest versions that requirements.in allows, with the hashes of their files: one version of each
# for as many Pythons as can be, so that the page, which names versions, is the same whichever builds it.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	    --no-header --no-emit-index-url --no-annotate --upgrade requirements.in --output-file requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	    --no-header --no-emit-index-url --no-annotate requirements.in requirements-dev.in --output-file requirements-dev.txt

# uv installs in seconds where it is there; pip and venv do the same where it is not.
.venv/ready: requirements.txt
	@echo "Setting up .venv from requirements.txt ..."
	@if command -v uv > /dev/null; then \
	    uv venv --quiet --allow-existing --python 3.11 .venv && \
	    uv pip install --quiet --python $(PYTHON) --require-hashes --requirement requirements.txt; \
	else \
	    for found in $(PYTHONS) none; do \
	        "$$found" -c "import sys; sys.exit(not ($(OLDEST)) <= sys.version_info[:2] <= ($(NEWEST)))" 2> /dev/null && break; \
	    done; \
	    if [ "$$found" = none ]; then \
	        echo "No Python 3.11 to 3.13 was found ($(PYTHONS)): install one, or uv, which brings its own." >&2; \
	        exit 1; \
	    fi; \
	    "$$found" -m venv .venv && \
	    $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt; \
	fi
	@touch $@

.venv/ready-to-test: requirements-dev.txt .venv/ready
	@echo "Adding what tests need from requirements-dev.txt ..."
	@if command -v uv > /dev/null; then \
	    uv pip install --quiet --python $(PYTHON) --require-hashes --requirement requirements-dev.txt; \
	else \
	    $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt; \
	fi
	@touch $@

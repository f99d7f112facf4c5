# `make` builds everything, `make test` tests it. Each sets up what it needs, from locked versions.

BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE =

.PHONY: build test lint check show compare lock clean new-entry benchmark benchmark-page benchmark-scale

build: .venv/ready
	@PATH="$(CURDIR)/$(BIN):$$PATH" snakemake

test: .venv/ready-to-test
	@PATH="$(CURDIR)/$(BIN):$$PATH" pytest --numprocesses auto --dist loadfile

lint: .venv/ready-to-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/snakefmt --check --compact-diff Snakefile rules
	@PATH="$(CURDIR)/$(BIN):$$PATH" snakemake --lint

check: .venv/ready
	@PATH="$(CURDIR)/$(BIN):$$PATH" snakemake check

# make new-entry NAME=my-paper
new-entry: .venv/ready
	@$(BIN)/python scripts/new_entry.py "$(NAME)"

# make show RUN=alexnet
show: .venv/ready
	@$(BIN)/python scripts/show_run.py $(RUN)

benchmark: .venv/ready-to-test
	@PYTHONPATH=scripts:tests $(BIN)/python benchmarks/speed.py

benchmark-page: .venv/ready-to-test
	@PYTHONPATH=scripts:tests $(BIN)/python benchmarks/page.py

# make benchmark-scale ENTRIES="100 1000" ROWS="1000 10000"
benchmark-scale: .venv/ready-to-test
	@PYTHONPATH=scripts:tests $(BIN)/python benchmarks/scale.py $(if $(ENTRIES),--entries $(ENTRIES)) $(if $(ROWS),--rows $(ROWS))

# make compare WITH=origin/main
compare: .venv/ready
	@PATH="$(CURDIR)/$(BIN):$$PATH" python scripts/compare_builds.py "$(WITH)"

clean:
	rm -rf data/processed reports/charts reports/tables reports/index.html reports/summary.json reports/datapackage.json .snakemake

# Needs uv; resolves the newest versions that requirements.in allows, with the hashes of their files.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	    --no-annotate --upgrade requirements.in --output-file requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	    --no-annotate requirements.in requirements-dev.in --output-file requirements-dev.txt

# uv installs in seconds where it is there; pip and venv do the same where it is not.
.venv/ready: requirements.txt
	@echo "Setting up .venv from requirements.txt ..."
	@if command -v uv > /dev/null; then \
	    uv venv --quiet --allow-existing --python 3.11 .venv && \
	    uv pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements.txt; \
	else \
	    python3 -m venv .venv && \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt; \
	fi
	@touch $@

.venv/ready-to-test: requirements-dev.txt .venv/ready
	@echo "Adding what tests need from requirements-dev.txt ..."
	@if command -v uv > /dev/null; then \
	    uv pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements-dev.txt; \
	else \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt; \
	fi
	@touch $@

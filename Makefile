# Every target works as the first command typed: all of them set up what they need.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
export BHAVHOUSE_HOME ?= $(CURDIR)/var

# Airflow on its embedded default: SQLite metadata under the state folder, this repository's DAGs and plugins.
export AIRFLOW_HOME ?= $(BHAVHOUSE_HOME)/airflow
export AIRFLOW__CORE__DAGS_FOLDER := $(CURDIR)/dags
export AIRFLOW__CORE__PLUGINS_FOLDER := $(CURDIR)/plugins
export AIRFLOW__CORE__LOAD_EXAMPLES := False
export AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL := 1

# Only what the warehouse says, and what goes wrong.
QUIET := AIRFLOW__LOGGING__LOGGING_LEVEL=ERROR AIRFLOW__LOGGING__NAMESPACE_LEVELS=bhavhouse=INFO PYTHONWARNINGS=ignore

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/installed  ## make the environment from the hashed lock

# uv is taken from the lock itself, so that nothing unhashed is ever installed.
.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	@awk '/^uv==/{on=1} on{print} on&&!/\\$$/{exit}' requirements.lock > .venv/uv.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-build-isolation --no-deps --editable .
	@touch $@

# The simulated exchange stands in where no archive is named, and Airflow's tables are made once for each lock.
run: setup  ## take in all that the archive holds, through Airflow, and say what came of it
	@mkdir -p "$$AIRFLOW_HOME"
	@if [ -z "$$BHAVHOUSE_ARCHIVE" ] && [ ! -e "$$BHAVHOUSE_HOME/simulated_exchange" ]; then \
	  $(BIN)/bhavhouse simulate --out "$$BHAVHOUSE_HOME/simulated_exchange" --sessions 300 --securities 160 --seed 7; \
	fi
	@if [ ! "$$AIRFLOW_HOME/migrated" -nt requirements.lock ]; then \
	  echo "making Airflow's tables in $$AIRFLOW_HOME"; \
	  $(QUIET) $(BIN)/airflow db migrate >"$$AIRFLOW_HOME/migrate.log" 2>&1 || { cat "$$AIRFLOW_HOME/migrate.log"; exit 1; }; \
	  touch "$$AIRFLOW_HOME/migrated"; \
	fi
	@echo "running the DAG market_backfill"
	@$(QUIET) $(BIN)/airflow dags test market_backfill
	@$(BIN)/bhavhouse status

lint: setup  ## style, types, SQL, compose file
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar sql
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

test: lint  ## lint, and every test that needs no more than wheels
	$(BIN)/pytest --ignore=tests/faults

test-all: setup faults  ## what takes longer: kills and crashes

faults: setup  ## kill it anywhere, run it again
	$(BIN)/pytest tests/faults

bench: setup  ## measure against the bare limit; writes bench/results.json
	$(BIN)/python bench/backfill.py

docs: setup  ## write docs/dictionary.md from the contracts
	$(BIN)/bhavhouse dictionary > docs/dictionary.md

lock:  ## resolve the dependencies anew (the one target that changes the lock)
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --upgrade -o requirements.lock

.PHONY: help setup run up lint test test-all faults bench docs lock

# Every target works as the first command typed: all of them set up what they need.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
export BHAVHOUSE_HOME ?= $(CURDIR)/var
# Many processes import Airflow and Great Expectations: what one has compiled, the next need not.
export PYTHONDONTWRITEBYTECODE :=

# Airflow on its embedded default: SQLite metadata under the state folder, this repository's DAGs and plugins.
export AIRFLOW_HOME ?= $(BHAVHOUSE_HOME)/airflow
export AIRFLOW__CORE__DAGS_FOLDER := $(CURDIR)/dags
export AIRFLOW__CORE__PLUGINS_FOLDER := $(CURDIR)/plugins
export AIRFLOW__CORE__LOAD_EXAMPLES := False
export AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL := 1

# What the warehouse says and what goes wrong, without Airflow's own account of itself.
QUIET := AIRFLOW__LOGGING__NAMESPACE_LEVELS="airflow=ERROR task=ERROR alembic=ERROR" PYTHONWARNINGS=ignore \
  AIRFLOW__LOGGING__LOG_FORMAT="%(asctime)s %(message)s" AIRFLOW__LOGGING__LOG_TIMESTAMP_FORMAT="%H:%M:%S"
# Tests in two processes at once; tests/shared.py says which stay together. In order.
TWO := -n 2 --dist loadscope --no-loadscope-reorder
NOISE := \[DAG TEST\]|No tasks to run|ephemeral docs site

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

run: setup exchange airflow-tables  ## take in all that the archive holds, through Airflow, and show what came of it
	@echo "running the DAG market_backfill"
	@set -o pipefail; $(QUIET) $(BIN)/airflow dags test market_backfill 2>&1 | awk '!/$(NOISE)/ { print; fflush() }'
	@echo "running the DAG news_events"
	@set -o pipefail; $(QUIET) $(BIN)/airflow dags test news_events 2>&1 | awk '!/$(NOISE)/ { print; fflush() }'
	@echo; $(BIN)/bhavhouse status
	@echo "look inside: $(BIN)/bhavhouse query \"select * from marts.breadth_history order by session desc limit 3\""
	@echo "         or: $(BIN)/bhavhouse query \"select publisher, kind, verdict, reason from marts.claim_checks limit 5\""

# Not `airflow standalone`: it leaves its services behind on SIGTERM, and serves logs to the whole network.
# The scheduler ends first, since the tasks that it waits for still need the API server.
up: setup exchange airflow-tables  ## Airflow with its UI on http://127.0.0.1:8080, until Ctrl-C
	@echo "the UI comes up at http://127.0.0.1:8080; switch a DAG on there to have it scheduled"
	@echo "log in as admin with the password in $$AIRFLOW_HOME/simple_auth_manager_passwords.json.generated"
	@set -m; export PATH="$(CURDIR)/$(BIN):$$PATH" AIRFLOW__API__HOST=127.0.0.1 AIRFLOW__CORE__PARALLELISM=4; \
	for service in api-server dag-processor "triggerer --skip-serve-logs"; do \
	  airflow $$service & others="$$others $$!"; \
	done; \
	airflow scheduler --skip-serve-logs & scheduler=$$!; \
	trap 'echo "ending when the tasks that run now are done"; kill $$scheduler 2>/dev/null' INT TERM HUP; \
	while kill -0 $$scheduler 2>/dev/null; do wait $$scheduler; done; \
	kill $$others 2>/dev/null; \
	while kill -0 $$others 2>/dev/null; do wait; done

# It stands in where no archive is named.
exchange: setup
	@if [ -z "$$BHAVHOUSE_ARCHIVE" ] && [ ! -e "$$BHAVHOUSE_HOME/simulated_exchange" ]; then \
	  $(BIN)/bhavhouse simulate --out "$$BHAVHOUSE_HOME/simulated_exchange" --sessions 300 --securities 160 --seed 7; \
	fi

# Made once for each lock: asking Airflow whether they are there takes longer than a backfill.
airflow-tables: setup
	@mkdir -p "$$AIRFLOW_HOME"
	@if [ ! "$$AIRFLOW_HOME/migrated" -nt requirements.lock ]; then \
	  echo "making Airflow's tables in $$AIRFLOW_HOME"; \
	  $(BIN)/airflow db migrate >"$$AIRFLOW_HOME/migrate.log" 2>&1 || { cat "$$AIRFLOW_HOME/migrate.log"; exit 1; }; \
	  touch "$$AIRFLOW_HOME/migrated"; \
	fi

lint: setup  ## style, types, SQL, compose file
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar sql
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

test: lint  ## lint, and every test that needs no more than wheels
	$(BIN)/pytest $(TWO) --ignore=tests/faults --ignore=tests/scheduler

test-all: setup  ## what takes longer: kills and crashes, a whole Airflow on SQLite and on PostgreSQL
	$(BIN)/pytest $(TWO) tests/scheduler tests/faults

faults: setup  ## kill it anywhere, run it again
	$(BIN)/pytest tests/faults

bench: setup  ## measure against the bare limit; writes bench/results.json
	$(BIN)/python bench/backfill.py
	$(BIN)/python bench/articles.py

docs: setup  ## write docs/dictionary from the contracts
	rm -rf docs/dictionary
	$(BIN)/bhavhouse dictionary --out docs/dictionary

lock:  ## resolve the dependencies anew (the one target that changes the lock)
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --upgrade -o requirements.lock

.PHONY: help setup run up exchange airflow-tables lint test test-all faults bench docs lock

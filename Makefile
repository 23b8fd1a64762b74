# Two commands do everything on a machine with python3 and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.8
CYCLONEDX_VERSION := 7.2.1
INSTALLED := $(VENV)/.installed

# Node comes with the Python packages, so that it is the same one everywhere.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix frontend --silent
FRONTEND_INSTALLED := frontend/node_modules/.installed
FRONTEND_BUILT := frontend/dist/.built
FRONTEND_SOURCES := api/openapi.json frontend/index.html frontend/vite.config.ts frontend/tsconfig.json \
	$(shell find frontend/src frontend/public -type f ! -name '*.test.*' ! -name 'schema.d.ts')

.DEFAULT_GOAL := help
.PHONY: help install demo secrets airflow frontend backup restore test test-parts test-platforms coverage lint docs bench lock \
	audit baseline licences sbom clean

help: ## List the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/'

install: $(INSTALLED) ## Make the virtual environment with all pinned dependencies

$(INSTALLED): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; assert (3, 11) <= sys.version_info < (3, 14)' \
		|| { echo "Python 3.11, 3.12 or 3.13 is needed. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
		|| { echo "python3 cannot make a virtual environment: install your system's python3-venv package"; exit 1; }
	@echo "Installing the dependencies into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip sync --quiet requirements.txt
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@

$(FRONTEND_INSTALLED): $(INSTALLED) frontend/package.json frontend/package-lock.json frontend/.npmrc
	@echo "Installing the frontend's packages"
	@$(NPM) ci
	@touch $@

$(FRONTEND_BUILT): $(FRONTEND_INSTALLED) $(FRONTEND_SOURCES)
	@echo "Building the frontend"
	@$(NPM) run build
	@touch $@

frontend: $(FRONTEND_BUILT) ## Build the frontend, which the API serves at /

demo: $(INSTALLED) $(FRONTEND_BUILT) ## Crawl, train, show the forecasts, stay up until Ctrl-C (ONCE=1: stop when done)
	@$(BIN)/python -m vn30.local demo $(if $(ONCE),--once)

secrets: ## Make the secret files for docker-compose.yaml in .secrets/, those that are missing
	@PYTHONPATH=include $(PYTHON) -m vn30.secret_files $${VN30_SECRETS:-.secrets}

airflow: $(INSTALLED) ## Airflow's command line on the local platform: make airflow ARGS="dags list"
	@$(BIN)/python -m vn30.local airflow $(ARGS)

backup: $(INSTALLED) ## Keep all of the local platform in a new folder of .local/backups (TO=another), while it runs
	@$(BIN)/python -m vn30.local backup $(TO)

restore: $(INSTALLED) ## Make the local platform what a backup was: make restore FROM=folder (KEEP=nothing: no way back)
	@test -n "$(FROM)" || { echo "Name the backup: make restore FROM=.local/backups/vn30-..."; exit 2; }
	@$(BIN)/python -m vn30.local restore $(FROM) $(if $(filter nothing,$(KEEP)),--keep-nothing)

lint: $(INSTALLED) $(FRONTEND_INSTALLED) ## Formatting, lint, types, import contracts, SQL, secrets
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/sqlfluff lint sql
	@git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook --baseline .secrets.baseline
	@$(NPM) run lint
	@$(NPM) run types

test: lint $(FRONTEND_BUILT) ## All checks and all tests; a browser among them
	@$(NPM) run test
	@$(MAKE) --no-print-directory --keep-going --jobs=2 test-platforms test-parts

# Whole platforms wait for their processes half of the time: the other tests run meanwhile. What is said of the
# platforms comes in one piece, when all of them are through.
test-platforms: $(INSTALLED) $(FRONTEND_BUILT)
	@mkdir -p .local
	@$(BIN)/python -m pytest tests/e2e --durations=12 > .local/test-platforms.log 2>&1; \
		status=$$?; echo; cat .local/test-platforms.log; exit $$status

test-parts: $(INSTALLED) $(FRONTEND_BUILT)
	@$(BIN)/python -m pytest --ignore=tests/e2e --durations=25

coverage: $(INSTALLED) $(FRONTEND_BUILT) ## Which lines of vn30 and api the tests reach; those of whole platforms left out
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest --ignore=tests/e2e
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

docs: $(INSTALLED) ## Draw docs/data-model.md from the schema
	@$(BIN)/python -m docs.data_model

bench: $(INSTALLED) ## Measure: loads, feature panels, the training DAG (one part: make bench PART=loading)
	@$(BIN)/python -m tests.benchmarks $(PART)

LOCK := VIRTUAL_ENV=$(VENV) $(BIN)/uv pip compile --universal --python-version 3.11 --exclude-newer 2026-09-24 \
	--no-header --no-emit-index-url
lock: $(INSTALLED) ## Resolve requirements.in to the pinned requirements.txt, and what of it the image holds
	@$(LOCK) requirements.in --output-file requirements.txt
	@$(LOCK) requirements-image.in --constraint requirements.txt --output-file requirements-image.txt

audit: $(INSTALLED) $(FRONTEND_INSTALLED) ## Known holes in the packages, as PyPI and the npm registry know them
	@for lock in requirements.txt requirements-image.txt; do \
		$(BIN)/pip-audit --strict --requirement $$lock --no-deps --disable-pip --progress-spinner off || exit 1; done
	@$(NPM) audit --audit-level=high

baseline: $(INSTALLED) ## Take what looks like a secret now, and is none, into .secrets.baseline
	@$(BIN)/detect-secrets scan --slim --exclude-files '(package-lock|openapi)\.json$$|^\.secrets\.baseline$$' > .secrets.new
	@mv .secrets.new .secrets.baseline

licences: $(INSTALLED) ## Write docs/licences.md: the terms of all that the image and the app hold
	@$(BIN)/python -m tests.supply_chain.licences > docs/licences.md

# npm has its own; of Python the one that PyPA's cyclonedx tool reads from the lock file, run from its own packages.
sbom: $(INSTALLED) $(FRONTEND_INSTALLED) ## Bills of materials of the image and the app, CycloneDX, to build/
	@mkdir -p build
	@$(BIN)/uv tool run --quiet --from cyclonedx-bom==$(CYCLONEDX_VERSION) cyclonedx-py requirements \
		requirements-image.txt --output-reproducible --output-file build/sbom-python.cdx.json
	@$(NPM) sbom --package-lock-only --omit=dev --sbom-format=cyclonedx > build/sbom-app.cdx.json
	@echo "build/sbom-python.cdx.json, build/sbom-app.cdx.json"

clean: ## Remove the virtual environment and what was built; local state in .local/ stays
	@rm -rf $(VENV) frontend/node_modules frontend/dist build

# `make demo` and `make test` need only python3 and make on the machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.8
CYCLONEDX_VERSION := 7.2.1
INSTALLED := $(VENV)/.installed

# Airflow starts many processes. Where the environment forbids to keep compiled modules, each would compile all that
# it imports: twice the time of a start.
export PYTHONDONTWRITEBYTECODE :=

# Node comes with the Python packages, so that every machine uses the same version.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix frontend --silent
FRONTEND_INSTALLED := frontend/node_modules/.installed
FRONTEND_GENERATED := frontend/node_modules/.generated
FRONTEND_BUILT := frontend/dist/.built
FRONTEND_SOURCES := api/openapi.json frontend/index.html frontend/vite.config.ts frontend/pseudo.ts frontend/tsconfig.json \
	$(shell find frontend/messages frontend/src frontend/public -type f ! -name '*.test.*' ! -name 'schema.ts' \
	! -path 'frontend/src/paraglide/*')

.DEFAULT_GOAL := help
.PHONY: help install demo secrets airflow run database-url frontend backup restore check check-lint check-app \
	lint-sql lint-python lint-app \
	check-units test test-parts test-units test-platforms \
	test-own-platforms test-integration test-trainings soak coverage lint docs bench lock \
	audit baseline licences sbom site pictures recording release clean

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

# Types of the API and texts in all languages: once for the build, the types and the tests.
$(FRONTEND_GENERATED): $(FRONTEND_INSTALLED) api/openapi.json \
	frontend/project.inlang/settings.json $(shell find frontend/messages -type f)
	@$(NPM) run generate
	@touch $@

$(FRONTEND_BUILT): $(FRONTEND_GENERATED) $(FRONTEND_SOURCES)
	@echo "Building the frontend"
	@$(NPM) run bundle -- --logLevel warn
	@touch $@

frontend: $(FRONTEND_BUILT) ## Build the frontend, which the API serves at /

demo: $(INSTALLED) $(FRONTEND_BUILT) ## Crawl, train, show the forecasts, stay up until Ctrl-C (ONCE=1: stop when done)
	@$(BIN)/python -m vn30.local demo $(if $(ONCE),--once)

secrets: ## Create the missing secret files for docker-compose.yaml in .secrets/
	@$(PYTHON) deploy/make_secrets.py $${VN30_SECRETS:-.secrets}

airflow: $(INSTALLED) ## Airflow's command line on the local platform: make airflow ARGS="dags list"
	@$(BIN)/python -m vn30.local airflow $(ARGS)

run: $(INSTALLED) ## Run a command with the local platform's database: make run ARGS="python examples/read_prices.py"
	@$(BIN)/python -m vn30.local run $(ARGS)

database-url: $(INSTALLED) # For scripts and notebooks, while the demo is up.
	@$(BIN)/python -m vn30.local database-url

backup: $(INSTALLED) ## Back up the local platform into a new folder of .local/backups (TO=another); it may run
	@$(BIN)/python -m vn30.local backup $(TO)

restore: $(INSTALLED) ## Restore the local platform from a backup: make restore FROM=folder (KEEP=nothing: no backup of the current state)
	@test -n "$(FROM)" || { echo "Name the backup: make restore FROM=.local/backups/vn30-..."; exit 2; }
	@$(BIN)/python -m vn30.local restore $(FROM) $(if $(filter nothing,$(KEEP)),--keep-nothing)

lint: lint-sql lint-python lint-app ## Formatting, lint, types, import contracts, SQL, secrets

# Without the option, statements that it cannot parse pass.
lint-sql: $(INSTALLED)
	@$(BIN)/sqruff --parsing-errors lint --quiet sql

lint-python: $(INSTALLED)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook --baseline .secrets.baseline

lint-app: $(FRONTEND_GENERATED)
	@$(NPM) run lint
	@$(NPM) run tsc

# The clock and the order of any run of tests: make test-parts CLOCK="2026-12-31 19:30:00" ORDER=7
PYTEST := $(BIN)/python $(if $(CLOCK),-m tests.support.clock "$(CLOCK)" $(BIN)/python) -m pytest \
	$(if $(ORDER),--random-order --random-order-seed=$(ORDER))

# What needs neither Airflow nor a platform; `make test` runs the rest.
UNITS := tests/vn30

check: $(INSTALLED) $(FRONTEND_INSTALLED) ## The quick half: formatting, lint, types, import contracts, unit tests
	@$(MAKE) --no-print-directory --keep-going --jobs=2 --output-sync=target check-units check-app check-lint lint-sql

check-lint: $(INSTALLED)
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check-app: lint-app
	@$(NPM) run vitest

check-units: $(INSTALLED)
	@$(PYTEST) $(UNITS) --quiet -m "not slow"

# Three at a time, the longest first: whole platforms wait for their processes half of the time. Each test of
# OWN_PLATFORMS has a platform of its own, and each of STORED_SCREENS an API and a database; the others of tests/e2e
# share a platform, and are the longest part, which decides when all ends. Of tests/integration, TRAININGS need
# no Airflow, whose set-up and import the other part shares. Small parts come last, so that no core is idle.
TESTS := test-platforms test-own-platforms test-integration test-parts test-units test-trainings check-app \
	lint-python lint-sql
TRAININGS := $(addprefix tests/integration/,experiments features)
OWN_PLATFORMS := $(addprefix tests/e2e/test_,celery.py killed_crawl.py once.py replay.py)
STORED_SCREENS := tests/e2e/test_stored_screens.py
# The longest part has the cores first: all others together end with it.
YIELDING := nice -n 5
# Side by side, the output of a part comes in one piece, at its end.
IN_ONE_PIECE = mkdir -p .local; $(1) > .local/$@.log 2>&1; status=$$?; echo; cat .local/$@.log; exit $$status

test: $(FRONTEND_BUILT) ## All checks and all tests; a browser among them
	@$(MAKE) --no-print-directory --keep-going --jobs=3 $(TESTS)

test-own-platforms: $(INSTALLED) $(FRONTEND_BUILT)
	@$(call IN_ONE_PIECE,$(YIELDING) $(PYTEST) $(OWN_PLATFORMS) $(STORED_SCREENS) --durations=12)

test-platforms: $(INSTALLED) $(FRONTEND_BUILT)
	@$(call IN_ONE_PIECE,$(PYTEST) tests/e2e $(addprefix --ignore=,$(OWN_PLATFORMS) $(STORED_SCREENS)) --durations=12)

test-integration: $(INSTALLED) $(FRONTEND_BUILT)
	@$(YIELDING) $(PYTEST) tests/integration $(addprefix --ignore=,$(TRAININGS)) --durations=25

test-trainings: $(INSTALLED)
	@$(call IN_ONE_PIECE,$(YIELDING) $(PYTEST) $(TRAININGS) --durations=25)

test-units: $(INSTALLED)
	@$(call IN_ONE_PIECE,$(YIELDING) $(PYTEST) $(UNITS) --durations=25)

test-parts: $(INSTALLED) $(FRONTEND_BUILT)
	@$(call IN_ONE_PIECE,$(YIELDING) $(PYTEST) $(addprefix --ignore=,tests/e2e tests/integration $(UNITS)) --durations=25)

KILLED := $(wildcard tests/integration/*/test_killed_*.py tests/integration/*/*/test_killed_*.py)
soak: export REPLAY_SESSIONS := 24
soak: export TRAINED_TICKERS := 30
soak: export KILLS := 20
soak: export CONTRACT_EXAMPLES := 50
soak: export VN30_WALK := both
soak: export RANDOM_FORECASTS := 1000
soak: $(INSTALLED) $(FRONTEND_BUILT) ## Long repetitions of what `make test` proves once: sessions, kills, backfills, all tickers
	@$(PYTEST) $(OWN_PLATFORMS) $(STORED_SCREENS) tests/e2e/test_browser.py $(KILLED) tests/api/test_contract.py \
		tests/vn30/recommendations/test_rules.py --durations=0

coverage: $(INSTALLED) $(FRONTEND_BUILT) ## Line coverage of vn30 and api by the tests, without those of whole platforms
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest --ignore=tests/e2e
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

docs: $(INSTALLED) ## Write docs/data-model.md, docs/features.md and the tables of docs/reading-data.md from the code
	@$(BIN)/python -m docs.data_model
	@$(BIN)/python -m docs.reading_data
	@$(BIN)/python -m docs.features

site: $(INSTALLED) ## The documentation as a site, with the references of API and library, in build/site
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m docs.site

messages: $(INSTALLED) ## Update the catalogues of translations with the texts of the code; translate what is new in them
	@$(BIN)/python -m vn30.i18n.extract

bench: $(INSTALLED) ## Measure: loads, feature panels, the training DAG (one part: make bench PART=loading)
	@$(BIN)/python -m tests.benchmarks $(PART)

LOCK := VIRTUAL_ENV=$(VENV) $(BIN)/uv pip compile --universal --python-version 3.11 --exclude-newer 2026-11-24 \
	--no-header --no-emit-index-url
lock: $(INSTALLED) ## Resolve requirements.in to the pinned requirements.txt, and the image's part of it
	@$(LOCK) requirements.in --output-file requirements.txt
	@$(LOCK) requirements-image.in --constraint requirements.txt --output-file requirements-image.txt

audit: $(INSTALLED) $(FRONTEND_INSTALLED) ## Known vulnerabilities of the packages, from PyPI and the npm registry
	@for lock in requirements.txt requirements-image.txt; do \
		$(BIN)/pip-audit --strict --requirement $$lock --no-deps --disable-pip --progress-spinner off || exit 1; done
	@$(NPM) audit --audit-level=high

# Lines of words alone, two of five: without a quote, an assignment, an address, a header of a key or a long word, they
# hold none, and each costs 27 searches.
NO_SECRET := ^(?!.*[\w+/=-]{13})(?!.*PRIVATE KEY)[^\x22\x27\x60=:@]*$$

baseline: $(INSTALLED) ## Accept all findings of the secret scan as false positives, in .secrets.baseline
	@$(BIN)/detect-secrets scan --slim --exclude-files '(package-lock|openapi)\.json$$|^\.secrets\.baseline$$' \
		--exclude-lines '$(NO_SECRET)' > .secrets.new
	@mv .secrets.new .secrets.baseline

licences: $(INSTALLED) ## Write docs/licences.md: the licences of the packages in the image and the app
	@$(BIN)/python -m tests.supply_chain.licences > docs/licences.md

# npm has its own command. For Python, the cyclonedx tool reads the lock file, in an environment of its own.
sbom: $(INSTALLED) $(FRONTEND_INSTALLED) ## Bills of materials of the image and the app, CycloneDX, to build/
	@mkdir -p build
	@$(BIN)/uv tool run --quiet --from cyclonedx-bom==$(CYCLONEDX_VERSION) cyclonedx-py requirements \
		requirements-image.txt --output-reproducible --output-file build/sbom-python.cdx.json
	@$(NPM) sbom --package-lock-only --omit=dev --sbom-format=cyclonedx > build/sbom-app.cdx.json
	@echo "build/sbom-python.cdx.json, build/sbom-app.cdx.json"

# Both look at a demo that is up: make pictures VN30_API_URL=http://127.0.0.1:8000
pictures: $(FRONTEND_INSTALLED) ## Make the pictures of README anew, of a running demo
	@VN30_PICTURES=../docs/pictures $(BIN)/python -m tests.support.browser e2e/pictures.spec.ts

recording: $(FRONTEND_INSTALLED) ## Record a walk of two minutes through a running demo, to build/recording/; needs ffmpeg
	@$(BIN)/python -m tests.support.browser --config recording.config.ts

release: $(INSTALLED) $(FRONTEND_INSTALLED) sbom ## Build this version into build/release/: wheel, app, image, checksums (VERSION=x: be sure)
	@$(BIN)/python -m deploy.release --cyclonedx=$(CYCLONEDX_VERSION) $(if $(VERSION),--version=$(VERSION))

clean: ## Remove the virtual environment and build results; local state in .local/ stays
	@rm -rf $(VENV) frontend/node_modules frontend/dist build

# `make` or `make help` lists what there is. Every target that needs .venv makes it first (scripts/setup.sh).

BIN := .venv/bin
UV ?= uv
# Tests run on every core, up to four.
PYTEST := $(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench wheel docs readme-pictures lock clean setup setup-check setup-test

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: setup ## the sample engagement -> every deliverable, in demo/
	$(BIN)/opsassess demo -o demo

test: setup-test ## everything: lint, format, types, all tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(PYTEST)

check: setup-check ## lint, types and the quick tests: a minute or two
	$(BIN)/ruff check
	$(BIN)/mypy
	$(PYTEST) -q -m "not slow and not browser"

format: setup ## put the code into the project's format
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

bench: setup ## measure how long things take
	$(BIN)/python -m benchmarks

wheel: setup ## dist/opsassess-*.whl
	$(BIN)/python -m hatchling build -t wheel

docs: setup ## docs/reference.md from the questionnaires
	$(BIN)/python docs/generate.py

readme-pictures: setup-test ## the pictures of README from the sample's documents
	$(BIN)/python docs/make_pictures.py

lock: ## requirements.lock from pyproject.toml (UPGRADE=1: the newest versions); needs uv
	@command -v $(UV) >/dev/null || { echo "make lock needs uv (pip install uv), or UV=/path/to/uv" >&2; exit 1; }
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  $(if $(UPGRADE),--upgrade) --group dev pyproject.toml --output-file requirements.lock

clean: ## remove what the other targets made, .venv too
	rm -rf .venv demo dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@scripts/setup.sh demo

setup-check:
	@scripts/setup.sh check

setup-test:
	@scripts/setup.sh test

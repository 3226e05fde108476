# A newcomer needs two commands: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed

.PHONY: demo view test checked compiled collected torture wheel benchmark results docs screenshots format

demo: compiled
	$(BIN)/partyofpower sweep kazakhstan-2022 --seed 2022 --replicates 10 --workers 2 \
	    --sweep leader.attachment=0:1:5 \
	    --sweep mechanisms.administrative_mobilisation.strength=0:0.4:5 \
	    --out results/demo
	$(BIN)/partyofpower figures results/demo >/dev/null
	$(BIN)/partyofpower results results/demo --where 'replicate == 0' \
	    --columns vote_share.nur_otan,seat_share.nur_otan,turnout,majority
	@echo "The runs are in results/demo, the figures in results/demo/figures."

# The modules, and the loops for one thread and for several, before anybody waits.
compiled: $(INSTALLED)
	$(BIN)/python -m compileall -q model experiments
	$(BIN)/partyofpower run benchmark >/dev/null
	$(BIN)/partyofpower run benchmark --voters 200000 --set weeks=1 >/dev/null

view: $(INSTALLED)
	$(BIN)/partyofpower view

# The tests of the page drive a real browser. Neighbours share what they wait for, so each of the
# two takes a half in order, and who is done first takes from the end of the other's. Loops and tests
# are compiled before, beside the types being checked, so that not each of the two compiles them.
test: $(INSTALLED)
	command -v chromium >/dev/null \
	    || { apt-get -qq update && apt-get -qq install -y chromium >/dev/null; } \
	    || { echo "The tests of the page need a command chromium: install it and try again."; exit 1; }
	$(MAKE) --no-print-directory -j 2 checked collected
	$(BIN)/pytest -n 2 --dist worksteal

checked: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# What is wrong with a test is told by the tests themselves.
collected: compiled
	-$(BIN)/pytest --collect-only -qq >/dev/null 2>&1

# Kills, full disks, mutated inputs, odd names, parameters at their ends: as long as one likes.
MINUTES ?= 10
torture: $(INSTALLED)
	$(BIN)/python tests/torture.py --minutes $(MINUTES)

# The wheel in a foreign folder, with the oldest packages allowed and with the newest.
wheel:
	$(PYTHON) tests/try_wheel.py

# Timings of kernel and party side; --benchmark-autosave and --benchmark-compare keep and compare.
benchmark: $(INSTALLED)
	$(BIN)/pytest tests/test_benchmarks.py --benchmark-enable --benchmark-columns=min,median,rounds

# Every experiment in its full form, or some: make results ONLY="baseline law". What is stored
# is not run again; with FRESH=yes everything is, as it must be after a change of the model.
# A claim that does not hold stops nothing; an experiment that cannot be made is named at the end.
QUESTIONS := $(filter-out experiments/questions/__init__.py,$(wildcard experiments/questions/*.py))
ONLY ?= $(subst _,-,$(basename $(notdir $(QUESTIONS))))
RAW := runs steps plan.parquet SHA256SUMS draws

results: $(INSTALLED)
	failed=; for name in $(ONLY); do \
	    $(if $(FRESH),(cd results/$$name 2>/dev/null && rm -rf $(RAW));) \
	    $(BIN)/partyofpower experiment $$name --workers 2 \
	    && $(BIN)/partyofpower report results/$$name || failed="$$failed $$name"; \
	done; \
	{ test ! -f results/hindcast/tables/scores.csv \
	    || $(BIN)/python -m experiments.publish.past_predictions; } && \
	$(BIN)/python -m experiments.publish.index && \
	{ test -z "$$failed" || { echo "Not made:$$failed" >&2; exit 1; }; }

docs: $(INSTALLED)
	$(BIN)/python -m experiments.publish.odd_tables

# The pictures of the page, in a real browser, as the test of the page.
screenshots: $(INSTALLED)
	$(BIN)/python tests/app/screenshots.py results/page

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(INSTALLED): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]' --constraint constraints.txt
	touch $@

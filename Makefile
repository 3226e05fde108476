# A newcomer needs two commands: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed

.PHONY: demo test format

demo: $(INSTALLED)
	$(BIN)/partyofpower sweep kazakhstan-2022 --seed 2022 --replicates 4 --workers 2 \
	    --sweep leader.attachment=0:1:5 \
	    --sweep mechanisms.administrative_mobilisation.strength=0:1.2:5 \
	    --out results/demo
	$(BIN)/partyofpower figures results/demo
	$(BIN)/partyofpower results results/demo

test: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(INSTALLED): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]' --constraint constraints.txt
	touch $@

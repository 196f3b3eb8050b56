# `make` lists the commands. Everything is set up when it is first needed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help chat test check format formatted lint types imports texts bench fuzz preview clean

help: ## Show this list.
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

chat: $(READY) ## Qualify a prospect here in the terminal. With options: make chat ARGS="Acme --lang ar"
	@$(BIN)/qualify-bot chat $(ARGS)

# What many processes do at once needs the machine to itself.
ALONE := tests/test_many_interviews.py
test: $(READY) ## Run every test.
	$(BIN)/pytest -q $(ALONE)
	$(BIN)/pytest -q --numprocesses 2 $(addprefix --ignore=,$(ALONE))

check: formatted lint types imports texts test ## Everything that has to hold; what CI runs.

format: $(READY) ## Format everything.
	$(BIN)/ruff format .

formatted: $(READY) ## Is everything formatted?
	$(BIN)/ruff format --check .

lint: $(READY) ## Lint.
	$(BIN)/ruff check .

types: $(READY) ## Check the types.
	$(BIN)/mypy

imports: $(READY) ## Check who imports whom.
	$(BIN)/lint-imports

texts: $(READY) ## Check that every text is there in every language.
	$(BIN)/python -m bot.catalogue_check

bench: $(READY) ## Measure speed, beside its limits, and how much is understood.
	$(BIN)/python -m tests.benchmarks.start
	$(BIN)/python -m tests.benchmarks.understanding
	$(BIN)/python -m tests.benchmarks.storage
	$(BIN)/python -m tests.benchmarks.answers
	$(BIN)/python -m tests.benchmarks.slack
	$(BIN)/python -m tests.benchmarks.slack --mode http
	$(BIN)/python -m tests.benchmarks.discord

SECONDS ?= 60
fuzz: $(READY) ## Type random texts at every kind of question: make fuzz SECONDS=120
	$(BIN)/python -m tests.fuzz.understanding --seconds $(SECONDS)

PREVIEW := build/preview
preview: ## Put every recorded card of Slack and Discord on pages, as pictures too. Needs Node and Chromium.
	@command -v node >/dev/null || { echo "Install Node 20 or newer first."; exit 1; }
	@command -v chromium >/dev/null || { echo "Install Chromium first, such as: apt install chromium fonts-noto-core"; exit 1; }
	npm --prefix tests/preview ci --silent --no-audit --no-fund
	rm -rf $(PREVIEW)
	node tests/preview/page.mjs tests/cards/slack $(PREVIEW)
	node tests/preview/discord.mjs tests/cards/discord $(PREVIEW)
	@for page in $(PREVIEW)/*-*.html; do \
	  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1460,5400 \
	    --screenshot=$${page%.html}.png file://$(CURDIR)/$$page 2>/dev/null && echo $${page%.html}.png; done

clean: ## Remove what was set up; the database stays.
	rm -rf $(VENV) build *.egg-info

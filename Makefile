# Verbs: demo test setup lint bench clean help. Plain POSIX make and sh; all paths are relative, so a clone may
# lie in any directory, also one with spaces in its name.
#   make demo PYTHON=python3.12        another interpreter (3.11 to 3.13)
#   make demo PIPFLAGS="..."           further options for pip install

PYTHON =
PIPFLAGS =
DEMO = .venv
TEST = .venv-test
OUT = output
ARGS =
ENV = OMP_NUM_THREADS=$${OMP_NUM_THREADS:-2} PYTHONUTF8=1

.POSIX:
.PHONY: all help setup demo test lint bench clean browser fresh

all: help

help:
	@echo 'make demo    build the graph from the sample articles into $(OUT)/ and say which page to open'
	@echo 'make test    run everything that must hold: ruff, mypy, all tests'
	@echo 'make setup   only make both virtual environments ($(DEMO), $(TEST))'
	@echo 'make lint    ruff and mypy alone'
	@echo 'make bench   speed and memory of a whole build (ARGS="--articles 100 2000")'
	@echo 'make clean   remove the environments, caches and everything built'

setup: fresh $(TEST)/installed

demo: fresh
	@$(ENV) $(DEMO)/bin/kg build --samples -o '$(OUT)'

test: $(TEST)/installed browser lint
	$(ENV) $(TEST)/bin/python -m pytest $(ARGS)

lint: $(TEST)/installed
	$(TEST)/bin/python -m ruff check .
	$(TEST)/bin/python -m ruff format --check .
	$(TEST)/bin/python -m mypy

bench: $(TEST)/installed
	@OMP_NUM_THREADS=1 $(TEST)/bin/python tests/bench/bench_build.py $(ARGS)

clean:
	rm -rf $(DEMO) $(TEST) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find output -mindepth 1 ! -name README.md -delete
	find kg tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The demo uses kg as a user has it: installed, not editable. The environment is made once; kg itself is put in
# again only when a file of it is newer.
fresh: $(DEMO)/installed
	@if [ -n "$$(find kg ontology -type f ! -name '*.pyc' -newer $(DEMO)/installed | head -n 1)" ]; then \
	  echo 'kg has changed: installing it again'; \
	  $(DEMO)/bin/python -m pip install -q --disable-pip-version-check --no-deps --force-reinstall . \
	  && touch $(DEMO)/installed; fi

$(DEMO)/installed: pyproject.toml constraints.txt
	@$(MAKE) -s venv VENV=$(DEMO) WHAT='.' PYTHON='$(PYTHON)' PIPFLAGS='$(PIPFLAGS)'

$(TEST)/installed: pyproject.toml constraints.txt
	@$(MAKE) -s venv VENV=$(TEST) WHAT='--editable=.[dev]' PYTHON='$(PYTHON)' PIPFLAGS='$(PIPFLAGS)'

# A newer constraints.txt or pyproject.toml brings an environment up to date; one whose Python is gone is made anew.
.PHONY: venv
venv:
	@if [ -n '$(PYTHON)' ]; then set -- '$(PYTHON)'; else set -- python3.13 python3.12 python3.11 python3 python; fi; \
	for candidate in "$$@"; do \
	  "$$candidate" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	    2>/dev/null && found="$$candidate" && break; \
	done; \
	if [ -z "$$found" ]; then \
	  echo 'make: no Python 3.11 to 3.13 with venv found; install one or say make PYTHON=/path/to/python' >&2; exit 1; \
	fi; \
	echo "$(VENV): installing the pinned packages with $$found (some minutes, once)"; \
	$(VENV)/bin/python -c '' 2>/dev/null || { rm -rf $(VENV) && "$$found" -m venv $(VENV); } || exit 1; \
	$(VENV)/bin/python -m pip install -q --disable-pip-version-check $(PIPFLAGS) -c constraints.txt '$(WHAT)' || exit 1; \
	touch $(VENV)/installed

# The page tests drive a real browser and look at Chinese text; the server tests ask with curl and look at processes.
browser:
	@if { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null \
	&& command -v curl >/dev/null && command -v ps >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo 'installing chromium, a Chinese font, curl and ps for the tests'; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq chromium fonts-noto-cjk curl procps >/dev/null && exit 0; \
	fi; \
	echo 'make: the tests need Chromium or Chrome, curl and ps:' >&2; \
	echo 'make: as root "apt-get install chromium fonts-noto-cjk curl procps", or install them, then "make test" again' >&2; \
	exit 1

# Everything a newcomer needs: make demo, make test, make up. Set-up is part of each.
PYTHON ?= python3
PY := .venv/bin/python
SCALE ?= full
NAME ?=

.PHONY: demo up test test-outside check bench faults messages openapi clean

demo: .venv/runtime.ok
	@$(PY) -W ignore manage.py demo --scale $(SCALE)

up: .venv/runtime.ok
	@$(PY) -W ignore manage.py up

# What needs a program that pip cannot bring (a browser, LibreOffice, Java) is test-outside.
test: .venv/dev.ok
	$(PY) -m pytest -n 2 --dist loadgroup -m "not outside"

test-outside: .venv/dev.ok
	$(PY) -m pytest -m outside

check: .venv/dev.ok
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -c "from importlinter.cli import lint_imports_command as lint; lint()"
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py openapi --check
	$(PY) manage.py messages --check

bench: .venv/dev.ok
	@$(PY) -W ignore -m tests.benchmarks $(NAME)

faults: .venv/dev.ok
	@$(PY) -W ignore -m tests.faults $(NAME)

messages: .venv/dev.ok
	$(PY) manage.py messages --write

openapi: .venv/dev.ok
	$(PY) manage.py openapi --write

clean:
	-$(PY) manage.py database remove --yes
	rm -rf var .venv

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "Python's venv is missing; on Debian: apt-get install python3-venv"; exit 1; }

.venv/runtime.ok: requirements.txt | .venv/bin/python
	@echo "Installing what requirements.txt names (once) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev.ok: requirements-dev.txt requirements.txt | .venv/bin/python
	@echo "Installing what requirements-dev.txt names (once) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch .venv/runtime.ok $@

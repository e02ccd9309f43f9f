# make dataset   set everything up and rebuild the dataset
# make test      set everything up and run the tests
# make matrix    test and build with every Python from 3.11 on that is here (PYTHONS="3.11 3.13", "lowest highest")
# make slow      the tests that make environments of their own, or build and push over and over; before a release
# make check     lint, types and imports between rooms
# make dumps     check the dumps under seeds/ but for the samples that are bad on purpose
# make docs      make docs/ a site, .venv/site, with search; it is complete: no page fetches anything from elsewhere
# make bench     time it against its peer (see bench/)
# make lock      write requirements.lock and docs.lock anew, from pyproject.toml

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

# each module is compiled once: where the environment asks for the contrary, each command would compile them all anew
unexport PYTHONDONTWRITEBYTECODE

# tests run side by side, one a core: libraries shall not start threads on every core in each of them
PYTEST := POLARS_MAX_THREADS=1 OPENBLAS_NUM_THREADS=1 pytest -n auto

# what a version of Python is most likely to break
SUBSET := $(patsubst %,tests/%.py,versions/test_diff versions/test_release engine/test_store \
	pipeline/test_pipeline pipeline/test_parse pipeline/test_publish pipeline/test_fingerprint \
	reading/test_archives reading/test_rows reading/test_records reading/test_clean reading/test_dates)

.PHONY: dataset test matrix subset rebuild slow check dumps docs bench lock
dataset: $(BIN)/.ready
	@for file in .dvc/tmp/rwlock dvc.lock; do [ -s $$file ] || rm -f $$file; done  # DVC was killed as it wrote them
	dvc repro
	@presspack verify dataset

test: $(BIN)/.ready
	$(PYTEST) --dist worksteal -m "not slow"

matrix:
	.ci/matrix $(PYTHONS)

subset: $(BIN)/.ready
	$(PYTEST) --dist worksteal -m "not slow" $(SUBSET)

rebuild: $(BIN)/.ready
	dvc repro --quiet --force
	@presspack verify dataset

slow: $(BIN)/.ready
	$(PYTEST) -m slow

check: $(BIN)/.ready
	ruff check .
	ruff format --check .
	mypy
	lint-imports

dumps: $(BIN)/.ready
	presspack check $$(find seeds -mindepth 1 -maxdepth 1 ! -name sample) $$(find seeds/sample -mindepth 1 -maxdepth 1 ! -name rejected)

docs: $(BIN)/.ready
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --requirement docs.lock
	NO_MKDOCS_2_WARNING=1 mkdocs build --quiet --strict
	@echo "to read it: python3 -m http.server --directory .venv/site"

bench: $(BIN)/.ready
	$(PYTHON) -m venv .venv/bench
	.venv/bench/bin/pip install --quiet --disable-pip-version-check --requirement requirements.lock 'datatrove[io]==0.10.1'
	.venv/bench/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	.venv/bench/bin/python -m bench.benchmark

# the lock names every package exactly, so pip has nothing to resolve; the checkout itself is installed as it lies
$(BIN)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "presspack needs Python 3.11 or later: make PYTHON=…"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lock:
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/pip install --quiet '.[dev,build]'
	{ echo "# Exact versions, from 'make lock'."; .venv/lock/bin/pip freeze --exclude presspack; } > requirements.lock
	.venv/lock/bin/pip install --quiet --constraint requirements.lock '.[docs]'
	{ echo "# What 'make docs' adds to requirements.lock, from 'make lock'."; .venv/lock/bin/pip freeze --exclude presspack | grep -vxFf requirements.lock; } > docs.lock
	rm -r .venv/lock

# make demo · test · test-full · test-model · check · bench · lock · clean. Needs Python >= 3.11 with venv, git and make; works with
# GNU make 3.81 (macOS). Packages go into .venv, from the lock files, by hash; nothing is changed outside this folder
# except that `make test` installs what the tests need (chromium, git, a font, dovecot) with apt or brew.

SHELL := /bin/sh
# Test files run beside each other, in their order; what waits for servers leaves the processor to others. -n 0: one by one.
WORKERS ?= -n 4 --dist loadfile --no-loadscope-reorder
PIP := -m pip --quiet --quiet --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
.PHONY: help demo test test-full test-model check bench lock clean venv venv-dev venv-bench system

help:
	@echo "make demo       a deploybot on a sample repository that waits for your approval"
	@echo "make test       every test; long campaigns with a seeded share"
	@echo "make test-full  every test, campaigns whole"
	@echo "make test-model MODEL_URL=http://host/v1 MODEL=name   the deploybot's scenarios with a real model"
	@echo "make check      format, lint, types, imports, fast tests: under a minute"
	@echo "make bench      measure it, beside others"
	@echo "make lock       resolve the lock files anew from pyproject.toml"
	@echo "make clean      remove what make made, but not data/"

demo: venv
	@exec .venv/bin/python -m bot demo $(DEMO)

test: venv-dev system
	@$(find_chrome); export CHROME; .venv/bin/python -m pytest -q $(WORKERS) $(TESTS)

test-full: venv-dev system
	@$(find_chrome); export CHROME; COUNTERSIGN_CAMPAIGN=full .venv/bin/python -m pytest -q -n 2 --dist loadfile $(TESTS)

# MODEL_URL, MODEL, PROFILE, KEY, ONLY and LIMIT go into the environment, and so a key stands in no command line of ours.
test-model: venv
	@.venv/bin/python -m bench.model_trial

check: venv-dev
	@.venv/bin/python -m ruff format --check .
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m mypy
	@PYTHONPATH=. .venv/bin/lint-imports
	@.venv/bin/python -m pytest tests/core -q -x -n 2 --dist loadfile

bench: venv-bench
	@.venv-bench/bin/python -m bench.lifecycle $(BENCH)
	@.venv-bench/bin/python -m bench.slack_latency
	@.venv-bench/bin/python -m bench.mail_latency
	@.venv-bench/bin/python -m bench.kept_connections

lock: venv-dev
	$(compile) --extra build --output-file requirements.lock pyproject.toml
	$(compile) --extra build --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	$(compile) --extra build --extra dev --extra bench --constraint requirements-dev.lock \
		--output-file requirements-bench.lock pyproject.toml

compile = .venv/bin/python -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--custom-compile-command "make lock" $(UPGRADE)

clean:
	rm -rf .venv .venv-bench build *.egg-info packages/*/build packages/*/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp in the environment is the lock it was made from, with the folder it stands in. While both are the same,
# nothing is installed; when the lock has changed, the environment is made anew.

venv:
	@$(call ready,.venv,requirements.lock) || { $(call make_venv,.venv) && $(call install,.venv,requirements.lock); }

venv-dev: venv
	@$(call ready,.venv,requirements-dev.lock) || $(call install,.venv,requirements-dev.lock)

venv-bench:
	@$(call ready,.venv-bench,requirements-bench.lock) || \
		{ $(call make_venv,.venv-bench) && $(call install,.venv-bench,requirements-bench.lock); }

stamped = { echo "\# $(CURDIR)$(double)"; cat $(2); }
ready = { $(stamped) | cmp -s - $(1)/made-from-$(2) && $(1)/bin/python -c '' 2>/dev/null; }

# Tests and measurements also need the double of Slack, a package of its own.
double = $(if $(filter requirements.lock,$(2)),, -e packages/slack-double)

install = { echo "Installing $(2) into $(1) ..." && \
	$(1)/bin/python $(PIP) install --require-hashes -r $(2) && \
	PYTHONWARNINGS=ignore $(1)/bin/python $(PIP) install --no-deps --no-build-isolation -e .$(double) && \
	$(stamped) > $(1)/made-from-$(2); }

make_venv = { $(find_python) && rm -rf $(1) && "$$python" -m venv $(1); }

# The first Python that is new enough and can make environments; else what to type to get one.
find_python = { python=; bare=; \
	for each in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
		"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
		if "$$each" -c 'import venv, ensurepip' >/dev/null 2>&1; then python="$$each"; break; fi; \
		bare="$${bare:-$$each}"; \
	done; \
	if [ -z "$$python" ]; then \
		if command -v apt-get >/dev/null 2>&1; then get="sudo apt-get install -y python3 python3-venv"; \
		else get="brew install python@3.13"; fi; \
		if [ -n "$$bare" ]; then \
			name=`"$$bare" -c 'import sys; print("python%d.%d" % sys.version_info[:2])'`; \
			echo "error: $$bare has no venv or ensurepip, which make environments. Type:" >&2; \
			if command -v apt-get >/dev/null 2>&1; then get="sudo apt-get install -y $$name-venv"; fi; \
		else echo "error: no Python of 3.11 or newer was found (make PYTHON=/path/to/python3 names one). Type:" >&2; fi; \
		echo "    $$get" >&2; \
	fi; \
	[ -n "$$python" ]; }

# Another apt at work is waited for, not failed on.
patient = -o DPkg::Lock::Timeout=300

# What the tests need of the system. Installed when that needs no password; else it says what to type.
system:
	@missing=; brewed=; $(find_chrome); \
	[ -n "$$CHROME" ] || { missing="$$missing chromium"; brewed="$$brewed google-chrome"; }; \
	command -v git >/dev/null 2>&1 || { missing="$$missing git"; brewed="$$brewed git"; }; \
	[ "`uname -s`" = Darwin ] || [ -n "`fc-list 2>/dev/null | head -n 1`" ] || missing="$$missing fontconfig fonts-dejavu-core"; \
	$(has_dovecot) || { missing="$$missing dovecot-imapd dovecot-lmtpd"; brewed="$$brewed dovecot"; }; \
	[ -n "$$missing" ] || exit 0; \
	if command -v apt-get >/dev/null 2>&1; then \
		if [ "`id -u`" = 0 ]; then sudo=; else sudo=sudo; fi; \
		if [ -n "$$sudo" ] && ! sudo -n true 2>/dev/null; then \
			echo "error: the tests need$$missing. Type:" >&2; \
			echo "    sudo apt-get install -y --no-install-recommends$$missing" >&2; exit 1; \
		fi; \
		echo "Installing$$missing ..."; \
		$$sudo apt-get $(patient) update -qq >/dev/null && $(no_service) && \
		$$sudo env DEBIAN_FRONTEND=noninteractive apt-get $(patient) install -y -qq --no-install-recommends $$missing >/dev/null && \
		$(no_service_later); \
	elif command -v brew >/dev/null 2>&1; then \
		echo "Installing$$brewed ..."; brew install --quiet $$brewed; \
	else \
		echo "error: the tests need$$missing. Install it, or set CHROME to your Chrome or Chromium." >&2; exit 1; \
	fi

# The tests start a Dovecot of their own. The one that Debian would start for everybody is neither started nor enabled.
has_dovecot = { ( PATH="$$PATH:/usr/sbin:/opt/homebrew/sbin:/usr/local/sbin"; command -v dovecot >/dev/null 2>&1 ) && \
	{ [ "`uname -s`" = Darwin ] || { [ -x /usr/lib/dovecot/imap ] && [ -x /usr/lib/dovecot/lmtp ]; }; }; }

no_service = { [ -e /usr/sbin/policy-rc.d ] || { \
	trap '$$sudo rm -f /usr/sbin/policy-rc.d' EXIT; trap 'exit 1' HUP INT TERM; \
	printf '\#!/bin/sh\nexit 101\n' | $$sudo tee /usr/sbin/policy-rc.d >/dev/null && \
	$$sudo chmod 755 /usr/sbin/policy-rc.d; }; }
no_service_later = { case "$$missing" in *dovecot*) [ ! -d /run/systemd/system ] || $$sudo systemctl --quiet disable dovecot;; esac; }

find_chrome = { \
	if [ -z "$$CHROME" ]; then \
		for each in chromium chromium-browser google-chrome google-chrome-stable \
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
			"/Applications/Chromium.app/Contents/MacOS/Chromium"; do \
			if CHROME=`command -v "$$each"`; then break; fi; \
		done; \
	fi; }

# `make` lists the targets. Needs Python >= 3.11 with venv, git, and GNU make 3.81 (macOS) or newer. Packages are installed
# into .venv from the lock files, by hash. Outside of this folder only `make test` changes anything: it installs the
# programs of the tests (chromium, git, a font, dovecot, postgresql, nginx, caddy, systemd, node, npm, jq) with apt or brew.
# Tests of foreign packages install these into build/, by hash, once.

SHELL := /bin/sh
# Test files run in parallel (tests/forked_workers.py); tests that wait for servers need little processor time. WORKERS= one by one.
WORKERS ?= -p tests.forked_workers --forks 4
PIP := -m pip --disable-pip-version-check --no-input

# Compiled files are kept, whatever the environment says: every worker and every server that a test starts would compile all.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test test-full test-model check bench lock clean venv venv-dev venv-bench system

help:
	@echo "make demo       start the deploybot on a sample repository; it waits for your approval"
	@echo "make test       all tests; of long campaigns a random share (by seed)"
	@echo "make test-full  all tests, long campaigns complete"
	@echo "make test-model MODEL_URL=http://host/v1 MODEL=name   the deploybot's scenarios with a real model"
	@echo "make check      format, lint, types, imports, fast tests: under a minute"
	@echo "make bench      benchmarks, also of other systems; writes docs/performance.md"
	@echo "make lock       resolve the lock files again from pyproject.toml"
	@echo "make clean      remove generated files, but not data/"

demo: venv
	@exec .venv/bin/python -m bot demo $(DEMO)

test: venv-dev system
	@$(compile_once)
	@$(find_chrome); export CHROME; .venv/bin/python -m pytest -q $(WORKERS) $(TESTS)

test-full: WITH_NPM = 1
test-full: venv-dev system
	@$(find_chrome); export CHROME; COUNTERSIGN_CAMPAIGN=full .venv/bin/python -m pytest -q -p tests.forked_workers --forks 2 $(TESTS)

# MODEL_URL, MODEL, PROFILE, KEY, ONLY and LIMIT are passed by the environment, so that no command line holds the key.
test-model: venv
	@.venv/bin/python -m bench.model_trial

check: venv-dev
	@.venv/bin/python -m ruff format --check .
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m mypy
	@PYTHONPATH=. .venv/bin/lint-imports
	@.venv/bin/python -m pytest tests/core -q -x -p tests.forked_workers --forks 2

# About 10 minutes. The sizes of the goals: make bench WEBHOOKS="--seconds 600" THREADS="--waiting 1000000"
bench: venv-bench
	@.venv-bench/bin/python -m bench.sqlite_engine_comparison $(BENCH)
	@.venv-bench/bin/python -m bench.decision_latency $(DECISIONS)
	@.venv-bench/bin/python -m bench.webhook_rate $(WEBHOOKS)
	@.venv-bench/bin/python -m bench.many_waiting_threads $(THREADS)
	@.venv-bench/bin/python -m bench.postgres_engine_comparison
	@.venv-bench/bin/python -m bench.slack_latency $(SLACK)
	@.venv-bench/bin/python -m bench.mail_latency $(MAIL)
	@.venv-bench/bin/python -m bench.keep_alive_latency
	@.venv-bench/bin/python -m bench.waiting_clients
	@.venv-bench/bin/python -m bench.canonical_json_and_rfc8785
	@.venv-bench/bin/python -m bench.cold_thread
	@.venv-bench/bin/python -m bench.inbox

lock: venv-dev
	$(compile) --extra build --output-file requirements.lock pyproject.toml
	$(compile) --extra build --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	$(compile) --extra build --extra oauth-mail --extra otel --extra postgres --constraint requirements-dev.lock \
		--output-file requirements-server.lock pyproject.toml
	$(compile) --extra build --extra dev --extra bench --constraint requirements-dev.lock \
		--output-file requirements-bench.lock pyproject.toml
	for each in tests/clients/requirements/*.in; do $(compile) --output-file $${each%.in}.txt $$each || exit 1; done

compile = .venv/bin/python -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--custom-compile-command "make lock" $(UPGRADE)

clean:
	rm -rf .venv .venv-bench build *.egg-info packages/*/build packages/*/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Each environment holds a stamp: the folder, and the lock file that it was installed from. While the stamp is current,
# nothing is installed; when the lock file has changed, the environment is made anew.

venv:
	@$(call ready,.venv,requirements.lock) || { $(call make_venv,.venv) && $(call install,.venv,requirements.lock); }

# requirements-dev.lock holds all of requirements.lock, in the same versions: one installation serves both.
venv-dev:
	@{ $(call ready,.venv,requirements.lock) && $(call ready,.venv,requirements-dev.lock); } || \
		{ { $(call ready,.venv,requirements.lock) || $(call make_venv,.venv); } && \
			$(call install,.venv,requirements-dev.lock) && \
			$(call stamped,.venv,requirements.lock) > .venv/made-from-requirements.lock; }

venv-bench:
	@$(call ready,.venv-bench,requirements-bench.lock) || \
		{ $(call make_venv,.venv-bench) && $(call install,.venv-bench,requirements-bench.lock); }

# Each worker of a first run would compile all modules itself, at the same moment as the others; test files as pytest does.
compile_once = .venv/bin/python -m compileall -q -x '/test_[^/]*$$' bot channels agents bench clients packages tests && \
	.venv/bin/python -m tests.compile_test_files

stamped = { echo "\# $(CURDIR)$(double) clients/python"; cat $(2); }
ready = { $(stamped) | cmp -s - $(1)/made-from-$(2) && $(1)/bin/python -c '' 2>/dev/null; }

# Tests and measurements also need the double of Slack, a package of its own.
double = $(if $(filter requirements.lock,$(2)),, -e packages/slack-double)

install = { echo "Installing $(2) into $(1) ..." && \
	{ { $(1)/bin/python $(PIP) install --progress-bar off --require-hashes -r $(2) 2>$(1)/pip-errors; echo "pip-status $$?"; } \
		| $(show_progress) || { cat $(1)/pip-errors >&2; false; }; } && \
	PYTHONWARNINGS=ignore $(1)/bin/python $(PIP) --quiet --quiet install --no-deps --no-build-isolation -e .$(double) && \
	$(stamped) > $(1)/made-from-$(2); }

# Reads the output of pip: prints a line for every 20 packages and one for the last phase; ends with the status of pip.
# Warnings of pip are printed only when it fails.
show_progress = { count=0; while read -r word rest; do \
	case "$$word" in \
		Collecting|Processing) count=$$((count + 1)); [ $$((count % 20)) -ne 0 ] || echo "  $$count packages fetched";; \
		Installing) echo "  $$count packages fetched; unpacking them ...";; \
		pip-status) exit "$$rest";; \
	esac; \
	done; exit 1; }

make_venv = { $(find_python) && echo "Making $(1) with $$python ..." && rm -rf $(1) && "$$python" -m venv $(1); }

# Finds the first Python that is new enough and can make environments; without one, prints how to install it.
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

# Chromium without its windows takes half of the processor time. Older releases of Debian have the whole one alone.
chromium = `apt-cache show chromium-headless-shell >/dev/null 2>&1 && echo chromium-headless-shell || echo chromium`

# Wait for another running apt instead of failing.
patient = -o DPkg::Lock::Timeout=300

# The programs that the tests need. They are installed when that needs no password; else the command to type is printed.
system:
	@missing=; brewed=; $(find_chrome); \
	[ -n "$$CHROME" ] || { missing="$$missing $(chromium)"; brewed="$$brewed google-chrome"; }; \
	command -v git >/dev/null 2>&1 || { missing="$$missing git"; brewed="$$brewed git"; }; \
	[ "`uname -s`" = Darwin ] || [ -n "`fc-list 2>/dev/null | head -n 1`" ] || missing="$$missing fontconfig fonts-dejavu-core"; \
	$(has_dovecot) || { missing="$$missing dovecot-imapd dovecot-lmtpd"; brewed="$$brewed dovecot"; }; \
	$(has_postgres) || { missing="$$missing postgresql"; brewed="$$brewed postgresql@15"; }; \
	$(has_nginx) || { missing="$$missing nginx-light"; brewed="$$brewed nginx"; }; \
	command -v node >/dev/null 2>&1 || { missing="$$missing nodejs"; brewed="$$brewed node"; }; \
	command -v npm >/dev/null 2>&1 || missing="$$missing npm"; \
	command -v jq >/dev/null 2>&1 || { missing="$$missing jq"; brewed="$$brewed jq"; }; \
	command -v caddy >/dev/null 2>&1 || { missing="$$missing caddy"; brewed="$$brewed caddy"; }; \
	[ "`uname -s`" = Darwin ] || command -v systemd-analyze >/dev/null 2>&1 || missing="$$missing systemd"; \
	[ -z "$(WITH_NPM)" ] || command -v npm >/dev/null 2>&1 || { missing="$$missing npm"; brewed="$$brewed node"; }; \
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

# The tests start a Dovecot, a PostgreSQL and proxies of their own, so the system services of the Debian packages are neither
# started nor enabled.
has_dovecot = { ( PATH="$$PATH:/usr/sbin:/opt/homebrew/sbin:/usr/local/sbin"; command -v dovecot >/dev/null 2>&1 ) && \
	{ [ "`uname -s`" = Darwin ] || { [ -x /usr/lib/dovecot/imap ] && [ -x /usr/lib/dovecot/lmtp ]; }; }; }

has_postgres = { ls /usr/lib/postgresql/*/bin/initdb /opt/homebrew/opt/postgresql@*/bin/initdb \
	/usr/local/opt/postgresql@*/bin/initdb 2>/dev/null | grep -q . || command -v initdb >/dev/null 2>&1; }

has_nginx = ( PATH="$$PATH:/usr/sbin:/opt/homebrew/bin:/usr/local/sbin"; command -v nginx >/dev/null 2>&1 )

no_service = { [ -e /usr/sbin/policy-rc.d ] || { \
	trap '$$sudo rm -f /usr/sbin/policy-rc.d' EXIT; trap 'exit 1' HUP INT TERM; \
	printf '\#!/bin/sh\nexit 101\n' | $$sudo tee /usr/sbin/policy-rc.d >/dev/null && \
	$$sudo chmod 755 /usr/sbin/policy-rc.d; }; }
no_service_later = { for each in dovecot postgresql nginx caddy; do \
	case "$$missing" in *$$each*) [ ! -d /run/systemd/system ] || $$sudo systemctl --quiet disable $$each;; esac; done; }

find_chrome = { \
	if [ -z "$$CHROME" ]; then \
		for each in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable \
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
			"/Applications/Chromium.app/Contents/MacOS/Chromium"; do \
			if CHROME=`command -v "$$each"`; then break; fi; \
		done; \
	fi; }

# Thin on purpose: learning/config/bootstrap does the work, on any Python from 3.11.
#   make run             serve the demonstration (PORT=8000, VAR=var)
#   make test ARGS="…"   static checks and the whole suite
#   make install         what production runs with, and nothing that only tests need
#   make environment FILE=/etc/learning/environment    the file with the environment of production
#   make prove           the tests that are long, at full size, with what each of them tried
#   make attack          what an attacker sends, at full size, with the seconds and megabytes it took
PYTHON ?= python3
ARGS ?=
# make sees to the folder; `exec` lets signals reach the work itself.
BOOTSTRAP = @exec $(PYTHON) -m learning.config.bootstrap

.PHONY: run install environment test prepare pytest bench bench-lrs bench-search attack prove messages lock clean
run install test prepare pytest bench bench-lrs bench-search attack prove messages lock clean:
	$(BOOTSTRAP) $@ $(ARGS)
environment:
	$(BOOTSTRAP) $@ $(FILE)
.DEFAULT_GOAL := run

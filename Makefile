# Thin on purpose: learning/config/bootstrap does the work, on any Python from 3.11.
#   make run             serve the demonstration (PORT=8000, VAR=var)
#   make test ARGS="…"   static checks and the whole suite
PYTHON ?= python3
ARGS ?=
# make sees to the folder; `exec` lets signals reach the work itself.
BOOTSTRAP = @exec $(PYTHON) -m learning.config.bootstrap

.PHONY: run test prepare pytest bench bench-lrs bench-search messages lock clean
run test prepare pytest bench bench-lrs bench-search messages lock clean:
	$(BOOTSTRAP) $@ $(ARGS)
.DEFAULT_GOAL := run

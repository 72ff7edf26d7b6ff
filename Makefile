# Every task a person does. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help setup build run dev test check prove bench

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## bring whatever is missing to build and test
	@scripts/setup

build: setup ## build target/release/twofold, the client inside
	@scripts/build

run: build ## serve on http://localhost:3000 with SQLite in ./data
	@target/release/twofold serve

dev: setup ## serve a debug build and build again when a source changes
	@scripts/dev

test: build ## unit, both databases, HTTP, browser
	@scripts/test

check: ## formatting, lints, dependency rules, supply chain, budgets
	@scripts/setup check
	@scripts/check

prove: build ## the long series: the same tests with ten times the numbers
	@scripts/setup prove
	@scripts/prove

bench: build ## requests per second and memory of the release build
	@scripts/bench

# The two that everyone needs: make run, make test. Before a change lands: make check, which is what CI runs.

.PHONY: help run test quick simulate torture faults latency check e2e format data fuzz docs bench deb deb-test install-run \
	install-test install-bench install-deb
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' Makefile | expand -t 16

run: install-run ## build Setia and start it with a demo brand on a fresh database
	@swift build -c release --product setia
	@scripts/run.sh

test: install-test ## run all tests
	@scripts/test.sh

quick: install-run ## run the tests that take no time: all but those that start the real program
	@swift test --disable-xctest --skip '^EndToEndTests\.'

e2e: install-test ## run the tests that start the real program
	@scripts/test.sh --filter '^EndToEndTests\.'

simulate: install-run ## draw brands from seeds and audit them: make simulate SEEDS=1000, or SEED=7 STEPS=300
	@swift build --product setia-simulate
	@SEED=$(SEED) SEEDS=$(SEEDS) STEPS=$(STEPS) SABOTAGE=$(SABOTAGE) .build/debug/setia-simulate

torture: install-test ## kill servers and databases under load and audit what is left: make torture MINUTES=30
	@swift build -c release --product setia
	@SETIA_BINARY=$(CURDIR)/.build/release/setia scripts/torture.sh

faults: install-test ## a full disk, a lost network and the like, under load: make faults FAULTS=--long
	@swift build -c release --product setia
	@SETIA_BINARY=$(CURDIR)/.build/release/setia scripts/faults.sh $(FAULTS)

latency: install-bench ## measure how long an event takes at half of the highest load
	@swift build -c release --product setia
	@Benchmarks/latency/run.sh

check: install-test ## run all that must hold before a change lands
	@scripts/check.sh

format: ## rewrite our Swift files in our format
	@scripts/format.sh format --in-place

data: ## fetch the two real shops into data/
	@scripts/data.sh

fuzz: install-test ## send a real server ten minutes of what openapi.yaml allows and does not, by another seed each time
	@swift build -c release --product setia
	@SECONDS_LONG=$${SECONDS_LONG:-600} SEED=$${SEED:-$$(date +%s)} scripts/schemathesis.sh

docs: ## build the documentation of the core's rules into .build/docs
	@scripts/docs.sh

bench: install-bench ## measure events per second beside pgbench, start-up and memory
	@swift build -c release --product setia
	@Benchmarks/http/run.sh
	@Benchmarks/start.sh

deb: install-deb ## build a Debian package into .build-deb
	@scripts/deb.sh

deb-test: deb ## install the package in a clean Debian 12 and run it there; as root
	@scripts/deb-test.sh "$$(ls -t .build-deb/*.deb | head -n 1)"

install-run: ## install from Debian what building and running need, if missing
	@scripts/install.sh run

install-test: ## install from Debian what the tests need, if missing
	@scripts/install.sh run test

install-bench: ## install from Debian what the benchmarks need, if missing
	@scripts/install.sh run bench

install-deb: ## install from Debian what the package needs to be built and tried, if missing
	@scripts/install.sh run deb

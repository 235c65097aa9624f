# One line per task; `make` lists them. JAVA_HOME is found by build-support/jdk.sh.
MVN = . build-support/jdk.sh; sampan_find_jdk || { sampan_explain_missing_jdk; exit 1; }; mvn -q -B -ntp
ARGS ?= hello

help: ## list the tasks
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 22

build: ## compile and lay out what ./sampan runs, with its start-up caches
	@build-support/dist.sh --force

check: ## compile with Error Prone, warnings as errors and the formatter's check, no tests
	@$(MVN) -Pcheck -DskipTests verify

test: ## everything, as CI runs it
	@./test

unit: ## tests of all modules; kernel tests are skipped unless root
	@$(MVN) test

kernel-test: ## the kernel interface's and the engine's tests only, as root
	@$(MVN) -pl linux,engine -am test

golden: ## replay Docker 29's recorded answers (acceptance/golden) against Sampan
	@./test golden

bench: ## measure beside Debian's dockerd and write docs/BENCHMARKS.md
	@bench/compare --write

bench-jmh: ## microbenchmarks: plan encoding, netlink codec, log path
	@bench/jmh

check-main-job: ## Debian root file system to a served page, through docker and sampan
	@checks/main-job

check-kill: ## kill -9 of the daemon at 30 random moments under load
	@checks/kill

check-exhausted: ## a daemon without a process number or descriptor left, and with some again
	@checks/exhausted

check-load: ## 64 terminals at once, clients that never read, 50 followers of a fast writer
	@checks/load

check-bugs: ## reports of other engines' users, tried on this one
	@checks/bugs

check-state: ## every state file emptied, cut in half and filled with garbage, in turn
	@checks/state-files

check-explain-shell: ## the explained script makes the same container
	@checks/explain-shell

check-compat: ## one script of cases on dockerd and on Sampan
	@./test compat

check-other-kernel: ## cgroup v2 and an older kernel, in a virtual machine
	@checks/other-kernel

check-texts: ## what the documents claim, held against the repository
	@checks/texts

check-clone: ## a fresh clone, the two README commands, and nothing left behind
	@checks/clone

run: ## run a container: make run ARGS='-it busybox sh'
	@./sampan run --rm $(ARGS)

explain: ## show every kernel step of a run: make explain ARGS=hello
	@./sampan explain run --rm $(ARGS)

fmt: ## format all sources
	@$(MVN) spotless:apply

clean: ## remove everything built
	@rm -rf target */target

.PHONY: help build check test unit kernel-test golden bench bench-jmh check-main-job check-kill check-exhausted check-state check-load check-bugs check-explain-shell check-compat check-other-kernel check-texts check-clone run explain fmt clean

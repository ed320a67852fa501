# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Test programs and the targets that run them.
.PHONY: unit-bins check vmcheck fuzz bench

unit-bins: $(UNIT_BIN) $(FUZZ_REPLAY) ## build the unit test programs

$(O)/tests/unit/%: tests/unit/%.c $(TESTLIB_OBJ) $(O)/libprobity.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) -Itests $(CFLAGS) -MMD -MP -MF $@.d $(LDFLAGS) $< $(TESTLIB_OBJ) $(O)/libprobity.a $(LDLIBS) -lcmocka -o $@

$(O)/tests/support/%.o: CPPFLAGS += -Itests

# A fuzz target linked with a main() that replays files: the corpus is an ordinary test.
$(O)/tests/fuzz/fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c $(TESTLIB_OBJ) $(O)/libprobity.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) -Itests $(CFLAGS) $(LDFLAGS) $< tests/fuzz/replay.c $(TESTLIB_OBJ) $(O)/libprobity.a $(LDLIBS) -o $@

check: ## everything but the virtual machines
	./test unit

vmcheck: ## the kernel matrix in virtual machines
	./test vm

FUZZ_SECONDS ?= 60
fuzz: ## run each fuzzer with clang's libFuzzer for FUZZ_SECONDS
	tests/fuzz/run $(FUZZ_SECONDS)

bench: ## benchmarks: ratios against peers
	bench/run

.PHONY: labcheck
labcheck: $(O)/probity ## the lab's checker with all scenarios (minutes)
	$(O)/probity lab check --full

.PHONY: labstress
labstress: ## the lab's pools on threads under ThreadSanitizer
	tests/run -s tests/lab/stress

# Programs with debug information whose inlined functions are known; a kernel is one that lies elsewhere than it was linked.
NAMED := $(O)/tests/names/program $(O)/tests/names/vmlinux
$(NAMED): tests/names/inlined.c
	@mkdir -p $(@D)
	$(Q)$(CC) -O2 -g -ffreestanding -fno-stack-protector -nostdlib -static -no-pie -fno-pie -Wl,--build-id=sha1 \
		-DKIND='"$(@F)"' $< -o $@
$(O)/tests/unit/names: $(NAMED)
$(O)/tests/unit/names: CPPFLAGS += -DNAMED='"$(O)/tests/names"'

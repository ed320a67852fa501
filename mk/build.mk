# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# The library, the program, the BPF objects, and the static and sanitizer builds.
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all help static asan clean
SHELL := /bin/sh

all: $(O)/probity ## build probity (into O=build/release)

help: ## list the targets
	@grep -hE '^[a-z][a-zA-Z_-]*:.*##' $(MAKEFILE_LIST) | sort | \
		awk -F ':.*## ' '{ printf "make %-12s %s\n", $$1, $$2 }'

FLAGS_NOW := $(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) $(LDLIBS)
$(O)/flags: .FORCE
	@mkdir -p $(@D)
	@printf '%s\n' "$(subst ",,$(FLAGS_NOW))" | cmp -s - $@ || printf '%s\n' "$(subst ",,$(FLAGS_NOW))" >$@
.PHONY: .FORCE

$(O)/%.o: %.c $(O)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(DEPFLAGS) -c $< -o $@

LAB_ENGINE_native := 1
LAB_ENGINE_sim := 2
LAB_ENGINE_check := 3
define LAB_RULE
$(O)/lab/alg/%.$1.o: lab/alg/%.c $(O)/flags
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(CPPFLAGS) -DLAB_ENGINE=$$(LAB_ENGINE_$1) $$(CFLAGS) $$(DEPFLAGS) -c $$< -o $$@
endef
$(foreach e,native sim check,$(eval $(call LAB_RULE,$e)))

$(O)/lab/scene/%.o: CPPFLAGS += -DLAB_ENGINE=$(LAB_ENGINE_check)

$(O)/libprobity.a: $(LIB_OBJ)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(O)/probity: $(CMD_OBJ) $(O)/libprobity.a
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LDLIBS) -o $@

static: ## one static binary for guests and containers (build/static/probity)
	$(Q)$(MAKE) --no-print-directory O=build/static LDFLAGS='-static $(LDFLAGS)' build/static/probity

SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
asan: ## sanitizer build and its unit tests
	$(Q)$(MAKE) --no-print-directory O=build/asan OPT='-O1 -g' SAN='$(SANITIZE)' build/asan/probity unit-bins

clean: ## remove everything that was built
	rm -rf build

Q := $(if $(V),,@)
-include $(LIB_OBJ:.o=.d) $(CMD_OBJ:.o=.d) $(TESTLIB_OBJ:.o=.d) $(UNIT_BIN:=.d)

# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Programs for the kernel: bpf/NAME.bpf.c is compiled once, stripped of all but its code and BTF, and carried in the
# library as bytes (lib/source/bpf/objects.h). No bpftool: Ubuntu ships it only with its own kernels.
BPF_ARCH_x86_64 := x86
BPF_ARCH_aarch64 := arm64
BPF_MACHINE := $(shell $(CC) -dumpmachine | cut -d- -f1)
BPF_ARCH := $(or $(BPF_ARCH_$(BPF_MACHINE)),$(BPF_MACHINE))
# v2: no instruction that 5.10 lacks. The second folder holds <asm/types.h>, which -target bpf does not look for.
BPF_FLAGS := -target bpf -mcpu=v2 -O2 -g -Wall -Wextra -Wno-unused-parameter $(if $(WERROR),-Werror) \
	     -D__TARGET_ARCH_$(BPF_ARCH) -I. \
	     -idirafter /usr/include/$(shell $(CC) -print-multiarch)

$(O)/bpf/%.bpf.o: bpf/%.bpf.c mk/bpf.mk
	@mkdir -p $(@D)
	$(Q)$(CLANG) $(BPF_FLAGS) $(DEPFLAGS) -c $< -o $@
	$(Q)$(LLVM_STRIP) -g $@

$(O)/bpf/%.bytes.o: bpf/bytes.S $(O)/bpf/%.bpf.o
	$(Q)$(CC) -DNAME=$* -DFILE='"$(O)/bpf/$*.bpf.o"' -c $< -o $@

-include $(BPF_SRC:%.c=$(O)/%.d)

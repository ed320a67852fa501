# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# The programs that make trouble in guests: static, and of no use anywhere else.
.PHONY: vm-programs
VM_OUT  := build/vm/programs
VM_PROG := exec fork fuse freeze grow hold target threads vfork

vm-programs: $(VM_PROG:%=$(VM_OUT)/pby-%) $(VM_OUT)/hold.bpf.o ## build the guests' troublemakers

$(VM_OUT)/pby-%: tests/vm/trouble/%.c tests/vm/trouble/guest.h
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -static -Wl,--build-id $(filter %.c,$^) $(VM_LIBS) -o $@
	$(Q)strip -g $@

$(VM_OUT)/pby-hold: VM_LIBS := -lbpf -lelf -lz -lzstd

$(VM_OUT)/hold.bpf.o: tests/vm/trouble/hold.bpf.c
	@mkdir -p $(@D)
	$(Q)$(CLANG) $(BPF_FLAGS) -c $< -o $@
	$(Q)$(LLVM_STRIP) -g $@

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* vmallocinfo.c: sums the lines of the BPF compiler in /proc/vmallocinfo. */
#include "source/vmallocinfo.h"

/*
 * Programs: bpf_jit_binary_alloc, since 5.18 packs. Trampolines: bpf_jit_alloc_exec_page, since
 * 6.9 arch_alloc_bpf_trampoline. bpf_prog_alloc_no_stats is not among them: it holds bytecode.
 */
static const char *const callers[] = {
	"bpf_jit_", "bpf_prog_pack_", "alloc_new_pack", "arch_alloc_bpf_trampoline",
};

static bool is_compiler(struct pby_text caller)
{
	for (size_t i = 0; i < sizeof(callers) / sizeof(callers[0]); i++)
		if (pby_text__starts(caller, callers[i]))
			return true;
	return false;
}

static uint64_t pages_of(struct pby_text line)
{
	struct pby_text word, caller;
	uint64_t pages;

	if (!pby_text__word(&line, &word) || !pby_text__word(&line, &word) ||
	    !pby_text__word(&line, &caller) || !is_compiler(caller))
		return 0;
	while (pby_text__word(&line, &word))
		if (pby_text__eat(&word, "pages=") && pby_text__u64(&word, &pages))
			return pages;
	return 0;
}

uint64_t pby_vmallocinfo__bpf_jit(struct pby_text text, size_t page_size)
{
	struct pby_text line;
	uint64_t pages = 0;

	while (pby_text__line(&text, &line))
		pages += pages_of(line);
	return pages * page_size;
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* attach_targets.c: kernel functions that many probes can be put on without anybody paying for them. */
#include <bpf/btf.h>
#include <string.h>

#include "model/kernel.h"
#include "source/bench/attach.h"

bool pby_attach__takes_functions(enum pby_hook hook)
{
	switch (hook) {
	case PBY_HOOK_KPROBE:
	case PBY_HOOK_KRETPROBE:
	case PBY_HOOK_KPROBE_MULTI:
	case PBY_HOOK_KRETPROBE_MULTI:
	case PBY_HOOK_KPROBE_SESSION:
	case PBY_HOOK_FENTRY:
	case PBY_HOOK_FEXIT:
		return true;
	default:
		return false;
	}
}

/* In BTF too, and only once, so that every hook can have it. */
static bool usable(struct pby_kernel *k, const char *name)
{
	return pby_symbols__count(&k->syms, name) == 1 &&
	       (!k->types.btf || btf__find_by_name_kind(k->types.btf, name, BTF_KIND_FUNC) > 0);
}

uint32_t pby_attach__idle_functions(struct pby_kernel *k, const char **names, uint32_t nr, struct pby_arena *arena)
{
	static const char prefix[] = "__ia32_sys_";
	uint32_t found = 0;

	for (uint32_t i = 0; i < k->syms.nr && found < nr; i++) {
		struct pby_text name = pby_symbol__name(&k->syms.items[i]);
		const char *copy;

		if (!pby_text__starts(name, prefix))
			continue;
		copy = pby_arena__strndup(arena, name.p, pby_text__len(&name));
		/* What is not there is one function under many names. */
		if (!strstr(copy, "_ni_syscall") && usable(k, copy))
			names[found++] = copy;
	}
	return found;
}

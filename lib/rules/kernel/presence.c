// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* presence.c: asks symbols, then types, then the configuration. */
#include "rules/kernel/presence.h"

#include "model/kernel.h"

/* What a mechanism leaves behind: an out-of-line function, a type with a body, an option. */
struct trace {
	const char *function, *composite, *option;
};

static struct pby_fact present(struct pby_kernel *k, struct trace t)
{
	struct pby_fact first = pby_kernel__function(k, t.function), f = first;

	if (f.value == PBY_MAYBE && t.composite)
		f = pby_kernel__composite(k, t.composite);
	if (f.value == PBY_MAYBE)
		f = pby_kernel__config(k, t.option);
	return f.value == PBY_MAYBE ? first : f;
}

struct pby_fact pby_presence__kprobes(struct pby_kernel *k)
{
	/* struct kprobe is there without kprobes too; struct kretprobe is not. */
	return present(k, (struct trace){ "register_kprobe", "kretprobe", "CONFIG_KPROBES" });
}

struct pby_fact pby_presence__uprobes(struct pby_kernel *k)
{
	return present(k, (struct trace){ "uprobe_register", "uprobe", "CONFIG_UPROBES" });
}

struct pby_fact pby_presence__fprobe(struct pby_kernel *k)
{
	return present(k, (struct trace){ "register_fprobe", "fprobe", "CONFIG_FPROBE" });
}

struct pby_fact pby_presence__ftrace(struct pby_kernel *k)
{
	return present(k, (struct trace){ "register_ftrace_function", NULL, "CONFIG_FUNCTION_TRACER" });
}

struct pby_fact pby_presence__old_trampolines(struct pby_kernel *k)
{
	struct pby_fact x86 = pby_kernel__x86_64(k);

	if (pby_fact__no(x86))
		return x86;
	return present(k, (struct trace){ "bpf_trampoline_link_prog", "bpf_trampoline",
					  "CONFIG_BPF_JIT" });
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hooks.c: the table of what is measured. */
#include "model/bench/measured.h"

#include <string.h>

const struct pby_bench_hook_row pby_bench_hooks[PBY_NR_BENCH_HOOKS] = {
#define BENCH(constant, hook, variant, where) [PBY_BENCH_##constant] = { PBY_HOOK_##hook, variant, where },
#include "model/bench/hooks.def"
#undef BENCH
};

const char *pby_bench_hook__name(enum pby_bench_hook row, struct pby_arena *arena)
{
	const struct pby_bench_hook_row *r = &pby_bench_hooks[row];

	return *r->variant ? pby_arena__printf(arena, "%s/%s", pby_hook__name(r->hook), r->variant)
			   : pby_hook__name(r->hook);
}

bool pby_bench_hook__matches(enum pby_bench_hook row, const char *word)
{
	const struct pby_bench_hook_row *r = &pby_bench_hooks[row];
	const char *hook = pby_hook__name(r->hook);
	size_t n = strlen(hook);

	if (strncmp(word, hook, n))
		return false;
	return !word[n] || (word[n] == '/' && !strcmp(word + n + 1, r->variant));
}

static const char *const bodies[PBY_NR_BENCH_BODIES] = {
	[PBY_BENCH_EMPTY] = "empty", [PBY_BENCH_COUNTER] = "counter", [PBY_BENCH_HASH] = "hash",
};

const char *pby_bench_body__name(enum pby_bench_body body)
{
	return (unsigned)body < PBY_NR_BENCH_BODIES ? bodies[body] : "";
}

int pby_bench_body__parse(const char *name)
{
	for (int b = 0; b < PBY_NR_BENCH_BODIES; b++)
		if (!strcmp(bodies[b], name))
			return b;
	return -1;
}

const char *pby_bench_state__name(enum pby_bench_state state)
{
	static const char *const names[] = {
		[PBY_BENCH_NOT_RUN] = "not-run", [PBY_BENCH_DONE] = "done", [PBY_BENCH_MISSING] = "missing",
		[PBY_BENCH_REFUSED] = "refused", [PBY_BENCH_SILENT] = "silent", [PBY_BENCH_STUCK] = "stuck",
	};

	return (unsigned)state < sizeof(names) / sizeof(names[0]) ? names[state] : "";
}

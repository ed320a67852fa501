// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* net_probe.c: loads, attaches and detaches the programs of a row. */
#include "source/bench/net_probe.h"

#include <unistd.h>

#include "model/kernel.h"
#include "source/bench/module_btf.h"

static int refuse(struct pby_bench_refusal *r, const char *step, int rc, const char *why)
{
	*r = (struct pby_bench_refusal){ step, -rc, why };
	return -1;
}

void pby_net_probe__none(struct pby_net_probe *p)
{
	*p = (struct pby_net_probe){ .prog_fds = { -1, -1 }, .fds = { -1, -1 } };
}

int pby_net_probe__open(struct pby_net_probe *p, const struct pby_net_row *row, struct pby_kernel *k,
			struct pby_bench_refusal *refusal)
{
	int rc = pby_bench_maps__open(&p->maps);
	const char *why;

	p->row = row;
	if (rc)
		return refuse(refusal, "make maps", rc, NULL);
	p->at = (struct pby_recipe_at){ .function = row->at, .event = row->at, .tracepoint = row->tracepoint,
					.tracepoint_type = row->tracepoint_type };
	for (uint32_t i = 0; i < row->nr_hooks; i++) {
		if (!pby_recipe__kind(&pby_recipes[row->hooks[i]], &p->at, k, &p->kinds[i], &why))
			continue;
		if (!row->module || pby_module_btf__find(k->types.btf, row->module, row->at, &p->kinds[i], &why))
			return refuse(refusal, "find the target in BTF", 0, why);
	}
	return 0;
}

static void close_if_open(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void pby_net_probe__detach(struct pby_net_probe *p)
{
	for (uint32_t i = 0; i < PBY_NET_MAX_HOOKS; i++) {
		close_if_open(&p->fds[i]);
		close_if_open(&p->prog_fds[i]);
	}
}

/*
 * Programs are loaded anew each time: up to 5.10 one of fentry or fexit can be attached once. Of two, the first keeps
 * something in a hash map, as programs do that need a function's arguments at its return.
 */
static int attach_one(struct pby_net_probe *p, uint32_t i, struct pby_bench_refusal *refusal)
{
	enum pby_bench_body body = i + 1 < p->row->nr_hooks ? PBY_BENCH_HASH : PBY_BENCH_COUNTER;
	const struct pby_recipe *recipe = &pby_recipes[p->row->hooks[i]];
	const char *step = "attach";

	p->prog_fds[i] = pby_bench_body__load(body, &p->kinds[i], &p->maps);
	if (p->prog_fds[i] < 0)
		return refuse(refusal, "load the program", p->prog_fds[i], NULL);
	p->fds[i] = recipe->attach(recipe, &p->at, p->prog_fds[i], &step);
	return p->fds[i] < 0 ? refuse(refusal, step, p->fds[i], NULL) : 0;
}

int pby_net_probe__attach(struct pby_net_probe *p, struct pby_bench_refusal *refusal)
{
	for (uint32_t i = 0; i < p->row->nr_hooks; i++)
		if (attach_one(p, i, refusal))
			return -1;
	return 0;
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* net_probe.h: the probe of a row of bench net, or the two of them. In a child. */
#ifndef PBY_BENCH_NET_PROBE_H
#define PBY_BENCH_NET_PROBE_H

#include "model/bench/net.h"
#include "source/bench/body.h"
#include "source/bench/probe.h"

struct pby_net_probe {
	const struct pby_net_row *row;
	struct pby_recipe_at at;
	struct pby_bench_maps maps;
	struct pby_bpf_kind kinds[PBY_NET_MAX_HOOKS];
	int prog_fds[PBY_NET_MAX_HOOKS], fds[PBY_NET_MAX_HOOKS];	/* -1: not attached */
};

/* Nothing is attached, and detaching does nothing. */
void pby_net_probe__none(struct pby_net_probe *p);
/* Makes the maps and finds the targets. The maps go with the process. 0, or -1 with the refusal. */
int pby_net_probe__open(struct pby_net_probe *p, const struct pby_net_row *row, struct pby_kernel *k,
			struct pby_bench_refusal *refusal);
/* 0, or -1 with the refusal; detach in both cases. A row without a probe attaches nothing. */
int pby_net_probe__attach(struct pby_net_probe *p, struct pby_bench_refusal *refusal);
void pby_net_probe__detach(struct pby_net_probe *p);

#endif

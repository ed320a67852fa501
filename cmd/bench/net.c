// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* net.c: probity bench net: what probes on the network's path take from TCP. */
#include "cmd/bench/bench.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "report/bench.h"
#include "source/bench/net.h"

enum { DEFAULT_ROUNDS = 7, DEFAULT_RUN_MS = 100 };

struct net {
	struct bench_run run;
	struct pby_net_job job;
};

static_assert((int)PBY_NET_MAX_ROWS <= (int)BENCH_MAX_ROWS, "each row may be wanted");

static bool means_row(const char *word, const void *row)
{
	return pby_net_row__matches(row, word);
}

static bool means_no_row(const char *word, const void *arg)
{
	(void)arg;
	for (uint32_t i = 0; i < pby_nr_net_rows; i++)
		if (pby_net_row__matches(&pby_net_rows[i], word))
			return false;
	return true;
}

static const char *misuse(const struct bench_values *v)
{
	if (v->only && bench_list__has(v->only, means_no_row, NULL))
		return "--only: no such row; it takes hooks, functions and both, as in fexit,tcp_sendmsg,kprobe/inet_recvmsg";
	if (v->rounds && (v->rounds < 3 || v->rounds > PBY_NET_MAX_ROUNDS))
		return "--rounds is from 3 to 32 for bench net";
	if (v->duration_ms < 0 || v->duration_ms > 10000)
		return "--duration is from 1 to 10000 ms for bench net";
	return NULL;
}

static bool look(void *arg, const void *measured)
{
	const struct pby_net_measured *now = measured;
	struct net *r = arg;
	enum pby_net_metric metric = pby_net_load__filters(r->job.row->load) ? PBY_NET_PACKET : PBY_NET_REQUEST;
	double share = now ? now->pairs[metric].nr / (double)r->job.rounds : 0;
	char name[96];

	snprintf(name, sizeof(name), "%s %s", pby_net_row__hook(r->job.row), r->job.row->at);
	return bench_run__look(&r->run, share, name);
}

/* What the kernel is known not to have is not tried: why not, or NULL. */
static const char *missing(const struct net *r)
{
	const struct pby_net_row *row = r->job.row;

	for (uint32_t i = 0; i < row->nr_hooks; i++)
		if (r->run.setup.points.items[row->hooks[i]].works == PBY_NO)
			return r->run.setup.points.items[row->hooks[i]].because;
	return NULL;
}

static void measure(struct net *r, struct pby_net_measured *m)
{
	const struct pby_bench_watch watch = { look, r };
	struct pby_err err;

	memset(m, 0, sizeof(*m));
	if (!bench_run__skips(&r->run, missing(r), &m->outcome) && pby_source__bench_net(&r->job, &watch, m, &err))
		bench_run__no_process(&m->outcome, &err);
}

static int measure_all(void *arg, struct json_object *result)
{
	struct net *r = arg;
	struct json_object *rows = pby_json__arr(result, "rows");
	struct pby_net_measured *m = calloc(1, sizeof(*m));
	int nr = 0;

	for (uint32_t i = 0; m && i < pby_nr_net_rows; i++) {
		if (!r->run.wanted[i])
			continue;
		r->job.row = &pby_net_rows[i];
		measure(r, m);
		bench_run__done(&r->run, &m->outcome);
		pby_bench_net__json(rows, r->job.row, m, &r->run.setup.points.items[r->job.row->hooks[0]]);
		nr += m->outcome.state == PBY_BENCH_DONE;
	}
	free(m);
	return nr;
}

static int run_and_show(struct net *r, const struct bench_values *v)
{
	struct json_object *result = bench_run__result(&r->run, "net"), *settings = pby_json__get(result, "settings");

	pby_json__int(settings, "rounds", r->job.rounds);
	pby_json__fixed(settings, "run_ms", r->job.run_ns / 1e6, 3);
	pby_json__int(settings, "chunk_bytes", PBY_NET_CHUNK);
	pby_json__int(settings, "near_cpu", r->job.near_cpu);
	pby_json__int(settings, "far_cpu", r->job.far_cpu);
	fprintf(stderr, "probity bench net: makes two network namespaces and a veth pair between them, and sends TCP, and packets\n"
		"through a filter table, over it; attaches a counter to tcp_sendmsg, tcp_recvmsg, inet_recvmsg, nft_do_chain,\n"
		"ipt_do_table, tcp:tcp_rcv_space_adjust and skb:kfree_skb, one hook after the other: the whole machine's traffic runs it\n"
		"meanwhile. Ctrl-C stops.\n");
	return bench_run__show(&r->run, result, measure_all, r, v);
}

/* The server has another CPU where there is one. */
static uint32_t far_cpu(const struct bench_setup *s)
{
	for (uint32_t i = s->machine.nr_cpus; i-- > 0;)
		if (s->machine.cpus[i] != s->cpu)
			return s->machine.cpus[i];
	return s->cpu;
}

static int run(const struct bench_values *v)
{
	struct net r = { .job.rounds = v->rounds ? (uint32_t)v->rounds : DEFAULT_ROUNDS,
			    .job.run_ns = (v->duration_ms > 0 ? v->duration_ms : DEFAULT_RUN_MS) * 1e6 };
	int code;

	for (uint32_t i = 0; i < pby_nr_net_rows; i++) {
		r.run.wanted[i] = bench_list__has(v->only, means_row, &pby_net_rows[i]);
		r.run.nr_wanted += r.run.wanted[i];
	}
	code = bench_setup__make(&r.run.setup, v);
	r.job.kernel = &r.run.setup.kernel;
	r.job.near_cpu = r.run.setup.cpu;
	r.job.far_cpu = far_cpu(&r.run.setup);
	if (code == PBY_EXIT_CLEAN)
		code = run_and_show(&r, v);
	bench_run__free(&r.run);
	return code;
}

const struct bench_verb bench_net = { .name = "net", .misuse = misuse, .run = run };

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* net.c: probity bench net: what probes on the network's path take from TCP. */
#include "cmd/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "report/bench.h"
#include "source/bench/net.h"

enum { DEFAULT_ROUNDS = 7, DEFAULT_RUN_MS = 100 };

struct runner {
	struct bench_setup setup;
	struct pby_net_job job;
	struct bench_progress progress;
	bool wanted[PBY_NET_MAX_ROWS];
	int nr_wanted, nr_done;
	bool stuck;
};

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

static bool look(void *arg, const struct pby_net_measured *now)
{
	struct runner *r = arg;
	enum pby_net_metric metric = r->job.row->load == PBY_NET_FILTER ? PBY_NET_PACKET : PBY_NET_REQUEST;
	double share = now ? now->pairs[metric].nr / (double)r->job.rounds : 0;
	char name[96];

	snprintf(name, sizeof(name), "%s %s", pby_net_row__hook(r->job.row), r->job.row->at);
	bench_progress__say(&r->progress, (r->nr_done + share) / r->nr_wanted, name);
	return !bench_stop__asked();
}

/* What the kernel is known not to have is not tried: why not, or NULL. */
static const char *missing(const struct runner *r)
{
	const struct pby_net_row *row = r->job.row;

	for (uint32_t i = 0; i < row->nr_hooks; i++)
		if (r->setup.points.items[row->hooks[i]].works == PBY_NO)
			return r->setup.points.items[row->hooks[i]].because;
	return NULL;
}

static void measure(struct runner *r, struct pby_net_measured *m)
{
	const struct pby_net_watch watch = { look, r };
	struct pby_bench_outcome *o = &m->outcome;
	const char *why = missing(r);
	struct pby_err err;

	memset(m, 0, sizeof(*m));
	if (why) {
		o->state = PBY_BENCH_MISSING;
		snprintf(o->why, sizeof(o->why), "%s", why);
	} else if (r->stuck || bench_stop__asked()) {
		snprintf(o->why, sizeof(o->why), "%s", r->stuck ? "left out: a row before it got stuck"
								: "interrupted before its turn");
	} else if (pby_source__bench_net(&r->job, &watch, m, &err)) {
		o->state = PBY_BENCH_REFUSED;
		snprintf(o->why, sizeof(o->why), "%.159s", err.text);
	}
	r->stuck |= o->state == PBY_BENCH_STUCK;
}

static int measure_all(struct runner *r, struct json_object *result)
{
	struct json_object *rows = pby_json__arr(result, "rows");
	struct pby_net_measured *m = calloc(1, sizeof(*m));
	int nr = 0;

	for (uint32_t i = 0; m && i < pby_nr_net_rows; i++) {
		if (!r->wanted[i])
			continue;
		r->job.row = &pby_net_rows[i];
		measure(r, m);
		pby_bench_net__json(rows, r->job.row, m, &r->setup.points.items[r->job.row->hooks[0]]);
		nr += m->outcome.state == PBY_BENCH_DONE;
		r->nr_done++;
	}
	free(m);
	return nr;
}

static int run_and_show(struct runner *r, const struct bench_values *v)
{
	struct json_object *result, *settings;
	char measured[32];
	int nr, code;

	bench__now(measured, sizeof(measured));
	result = pby_bench__json("net", &r->setup.machine, measured);
	settings = pby_json__obj(result, "settings");
	pby_json__int(settings, "rounds", r->job.rounds);
	pby_json__fixed(settings, "run_ms", r->job.run_ns / 1e6, 3);
	pby_json__int(settings, "chunk_bytes", PBY_NET_CHUNK);
	pby_json__int(settings, "near_cpu", r->job.near_cpu);
	pby_json__int(settings, "far_cpu", r->job.far_cpu);
	fprintf(stderr, "probity bench net: makes two network namespaces and a veth pair between them, and sends TCP, and packets\n"
		"through a filter table, over it; attaches a counter to tcp_sendmsg, tcp_recvmsg, inet_recvmsg, nft_do_chain,\n"
		"tcp:tcp_rcv_space_adjust and skb:kfree_skb, one hook after the other: the whole machine's traffic runs it\n"
		"meanwhile. Ctrl-C stops.\n");
	bench_stop__catch();
	bench_progress__begin(&r->progress, "bench net");
	nr = measure_all(r, result);
	bench_progress__end(&r->progress);
	code = bench_show(result, v);
	return code == PBY_EXIT_CLEAN && !nr ? PBY_EXIT_BLIND : code;
}

/* The server has another CPU where there is one. */
static uint32_t far_cpu(const struct bench_setup *s)
{
	for (uint32_t i = s->machine.nr_cpus; i-- > 0;)
		if (s->machine.cpus[i] != s->cpu)
			return s->machine.cpus[i];
	return s->cpu;
}

int bench_net(const struct bench_values *v, char **args, int nr_args)
{
	struct runner r = { .job.rounds = v->rounds ? (uint32_t)v->rounds : DEFAULT_ROUNDS,
			    .job.run_ns = (v->duration_ms > 0 ? v->duration_ms : DEFAULT_RUN_MS) * 1e6 };
	const char *wrong = misuse(v);
	int code;

	(void)args;
	(void)nr_args;
	if (wrong)
		return bench_fail(PBY_EXIT_USAGE, wrong);
	for (uint32_t i = 0; i < pby_nr_net_rows; i++) {
		r.wanted[i] = bench_list__has(v->only, means_row, &pby_net_rows[i]);
		r.nr_wanted += r.wanted[i];
	}
	code = bench_setup__make(&r.setup, v);
	r.job.kernel = &r.setup.kernel;
	r.job.near_cpu = r.setup.cpu;
	r.job.far_cpu = far_cpu(&r.setup);
	if (code == PBY_EXIT_CLEAN)
		code = run_and_show(&r, v);
	bench_setup__free(&r.setup);
	return code;
}

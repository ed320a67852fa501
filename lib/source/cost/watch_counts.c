// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* watch_counts.c: the child that asks bpf(2): runs in short windows of statistics, losses, and what owners are charged. */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "model/probes.h"
#include "source/bpf/call.h"
#include "source/bpf/list.h"
#include "source/cost/price.h"
#include "source/cost/watch.h"

enum { WINDOWS = 10 };	/* each lists all programs twice */
static const double shortest_s = 0.01;

static struct pby_cost_runs *slot(struct pby_region *region, struct pby_cost_seen *seen, uint32_t prog)
{
	struct pby_cost_runs *r;

	for (uint32_t i = 0; i < seen->runs.nr; i++)
		if (seen->runs.items[i].prog == prog)
			return &seen->runs.items[i];
	r = PBY_PUSH(&region->arena, &seen->runs);
	if (r)
		r->prog = prog;
	return r;
}

static const struct pby_bpf_program *find(const struct pby_sightings *list, uint32_t id)
{
	/* Both lists are in the order of the ids. */
	uint32_t low = 0, high = list->programs.nr;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (list->programs.items[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low < list->programs.nr && list->programs.items[low].id == id ? &list->programs.items[low] : NULL;
}

/* Adds what ran between two lists; returns how many runs that were. */
static uint64_t add_runs(struct pby_region *region, struct pby_cost_seen *seen, const struct pby_sightings *before,
			 const struct pby_sightings *after)
{
	uint64_t all = 0;

	for (uint32_t i = 0; i < after->programs.nr; i++) {
		const struct pby_bpf_program *now = &after->programs.items[i], *then = find(before, now->id);
		struct pby_cost_runs *r = then ? slot(region, seen, now->id) : NULL;

		if (!r)
			continue;
		r->runs += now->run_cnt - then->run_cnt;
		r->run_ns += now->run_time_ns - then->run_time_ns;
		all += now->run_cnt - then->run_cnt;
	}
	return all;
}

/* Statistics are on in here only. False when they cannot be had. */
static bool window(struct pby_region *region, struct pby_watch *w, double seconds, uint64_t *runs)
{
	struct pby_cost_seen *seen = &w->seen;
	struct pby_sightings before = { 0 }, after = { 0 };
	double start;
	int fd;

	pby_region__doing(region, "BPF_ENABLE_STATS");
	fd = pby_bpf__enable_stats();
	if (fd < 0) {
		seen->counted = PBY_NO;
		seen->counted_why = fd == -EPERM ? "switching run statistics on needs CAP_SYS_ADMIN"
				    : fd == -EINVAL ? "this kernel cannot switch run statistics on for a while (before 5.8)"
						    : strerror(-fd);
		return false;
	}
	start = pby_watch__now();
	pby_bpf_list__programs(region, &before);
	pby_watch__sleep(region, w, seconds);
	seconds = pby_watch__now() - start;
	pby_bpf_list__programs(region, &after);
	close(fd);
	*runs = add_runs(region, seen, &before, &after);
	seen->window_s += seconds;
	seen->nr_windows++;
	seen->counted = PBY_YES;
	seen->counted_why = NULL;
	return true;
}

/* How long the next window may be, now that it is known how often programs run. */
static double length(const struct pby_meter_request *r, const struct pby_cost_seen *seen, double runs_per_s)
{
	double price_s = (seen->stats.on_ns - seen->stats.off_ns) / 1e9, part = PBY_METER_WINDOWS_LIMIT, s;

	if (price_s > 0 && runs_per_s * price_s * part > PBY_METER_STATS_LIMIT)
		part = PBY_METER_STATS_LIMIT / (runs_per_s * price_s);
	s = part * r->seconds / WINDOWS;
	return s < shortest_s ? shortest_s : s;
}

static void open_windows(struct pby_region *region, struct pby_watch *w, const struct pby_meter_request *r)
{
	double start = pby_watch__now(), seconds = shortest_s, runs_per_s, next;
	struct pby_stats_price price = pby_stats__price();
	uint64_t runs;

	w->seen.stats.off_ns = price.off_ns;
	w->seen.stats.on_ns = price.on_ns;
	w->seen.stats.empty_ns = price.empty_ns;
	for (int i = 0; i < WINDOWS; i++) {
		double before = w->seen.window_s;

		next = start + r->seconds * (i + 0.5) / WINDOWS - seconds / 2;
		if (i && !pby_watch__sleep(region, w, next - pby_watch__now()))
			return;
		if (!window(region, w, seconds, &runs))
			return;
		runs_per_s = (double)runs / (w->seen.window_s - before);
		seconds = length(r, &w->seen, runs_per_s);
	}
}

/* Counts that always run: since the list before. */
static void add_losses(struct pby_region *region, struct pby_cost_seen *seen, const struct pby_sightings *before,
		       const struct pby_sightings *after)
{
	for (uint32_t i = 0; i < after->programs.nr; i++) {
		const struct pby_bpf_program *now = &after->programs.items[i], *then = find(before, now->id);
		struct pby_cost_runs *r = slot(region, seen, now->id);

		if (!r || !then || !now->has_misses)
			continue;
		r->has_misses = true;
		r->misses = now->recursion_misses - then->recursion_misses;
	}
	for (uint32_t i = 0, j = 0; i < after->links.nr; i++) {
		const struct pby_bpf_link *now = &after->links.items[i];
		struct pby_cost_counted *c;

		while (j < before->links.nr && before->links.items[j].id < now->id)
			j++;
		if (j == before->links.nr || before->links.items[j].id != now->id)
			continue;
		c = PBY_PUSH(&region->arena, &seen->links);
		if (c)
			*c = (struct pby_cost_counted){ .link = now->id,
							.missed = now->missed - before->links.items[j].missed };
	}
}

void pby_watch__counts(struct pby_region *region, void *arg)
{
	const struct pby_meter_request *r = arg;
	struct pby_watch *w = pby_watch__begin(region);
	struct pby_sightings before = { 0 }, after = { 0 };
	double start = pby_watch__now();

	if (!w)
		return;
	w->seen.counted = PBY_NO;
	w->seen.counted_why = "bpf(2): no answer";
	pby_bpf_list__programs(region, &before);
	pby_bpf_list__links(region, &before);
	if (before.lists[PBY_LIST_PROGRAMS].read != PBY_YES) {
		w->seen.counted_why = before.lists[PBY_LIST_PROGRAMS].why;
		return;
	}
	w->seen.counted_why = r->no_stats;
	if (r->stats)
		open_windows(region, w, r);
	pby_watch__sleep(region, w, start + r->seconds - pby_watch__now());
	pby_bpf_list__programs(region, &after);
	pby_bpf_list__links(region, &after);
	add_losses(region, &w->seen, &before, &after);
	w->cpu_s = pby_watch__cpu();
}

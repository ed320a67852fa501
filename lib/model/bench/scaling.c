// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* scaling.c: medians over rounds, efficiency, and the knee. */
#include "model/bench/scaling.h"

#include <math.h>
#include <string.h>

const struct pby_lock_count_row pby_lock_count_rows[PBY_NR_LOCK_COUNTS] = {
#define LOCK_COUNT(constant, name, tracepoint, words) { name, tracepoint, words },
#include "model/bench/lock_counts.def"
#undef LOCK_COUNT
};

/* Between rounds. */
static const double most_spread = 0.25;
/* Of what more threads should add. */
static const double least_gain = 0.1;

static double median(const double *values, uint32_t nr)
{
	double copy[PBY_SCALE_MAX_ROUNDS];

	memcpy(copy, values, nr * sizeof(*values));
	return pby_bench__quantile(copy, nr, 0.5);
}

static double spread_of(const double *values, uint32_t nr, double around)
{
	double least = INFINITY, most = 0;

	for (uint32_t i = 0; i < nr; i++) {
		least = fmin(least, values[i]);
		most = fmax(most, values[i]);
	}
	return around > 0 ? (most - least) / around : 0;
}

static double efficiency(double per_s, double threads, double first_per_s, double first_threads)
{
	return first_per_s > 0 ? per_s / threads / (first_per_s / first_threads) : 0;
}

struct pby_scale_point pby_scale__point(const struct pby_scaled *row, const struct pby_scale_raw *raw)
{
	const struct pby_scale_raw *first = &row->points[0];
	uint32_t nr = raw->nr < PBY_SCALE_MAX_ROUNDS ? raw->nr : PBY_SCALE_MAX_ROUNDS;
	uint64_t runs = raw->calls * row->runs_per_call;
	struct pby_scale_point p = { .threads = raw->threads };

	if (!nr || !raw->threads || !first->nr)
		return p;
	p.base_per_s = median(raw->base_per_s, nr);
	p.probed_per_s = median(raw->probed_per_s, nr);
	if (p.base_per_s > 0 && p.probed_per_s > 0)
		p.ns = raw->threads * 1e9 / p.probed_per_s - raw->threads * 1e9 / p.base_per_s;
	p.base_efficiency = efficiency(p.base_per_s, raw->threads, median(first->base_per_s, first->nr), first->threads);
	p.efficiency = efficiency(p.probed_per_s, raw->threads, median(first->probed_per_s, first->nr), first->threads);
	p.spread = spread_of(raw->probed_per_s, nr, p.probed_per_s);
	p.surplus = raw->counted > runs;
	p.lost = p.surplus ? 0 : runs - raw->counted;
	p.usable = raw->cpu_share >= PBY_SCALE_LEAST_SHARE && p.spread <= most_spread && p.probed_per_s > 0;
	return p;
}

/* Does the step from one point to the next add less than it should? */
static bool stops(double from_per_s, double from_threads, double to_per_s, double to_threads)
{
	double ideal = from_per_s * (to_threads / from_threads - 1);

	return to_per_s - from_per_s < least_gain * ideal;
}

struct pby_scale_verdict pby_scale__judge(const struct pby_scaled *row)
{
	struct pby_scale_verdict v = { 0 };
	struct pby_scale_point last = { 0 };

	for (uint32_t i = 0; i < row->nr && i < PBY_SCALE_MAX_POINTS; i++) {
		struct pby_scale_point p = pby_scale__point(row, &row->points[i]);

		if (!p.usable || p.threads <= last.threads)
			continue;
		if (last.threads) {
			v.known = true;
			if (!v.stops_at && stops(last.probed_per_s, last.threads, p.probed_per_s, p.threads)) {
				v.stops_at = last.threads;
				v.base_stops = stops(last.base_per_s, last.threads, p.base_per_s, p.threads);
			}
		}
		last = p;
	}
	return v;
}

double pby_scale__locks_per_hit(const struct pby_scaled *row, const struct pby_scale_raw *raw, enum pby_lock_count count)
{
	double base = 0, probed;

	if (row->locks_error[count] || !raw->probed.calls)
		return -1;
	if (raw->base.calls)
		base = (double)raw->base.counts[count] / (double)raw->base.calls;
	probed = (double)raw->probed.counts[count] / (double)raw->probed.calls;
	return fmax(probed - base, 0);
}

const char *pby_scale__unseen(enum pby_mechanism mechanism)
{
	switch (mechanism) {
	case PBY_MECHANISM_KRETPROBE_SPINLOCK:
		return "who spins for the lock of its pool is counted nowhere (probity lab pool simulates it)";
	case PBY_MECHANISM_KRETPROBE_FREELIST:
	case PBY_MECHANISM_FPROBE_RETHOOK_FREELIST:
	case PBY_MECHANISM_KRETPROBE_OBJPOOL:
	case PBY_MECHANISM_FPROBE_RETHOOK_OBJPOOL:
		return "retries of a compare-and-swap in its pool are counted nowhere (probity lab pool simulates them)";
	default:
		return NULL;
	}
}

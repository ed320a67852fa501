// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* sample.c: two looks at the run counts of all programs, with statistics on between them. */
#include "source/sample.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "model/probes.h"
#include "source/bpf/call.h"
#include "source/bpf/list.h"
#include "source/child.h"

enum { REGION = 64 << 20, QUIET_MS = 3000, STEP_NS = 50 * 1000 * 1000 };

/* What the child found. */
struct sample {
	struct pby_sightings before, after;
	double seconds;
	const char *why;	/* it failed */
	bool whole;
};

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static const char *refusal(struct pby_region *region, int code)
{
	if (code == EPERM)
		return "switching run statistics on needs CAP_SYS_ADMIN";
	if (code == EINVAL)
		return "this kernel cannot switch run statistics on for a while (before 5.8)";
	return pby_arena__printf(&region->arena, "run statistics: %s", strerror(code));
}

static void work(struct pby_region *region, void *arg)
{
	const double seconds = *(const double *)arg;
	struct sample *s = pby_arena__alloc(&region->arena, sizeof(*s));
	double start, end;
	int fd;

	region->result = s;
	if (!s)
		return;
	s->why = "switching run statistics on: no answer";
	pby_region__doing(region, "BPF_ENABLE_STATS");
	fd = pby_bpf__enable_stats();
	if (fd < 0) {
		s->why = refusal(region, -fd);
		return;
	}
	start = now();
	pby_bpf_list__programs(region, &s->before);
	end = start + seconds;
	while (now() < end) {
		nanosleep(&(struct timespec){ .tv_nsec = STEP_NS }, NULL);
		pby_region__step(region);
	}
	s->seconds = now() - start;
	pby_bpf_list__programs(region, &s->after);
	s->why = s->after.lists[PBY_LIST_PROGRAMS].why;
	s->whole = s->after.lists[PBY_LIST_PROGRAMS].read == PBY_YES;
	close(fd);
}

void pby_source__sample(double seconds, struct pby_probes *probes)
{
	const struct sample *s;
	struct pby_child child;
	struct pby_err err;

	if (pby_child__start(&child, REGION, work, &seconds, &err)) {
		probes->sample_why = pby_arena__strdup(&probes->arena, err.text);
		return;
	}
	pby_child__wait(&child, QUIET_MS);
	s = child.region->result;
	if (s && s->whole)
		pby_probes__sampled(probes, &s->before, &s->after, s->seconds);
	else
		probes->sample_why = pby_arena__strdup(&probes->arena,
						       s && s->why ? s->why : "the sample did not end");
	pby_child__free(&child);
}

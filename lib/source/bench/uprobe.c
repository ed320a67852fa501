// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* uprobe.c: a uprobe on a function of this program, in this process while it maps, and in many while one forks. */
#define _GNU_SOURCE
#include "source/bench/uprobe.h"

#include <errno.h>
#include <linux/bpf.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "source/bench/body.h"
#include "source/bench/forker.h"
#include "source/bench/mappers.h"
#include "source/bench/place.h"
#include "source/bench/session.h"
#include "source/bpf/make.h"
#include "source/child.h"
#include "source/perf_event.h"
#include "source/trial/target.h"

enum { MAX_PROCESSES = 1024 };

struct run {
	const struct pby_uprobe_job *job;
	struct pby_region *region;
	struct pby_uprobe_measured *m;
	const struct pby_bench_place *place;
	uint64_t offset;
};

static int refused(struct run *r, const char *step, int rc)
{
	struct pby_bench_outcome *o = &r->m->outcome;

	o->state = PBY_BENCH_REFUSED;
	o->error = -rc;
	snprintf(o->step, sizeof(o->step), "%s", step);
	return -1;
}

/* pid -1: in every process that maps this program. */
static int attach(struct run *r, pid_t pid, int prog_fd, int *fd)
{
	struct pby_perf_place place = { .path = "/proc/self/exe", .offset = r->offset, .pid = pid };
	const char *step = "attach the uprobe";

	*fd = pby_perf__uprobe(prog_fd, &place, false, &step);
	return *fd < 0 ? refused(r, step, *fd) : 0;
}

static int load(struct run *r, int *prog_fd)
{
	const struct pby_bpf_kind kind = { .prog_type = BPF_PROG_TYPE_KPROBE };
	const struct pby_bench_maps none = { -1, -1, 0 };

	*prog_fd = pby_bench_body__load(PBY_BENCH_EMPTY, &kind, &none);
	return *prog_fd < 0 ? refused(r, "load the program", *prog_fd) : 0;
}

static int fire_once(struct run *r, struct pby_firing *f, int prog_fd)
{
	struct pby_mappers_run base, probed;
	int fd, rc;

	rc = pby_bench_mappers__run(r->place->function, f->readers, f->writers, r->job->run_ns, &base);
	if (rc)
		return refused(r, "start threads", rc);
	if (attach(r, getpid(), prog_fd, &fd))
		return -1;
	rc = pby_bench_mappers__run(r->place->function, f->readers, f->writers, r->job->run_ns, &probed);
	close(fd);
	if (rc)
		return refused(r, "start threads", rc);
	f->base_per_s[f->nr] = base.calls_per_s;
	f->base_maps_per_s[f->nr] = base.maps_per_s;
	f->probed_per_s[f->nr] = probed.calls_per_s;
	f->probed_maps_per_s[f->nr] = probed.maps_per_s;
	f->nr++;
	return 0;
}

static void round_done(struct run *r)
{
	r->m->rounds_done++;
	pby_region__step(r->region);
}

static int fire_all(struct run *r, int prog_fd)
{
	for (uint32_t i = 0; i < r->job->nr_readers; i++) {
		for (uint32_t k = 0; k < r->job->nr_writers; k++) {
			struct pby_firing *f = &r->m->firing[r->m->nr_firing];

			f->readers = r->job->readers[i];
			f->writers = r->job->writers[k];
			for (uint32_t n = 0; n < r->job->rounds; n++) {
				if (fire_once(r, f, prog_fd))
					return -1;
				round_done(r);
			}
			r->m->nr_firing++;
		}
	}
	return 0;
}

/* Each maps this program, does nothing, and dies with its parent. */
static int start_processes(pid_t *pids, uint32_t nr)
{
	pid_t me = getpid();

	for (uint32_t i = 0; i < nr; i++) {
		pids[i] = fork();
		if (pids[i] < 0) {
			int rc = -errno;

			pids[i] = 0;
			return rc;
		}
		if (!pids[i]) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			while (getppid() == me)
				pause();
			_exit(0);
		}
	}
	return 0;
}

static void stop_processes(const pid_t *pids, uint32_t nr)
{
	for (uint32_t i = 0; i < nr && pids[i] > 0; i++)
		kill(pids[i], SIGKILL);
	for (uint32_t i = 0; i < nr && pids[i] > 0; i++)
		while (waitpid(pids[i], NULL, 0) < 0 && errno == EINTR)
			;
}

static int register_once(struct run *r, struct pby_registration *g, const struct pby_forker *forker, int prog_fd)
{
	double begin, registered, end;
	int fd;

	begin = pby_clock__ns();
	if (attach(r, -1, prog_fd, &fd))
		return -1;
	registered = pby_clock__ns();
	close(fd);
	end = pby_clock__ns();
	g->register_ns[g->nr] = registered - begin;
	g->unregister_ns[g->nr] = end - registered;
	/* A fork that it held up ends right after it. */
	usleep(5000);
	g->fork_ns[g->nr] = pby_forker__longest(forker, begin, end);
	g->fork_idle_ns[g->nr] = pby_forker__longest(forker, begin - (end - begin), begin);
	g->nr++;
	return 0;
}

static int register_beside(struct run *r, struct pby_registration *g, int prog_fd)
{
	static pid_t pids[MAX_PROCESSES];
	struct pby_forker forker;
	int rc = start_processes(pids, g->processes), forks = rc ? rc : pby_forker__start(&forker);

	if (rc)
		refused(r, "start processes", rc);
	else if (forks)
		rc = refused(r, "start a process that forks", forks);
	for (uint32_t n = 0; !rc && n < r->job->rounds; n++) {
		/* Time for some forks before, to compare with. */
		usleep(50000);
		rc = register_once(r, g, &forker, prog_fd);
		round_done(r);
	}
	if (!forks)
		pby_forker__stop(&forker);
	stop_processes(pids, g->processes);
	return rc;
}

static int register_all(struct run *r, int prog_fd)
{
	for (uint32_t i = 0; i < r->job->nr_processes; i++) {
		struct pby_registration *g = &r->m->registration[r->m->nr_registration];

		g->processes = r->job->processes[i] < MAX_PROCESSES ? r->job->processes[i] : MAX_PROCESSES;
		if (register_beside(r, g, prog_fd))
			return -1;
		r->m->nr_registration++;
	}
	return 0;
}

static void measure(struct pby_region *region, void *arg)
{
	struct run r = { .job = arg, .region = region, .m = pby_bench_session__begin(region, sizeof(*r.m)) };
	int prog_fd;

	if (!r.m)
		return;
	r.place = pby_bench_place__find("push");
	if (!r.place)
		r.place = pby_bench_place__find("nop");
	r.offset = r.place ? pby_target__offset_of((const void *)r.place->function) : 0;
	if (!r.offset) {
		r.m->outcome.state = PBY_BENCH_MISSING;
		snprintf(r.m->outcome.why, sizeof(r.m->outcome.why), "no function to probe on this architecture");
		return;
	}
	snprintf(r.m->outcome.at, sizeof(r.m->outcome.at), "%s", r.place->name);
	pby_region__doing(region, "load the program");
	if (load(&r, &prog_fd))
		return;
	pby_region__doing(region, "measure firing");
	if (fire_all(&r, prog_fd))
		return;
	pby_region__doing(region, "measure registration");
	if (!register_all(&r, prog_fd))
		r.m->outcome.state = PBY_BENCH_DONE;
}

int pby_source__bench_uprobe(const struct pby_uprobe_job *job, const struct pby_bench_watch *watch,
			     struct pby_uprobe_measured *m, struct pby_err *err)
{
	struct pby_uprobe_job copy = *job;

	return pby_bench_session__measure(&(struct pby_bench_measuring){ .work = measure, .job = &copy, .watch = watch,
			.measured = m, .size = sizeof(*m), .outcome = &m->outcome }, err);
}

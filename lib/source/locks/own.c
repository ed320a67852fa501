// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* own.c: asks the kernel for what programs, maps and processes of ours have taken. */
#define _GNU_SOURCE
#include "source/locks/own.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <sys/resource.h>

#include "base/text.h"
#include "source/locks/hooks.h"

/* Runs and their time are counted only while kernel.bpf_stats_enabled is 1, which is not ours to change. */
static void add_program(struct pby_contention_own *own, const struct bpf_program *p)
{
	struct bpf_prog_info info = { 0 };
	uint32_t size = sizeof(info);

	if (bpf_program__fd(p) < 0 || bpf_obj_get_info_by_fd(bpf_program__fd(p), &info, &size))
		return;
	own->runs += info.run_cnt;
	own->programs_ns += info.run_time_ns;
}

/* What the kernel charges for a map: "memlock:" of its descriptor. Before 6.4 an estimate of the kernel's own. */
static uint64_t map_bytes(int fd)
{
	char path[64], line[128];
	uint64_t bytes = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f)) {
		struct pby_text t = pby_text__str(line);

		if (!pby_text__eat(&t, "memlock:"))
			continue;
		pby_text__skip_blanks(&t);
		pby_text__u64(&t, &bytes);
	}
	if (f)
		fclose(f);
	return bytes;
}

static void add_process(struct pby_contention_own *own)
{
	struct rusage u;

	if (getrusage(RUSAGE_SELF, &u))
		return;
	own->process_ns += ((uint64_t)u.ru_utime.tv_sec + (uint64_t)u.ru_stime.tv_sec) * 1000000000u +
		((uint64_t)u.ru_utime.tv_usec + (uint64_t)u.ru_stime.tv_usec) * 1000u;
	own->process_bytes += (uint64_t)u.ru_maxrss * 1024;
}

void pby_locks_own__take(struct pby_contention_own *own, const struct pby_locks_hooks *hooks)
{
	struct bpf_program *p;
	struct bpf_map *m;

	*own = (struct pby_contention_own){ .known = true };
	bpf_object__for_each_program(p, hooks->object)
		add_program(own, p);
	own->programs = own->runs ? PBY_OWN_MEASURED : PBY_OWN_UNKNOWN;
	bpf_object__for_each_map(m, hooks->object)
		if (bpf_map__autocreate(m) && bpf_map__fd(m) >= 0)
			own->maps_bytes += map_bytes(bpf_map__fd(m));
	add_process(own);
}

void pby_locks_own__add_process(struct pby_contention_own *own)
{
	if (own->known)
		add_process(own);
}

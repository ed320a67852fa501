// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * probes.h: every probe attached on the machine: target, kind, owners, state, counts.
 *
 *	kprobe     vfs_read+0x0    prog 12 "on_read"  link 7  agent (pid 412, container 9f86d0...)  ftrace
 *	kretprobe  hrtimer_nanosleep          missed 270                                            ftrace
 *	uprobe     /usr/bin/bash:0x3a2b0      prog 15         bpftrace (pid 901)
 */
#ifndef PBY_PROBES_H
#define PBY_PROBES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "model/fact.h"
#include "model/sighting.h"

struct pby_kernel;

enum pby_probe_kind {
#define PROBE_KIND(id, name, family) PBY_KIND_##id,
#include "model/probe_kinds.def"
#undef PROBE_KIND
	PBY_NR_PROBE_KINDS
};

/* Kinds that the same lists show. */
enum pby_probe_family { PBY_FAMILY_KPROBE, PBY_FAMILY_FPROBE, PBY_FAMILY_TRAMPOLINE,
			PBY_FAMILY_TRACEPOINT, PBY_FAMILY_UPROBE, PBY_FAMILY_FTRACE,
			PBY_FAMILY_OTHER };

/* What the kernel made of a probe; bits. 0: no list told. */
enum {
	PBY_STATE_INT3		= 1,	/* kprobe by breakpoint: one trap a hit */
	PBY_STATE_OPTIMISED	= 2,	/* kprobe by jump */
	PBY_STATE_FTRACE	= 4,	/* kprobe on a function's ftrace call site */
	PBY_STATE_DISABLED	= 8,
	PBY_STATE_GONE		= 16,	/* its module went away */
	PBY_STATE_DEFINED	= 32,	/* tracefs event that no tracer switched on */
	PBY_STATE_ENABLED	= 64,	/* tracefs event that is switched on */
};

struct pby_program {
	uint32_t id;
	uint32_t type;
	const char *type_name;		/* "kprobe", "sched_cls": as bpftool names it */
	const char *name;
	uint8_t tag[8];
	uint64_t loaded_ns;		/* since boot */
	uint32_t uid;
	uint32_t jited_len;
	uint64_t jited_at;		/* address of its code; 0 not told */
	struct pby_count run_cnt, run_time_ns, recursion_misses;
	struct pby_count runs_per_s, ns_per_run;	/* of a sample; see pby_probes__sampled() */
	uint32_t nr_probes;		/* that run it */
	PBY_VEC(uint32_t) processes;	/* that hold a descriptor of the program itself */
	PBY_VEC(const char *) pins;
	PBY_VEC(uint32_t) maps;		/* indexes into pby_probes.maps */
};

struct pby_owner {
	pid_t pid;
	const char *comm;		/* any bytes */
	const char *cgroup;		/* NULL: not known, cgroup_why says why */
	const char *cgroup_why;
	const char *container;		/* id, or NULL: none seen */
	const char *runtime;		/* "docker", "cri-containerd"; NULL with container */
	uint64_t pid_ns;		/* 0 not known */
};

struct pby_probe {
	enum pby_probe_kind kind;
	const char *target;	/* function, tracepoint, file, cgroup ...; NULL: see target_why */
	const char *target_why;	/* why the target is not known */
	const char *module;	/* of the target; NULL the kernel itself */
	uint64_t offset;	/* into the function or file */
	uint64_t addr;		/* 0 not known */
	uint32_t nr_places;	/* multi: functions or offsets of one attachment; else 1 */
	uint32_t nr_known;	/* of those, how many are in places */
	const uint64_t *places;	/* addresses or file offsets */
	const char *usdt;	/* "provider:name" when the offset is one; else NULL */
	const char *event;	/* "kprobes/name": defined through tracefs; else NULL */
	const char *callback;	/* ftrace: the function that is called; else NULL */
	uint32_t maxactive;	/* return probe through tracefs: size of its pool; 0 not known */
	uint32_t prog;		/* index into programs, or UINT32_MAX */
	uint32_t link_id;	/* 0 none, or not known which */
	uint32_t link_type;	/* of link_id */
	const char *link_name;	/* "perf_event", "kprobe_multi": bpftool's word; NULL without link */
	PBY_VEC(uint32_t) owners;	/* indexes into owners of struct pby_probes */
	PBY_VEC(const char *) pins;
	uint32_t state;
	struct pby_count missed;	/* events lost at the probe itself */
	struct pby_count hits;		/* tracefs events */
	uint64_t seen_by;		/* 1 << enum pby_probe_list */
};

struct pby_lru_map {
	uint32_t id, max_entries;
	const char *name;
	struct pby_count entries;
};

/* A file that uprobes are in, as this path shows it from here. */
struct pby_probed_file {
	const char *path;
	enum pby_tri go;	/* built by Go */
	const char *why;	/* go MAYBE: why not known */
};

/* Owned by the caller; everything in it lives in its arena. Probes are in a stable order. */
struct pby_probes {
	struct pby_arena arena;
	struct pby_listing lists[PBY_NR_PROBE_LISTS];
	PBY_VEC(struct pby_probe) probes;
	PBY_VEC(struct pby_program) programs;
	PBY_VEC(struct pby_owner) owners;
	PBY_VEC(struct pby_lru_map) maps;
	PBY_VEC(struct pby_probed_file) files;
	PBY_VEC(uint32_t) stats_holders;	/* owners that keep run statistics on */
	bool own_pid_namespace;
	double sampled_s;	/* length of the sample; 0 none was taken */
	bool stuck;		/* a list never answered: something on the machine is stuck */
	const char *sample_why;	/* one was asked for and not taken: why; else NULL */
};

/*
 * Joins what the lists saw. Needs the kernel for names of BTF ids and addresses and to know
 * which counts it keeps at all. Copies what it keeps. 0 or -ENOMEM.
 */
int pby_probes__build(struct pby_probes *probes, const struct pby_sightings *seen,
		      struct pby_kernel *kernel);
void pby_probes__free(struct pby_probes *probes);

/*
 * Were all lists read that would show a probe of this family? YES: what is not in probes is
 * not attached. Else MAYBE, and the text names what could not be read and why.
 */
struct pby_fact pby_probes__complete(const struct pby_probes *probes, struct pby_kernel *kernel,
				     enum pby_probe_family family);

/*
 * Takes in a sample: the programs before and after, seconds apart, with run statistics on. Sets
 * run_cnt, run_time_ns, runs_per_s and ns_per_run of those that were there all the time.
 */
void pby_probes__sampled(struct pby_probes *probes, const struct pby_sightings *before,
			 const struct pby_sightings *after, double seconds);

/* "agent (pid 412)", "pinned at /sys/fs/bpf/x", "nobody seen": who keeps it, in short. */
const char *pby_probe__whose(const struct pby_probes *probes, const struct pby_probe *probe,
			     struct pby_arena *arena);

/* The program that a probe runs, or NULL. */
const struct pby_program *pby_probes__program(const struct pby_probes *probes,
					      const struct pby_probe *probe);

/* "vfs_read+0x4", "ext4:ext4_sync_fs", "/usr/bin/bash:0x3a2b0", "sched:sched_switch",
 * "120 functions (vfs_read, ...)"; never NULL. */
const char *pby_probe__where(const struct pby_probe *probe, struct pby_arena *arena);

const char *pby_probe_kind__name(enum pby_probe_kind kind);
enum pby_probe_kind pby_probe_kind__parse(const char *name);	/* PBY_NR_PROBE_KINDS: none */
enum pby_probe_family pby_probe_kind__family(enum pby_probe_kind kind);
bool pby_probe_kind__returns(enum pby_probe_kind kind);		/* watches the function's return */
/* "ftrace", "int3", "optimised", "disabled", "gone", "defined", "enabled": name of one bit. */
const char *pby_probe_state__name(uint32_t bit);

#endif

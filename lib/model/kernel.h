// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kernel.h: what this kernel is: types, symbols, configuration and settings, each fact three-valued. */
#ifndef PBY_KERNEL_H
#define PBY_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "model/fact.h"
#include "model/symbols.h"
#include "model/types.h"

/* A source of facts as a whole: was it read, where, and if not, why not. */
struct pby_domain {
	enum pby_tri read;	/* MAYBE: not tried; NO: tried in vain */
	const char *where;	/* "/sys/kernel/btf/vmlinux"; never NULL once read */
	const char *why;	/* for NO and MAYBE: a sentence */
};

/* One named value read from one small file: sysctls, debugfs switches, lockdown. */
struct pby_setting {
	const char *key;	/* "kernel.ftrace_enabled" */
	enum pby_tri read;
	const char *text;	/* content without the newline; "" unless read */
	const char *where;
	const char *why;
	int error;		/* errno when it could not be read, 0 when it was or nothing told */
};

/* What a harmless experiment said; only check --probe makes any. */
struct pby_experiment {
	const char *key;	/* "seccomp.uretprobe" */
	enum pby_tri value;
	const char *text;	/* what was done and seen, or, for MAYBE, why it could not be */
};

struct pby_version {
	uint32_t major, minor, patch;
	bool exact;	/* patch is the upstream stable number, not a distribution's "6.1.0-56" */
	bool mixed;	/* a vendor that moves features between releases ("5.14.0-427.el9"): comparing says nothing */
};

/*
 * Owned by the caller; zeroed memory is a kernel of which nothing is known.
 * Sources fill it through the pby_kernel__take_* functions; rules only ask.
 */
struct pby_kernel {
	struct pby_arena arena;
	const char *release;	/* uname -r, or "" */
	const char *version;	/* uname -v, or "" */
	const char *machine;	/* "x86_64", or "" */
	bool running;		/* the kernel that runs (here or where the snapshot was taken) */
	struct pby_domain btf, symbols, config;
	struct pby_types types;
	struct pby_symbols syms;
	struct pby_buf symbol_text;	/* what syms points into */
	bool symbols_have_data;	/* KALLSYMS_ALL or a full symtab: absence of a data symbol counts */
	struct pby_map options;	/* CONFIG_X -> index into option_values */
	PBY_VEC(const char *) option_values;
	PBY_VEC(struct pby_setting) settings;
	PBY_VEC(struct pby_experiment) experiments;
	uint32_t nr_possible_cpus;	/* 0 unknown */
};

void pby_kernel__free(struct pby_kernel *kernel);

/*
 * Questions. Each gives a fact whose text says what was looked for and found,
 * or why it could not be looked at. They never fail.
 */

/* Is there a struct or union of this name (with a body)? */
struct pby_fact pby_kernel__composite(struct pby_kernel *k, const char *name);
/* Has the struct this member? path may go through members: "perf_event.kprobe.missed". */
struct pby_fact pby_kernel__member(struct pby_kernel *k, const char *composite, const char *path);
/* Has the member this type (name without const and pointers: "list_head", "seqcount_t")? */
struct pby_fact pby_kernel__member_is(struct pby_kernel *k, const char *composite,
				      const char *path, const char *type_name);
/* Is there an enumerator of this name? (It shows the user interface only, not the feature.) */
struct pby_fact pby_kernel__enumerator(struct pby_kernel *k, const char *name);
/* Is there an out-of-line function of this very name: by kallsyms, else by BTF FUNC? */
struct pby_fact pby_kernel__function(struct pby_kernel *k, const char *name);
/* Has BTF a FUNC of this name (what fentry needs)? */
struct pby_fact pby_kernel__btf_function(struct pby_kernel *k, const char *name);
/* Is there a static data symbol of this very name? Absence counts only with KALLSYMS_ALL. */
struct pby_fact pby_kernel__data_symbol(struct pby_kernel *k, const char *name);
/*
 * Is CONFIG_X set to y or m? option with its prefix: "CONFIG_FPROBE". Of a kernel that does not
 * run and of which nothing but the configuration is known, this is INFERRED: nothing shows that
 * it was built so.
 */
struct pby_fact pby_kernel__config(struct pby_kernel *k, const char *option);
/* Is the setting's text this value? */
struct pby_fact pby_kernel__setting_is(struct pby_kernel *k, const char *key, const char *value);
/* Was the setting read at all? The text is "KEY is VALUE". */
struct pby_fact pby_kernel__setting(struct pby_kernel *k, const char *key);
/* Did reading it fail with this errno? That can say more than a value. MAYBE when it was not tried. */
struct pby_fact pby_kernel__setting_failed(struct pby_kernel *k, const char *key, int error);
/* The setting's text, or NULL when it was not read. */
const char *pby_kernel__setting_text(const struct pby_kernel *k, const char *key);
/* What an experiment said: PROBED, MAYBE when it was not made or failed. */
struct pby_fact pby_kernel__experiment(struct pby_kernel *k, const char *key);
/* How many CPUs may this machine have? YES with the number, or MAYBE. */
struct pby_fact pby_kernel__possible_cpus(struct pby_kernel *k, uint32_t *nr);
/* Version from the release string: the last resort; strength INFERRED. MAYBE when unparsable. */
struct pby_fact pby_kernel__version(struct pby_kernel *k, struct pby_version *version);
/* Is the version at least major.minor? INFERRED; MAYBE for vendors that mix releases. */
struct pby_fact pby_kernel__since(struct pby_kernel *k, uint32_t major, uint32_t minor);

/* Was it built for x86-64: by uname, else by its system call functions? */
struct pby_fact pby_kernel__x86_64(struct pby_kernel *k);

/* A fact that joins others: NO if one is no, else MAYBE if one is unknown, else YES. */
struct pby_fact pby_kernel__all(struct pby_kernel *k, const struct pby_fact *facts, int nr);

/* Filling. Strings are copied. */
void pby_kernel__set_release(struct pby_kernel *k, const char *release, const char *version,
			     const char *machine);
/* Takes over btf. 0 or -errno. */
int pby_kernel__take_btf(struct pby_kernel *k, struct btf *btf, const char *where);
/* Takes over text, in the format of /proc/kallsyms or System.map; parses it. 0 or -errno. */
int pby_kernel__take_symbols(struct pby_kernel *k, struct pby_buf *text, const char *where);
/*
 * Parses a .config; the text is not kept. Its header ("# Linux/x86 6.1.192 Kernel Configuration")
 * gives release and machine where nothing else has.
 */
int pby_kernel__take_config(struct pby_kernel *k, struct pby_text text, const char *where);
void pby_kernel__add_setting(struct pby_kernel *k, const struct pby_setting *setting);
void pby_kernel__add_experiment(struct pby_kernel *k, const struct pby_experiment *experiment);
/* Says that a domain could not be read. */
void pby_kernel__domain_failed(struct pby_kernel *k, struct pby_domain *domain, const char *where,
			       const char *why);

#endif

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* gather.c: the wiring of sources and models. */
#include "gather.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/json.h"
#include "base/root.h"
#include "model/kernel.h"
#include "model/probes.h"
#include "model/sickness.h"
#include "source/capture/captured.h"
#include "source/kernel_files.h"
#include "source/probe_lists.h"
#include "source/sample.h"
#include "source/sickness.h"
#include "source/trial/seccomp.h"
#include "source/trials.h"

static int from_files(const struct pby_gather *what, struct pby_kernel *k, struct pby_err *err)
{
	int rc = 0;

	if (what->kernel)
		rc = pby_source__image(what->kernel, k, err);
	if (!rc && what->kallsyms)
		rc = pby_source__kallsyms_file(what->kallsyms, k, err);
	if (!rc && what->config)
		rc = pby_source__kconfig_file(what->config, k, err);
	return rc;
}

bool pby_gather__is_machine(const struct pby_gather *what)
{
	return !what->kernel && !what->config && !what->kallsyms;
}

/*
 * Seen on 6.1: a kprobe that ftrace could not disarm after it gave up stays in the kernel's table when
 * its owner frees it, and reading kprobes/list then is an oops.
 */
static const char *kprobes_broken(struct pby_kernel *k)
{
	struct pby_fact dead = pby_kernel__setting_failed(k, "kernel.ftrace_enabled", ENODEV);

	return pby_fact__yes(dead) ? "not read: ftrace has given up on this machine, and the list may hold freed memory"
				   : NULL;
}

/*
 * The children of lists, if it is not NULL, ask while the parent parses. hangs: why less is asked, or NULL.
 */
static void look(const struct pby_root *root, struct pby_kernel *k, struct pby_probe_lists *lists,
		 const char *hangs)
{
	struct pby_avoid avoid = { .locks = hangs };

	pby_source__identity(root, k);
	pby_source__settings(root, k, hangs);
	avoid.kprobes = kprobes_broken(k);
	if (lists)
		pby_probe_lists__start(lists, root, &avoid);
	pby_source__btf(root, k);
	pby_source__kallsyms(root, k);
	pby_source__kconfig(root, k);
	if (!lists)
		return;
	pby_probe_lists__finish(lists);
	pby_probe_lists__name_functions(lists, k);
	if (!root->live)
		return;
	pby_probe_lists__read_memory(lists, k);
	pby_probe_lists__look_into_files(lists);
}

int pby_gather__machine(const struct pby_gather *what, struct pby_kernel *k,
			struct pby_probes *probes, struct pby_sickness *sickness,
			struct pby_err *err)
{
	struct pby_probe_lists lists = { 0 };
	const char *hangs = NULL;
	struct pby_root root;
	int rc;

	if (!pby_gather__is_machine(what))
		return from_files(what, k, err);
	rc = pby_root__open(&root, what->root, err);
	if (rc)
		return rc;
	/* First, because where something hangs already less is asked. */
	if (sickness) {
		pby_source__sickness(&root, sickness);
		hangs = pby_sickness__hangs(sickness, &k->arena);
	}
	look(&root, k, probes ? &lists : NULL, hangs);
	if (probes) {
		rc = pby_probes__build(probes, &lists.seen, k);
		probes->stuck = lists.stuck;
		if (rc)
			pby_err__set(err, -rc, "no memory for the probes of this machine");
		pby_probe_lists__free(&lists);
	}
	pby_root__close(&root);
	return rc;
}

static void keep_json(const struct pby_root *root, const char *path, struct json_object *o)
{
	char *text = pby_json__text(o);

	if (text)
		pby_root__keep(root, path, pby_text__str(text));
	free(text);
	json_object_put(o);
}

/* Types of modules: only names of functions in them are looked up there. */
static void keep_modules(const struct pby_root *root)
{
	static const char folder[] = "/sys/kernel/btf";
	enum { MAX_BTF = 64 << 20 };
	struct pby_arena arena = { 0 };
	struct pby_names list;

	if (!pby_root__list(root, folder, &arena, &list, NULL))
		for (uint32_t i = 0; i < list.names.nr; i++) {
			PBY_AUTO_BUF text = { 0 };

			pby_root__read(root, pby_arena__printf(&arena, "%s/%s", folder, list.names.items[i]),
				       MAX_BTF, &text, NULL);
		}
	pby_arena__free(&arena);
}

int pby_gather__snapshot(bool modules, bool addresses, struct pby_recorder *recorder, struct pby_err *err)
{
	struct pby_probe_lists lists = { 0 };
	struct pby_sickness sickness = { 0 };
	struct pby_kernel kernel = { 0 };
	struct pby_root root, plain;
	int rc = pby_root__open(&root, NULL, err);

	if (rc)
		return rc;
	plain = root;
	root.recorder = recorder;
	/* Its first look reads files of every task: what came of it is kept, not the files. */
	pby_source__sickness(&plain, &sickness);
	look(&root, &kernel, &lists, pby_sickness__hangs(&sickness, &kernel.arena));
	keep_json(&root, PBY_CAPTURED_PROBES, pby_captured__probes(&lists.seen, addresses));
	keep_json(&root, PBY_CAPTURED_TASKS, pby_captured__tasks(&sickness));
	if (modules)
		keep_modules(&root);
	pby_sickness__free(&sickness);
	pby_probe_lists__free(&lists);
	pby_kernel__free(&kernel);
	pby_root__close(&root);
	return 0;
}

void pby_gather__sample(double seconds, const struct pby_sickness *sickness, struct pby_probes *probes)
{
	probes->sample_why = pby_sickness__hangs(sickness, &probes->arena);
	if (!probes->sample_why && probes->stuck)
		probes->sample_why = "not switched on: a list of probes did not answer, something here is stuck";
	if (!probes->sample_why)
		pby_source__sample(seconds, probes);
}

bool pby_gather__elsewhere(const struct pby_gather *what)
{
	return what->root || what->kernel || what->config || what->kallsyms;
}

void pby_gather__experiments(struct pby_kernel *kernel)
{
	pby_source__seccomp_trial(kernel);
}

void pby_gather__trials(struct pby_kernel *kernel, struct pby_attach_points *points)
{
	pby_source__trials(kernel, points);
}

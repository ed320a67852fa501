// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* gather.c: the wiring of sources and models. */
#include "gather.h"

#include "base/err.h"
#include "base/root.h"
#include "model/kernel.h"
#include "model/probes.h"
#include "model/sickness.h"
#include "source/kernel_files.h"
#include "source/probe_lists.h"
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
	/* The children ask while the parent parses. */
	if (probes)
		pby_probe_lists__start(&lists, &root, hangs);
	pby_source__identity(&root, k);
	pby_source__settings(&root, k, hangs);
	pby_source__btf(&root, k);
	pby_source__kallsyms(&root, k);
	pby_source__kconfig(&root, k);
	if (probes) {
		pby_probe_lists__finish(&lists);
		pby_probe_lists__name_functions(&lists, k);
		if (root.live)
			pby_probe_lists__read_memory(&lists, k);
		rc = pby_probes__build(probes, &lists.seen, k);
		if (rc)
			pby_err__set(err, -rc, "no memory for the probes of this machine");
		pby_probe_lists__free(&lists);
	}
	pby_root__close(&root);
	return rc;
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

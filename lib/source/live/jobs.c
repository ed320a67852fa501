// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* jobs.c: the table of questions, and the worker that reads BTF and symbols for itself. */
#include "source/live/jobs.h"

#include <stdlib.h>
#include <string.h>

#include "base/root.h"
#include "base/text.h"
#include "model/kernel.h"
#include "source/kernel_files.h"
#include "source/live/kmemory.h"
#include "source/live/procstack.h"

/* CONFIG_HZ when the configuration is known; ages of rw_semaphore waiters need it. */
static uint32_t hz_of(const struct pby_kernel *k)
{
	uint32_t i = pby_map__get(&k->options, "CONFIG_HZ", strlen("CONFIG_HZ"));
	struct pby_text t;
	uint64_t hz;

	if (i == PBY_MAP_NONE)
		return 0;
	t = pby_text__str(k->option_values.items[i]);
	return pby_text__u64(&t, &hz) && hz <= 10000 ? (uint32_t)hz : 0;
}

/* Read by the worker, once: the asking process stays small, and none of this can hold it up. */
static struct pby_kernel *kernel_of(void **mine, struct pby_region *region)
{
	struct pby_kernel *k = *mine;
	struct pby_root root;

	if (k)
		return k;
	k = calloc(1, sizeof(*k));
	if (!k || pby_root__open(&root, NULL, NULL)) {
		free(k);
		return NULL;
	}
	pby_region__doing(region, "BTF");
	pby_source__identity(&root, k);
	pby_source__btf(&root, k);
	pby_region__doing(region, "kallsyms");
	pby_source__kallsyms(&root, k);
	pby_source__kconfig(&root, k);
	pby_root__close(&root);
	*mine = k;
	return k;
}

static void ask_memory(struct pby_region *region, void *question, void **mine)
{
	const struct pby_kernel *k = kernel_of(mine, region);
	struct pby_live_question q = { .kernel = k };

	(void)question;
	if (!k)
		return;
	q.hz = hz_of(k);
	pby_live_memory__collect(region, &q);
}

static void ask_tasks(struct pby_region *region, void *question, void **mine)
{
	(void)mine;
	pby_proc_tasks__collect(region, question);
}

static const struct pby_job jobs[PBY_LIVE_JOB_NR] = {
	[PBY_LIVE_JOB_MEMORY] = { "kernel memory", ask_memory, NULL },
	[PBY_LIVE_JOB_TASKS] = { "/proc stacks", ask_tasks, NULL },
};

const struct pby_jobs pby_live_jobs = { jobs, PBY_LIVE_JOB_NR };

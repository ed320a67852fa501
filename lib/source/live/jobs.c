// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* jobs.c: the table of questions, and the worker that reads BTF and symbols for itself. */
#include "source/live/jobs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/root.h"
#include "base/text.h"
#include "model/kernel.h"
#include "source/kernel_files.h"
#include "source/live/kmemory.h"
#include "source/live/kmsg.h"
#include "source/live/krunning.h"
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

/* What the worker that reads memory keeps from look to look. */
struct memory {
	struct pby_kernel kernel;
	struct pby_kview view;
	struct pby_live_question question;
	struct pby_live_memory opened;	/* what opening said */
};

/* BTF and symbols are read here, once: the asking process stays small, and none of this can hold it up. */
static struct memory *open_memory(struct pby_region *region)
{
	struct memory *m = calloc(1, sizeof(*m));
	struct pby_root root;
	struct pby_err err = { "" };

	if (!m || pby_root__open(&root, NULL, NULL)) {
		free(m);
		return NULL;
	}
	pby_region__doing(region, "BTF");
	pby_source__identity(&root, &m->kernel);
	pby_source__btf(&root, &m->kernel);
	pby_region__doing(region, "kallsyms");
	pby_source__kallsyms(&root, &m->kernel);
	pby_source__kconfig(&root, &m->kernel);
	pby_root__close(&root);
	m->question = (struct pby_live_question){ .kernel = &m->kernel, .hz = hz_of(&m->kernel) };
	m->view.mem.fd = -1;
	pby_region__doing(region, "/proc/kcore");
	m->opened.error = -pby_live_memory__open(&m->view, &m->question, &m->opened, &err);
	if (m->opened.error)
		snprintf(m->opened.why, sizeof(m->opened.why), "%.255s", err.text);
	return m;
}

static void watch_running(struct memory *m, const struct pby_running_question *q, struct pby_live_memory *out,
			  struct pby_region *region)
{
	if (q->perf)
		pby_kperf__sample(&m->view, q, out, region);
	else
		pby_krunning__watch(&m->view, &m->kernel.types, q, out, region);
	out->done = true;
}

static void ask_memory(struct pby_region *region, void *question, void **mine)
{
	struct pby_live_memory *out = pby_arena__alloc(&region->arena, sizeof(*out));
	struct memory *m = *mine ? *mine : open_memory(region);
	const struct pby_running_question *running = question;
	struct pby_err err = { "" };

	*mine = m;
	if (!m || !out)
		return;
	*out = m->opened;
	region->result = out;
	pby_region__doing(region, "/proc/kcore");
	if (!out->error && running->ms) {
		watch_running(m, running, out, region);
		return;
	}
	/* Those of the last look stay: who runs is looked for among them. */
	pby_ktasks__free(&m->view.tasks);
	if (!out->error)
		out->error = -pby_live_memory__look(&m->view, &m->question, out, region, &err);
	if (out->error && !*out->why)
		snprintf(out->why, sizeof(out->why), "%.255s", err.text);
}

static void ask_tasks(struct pby_region *region, void *question, void **mine)
{
	(void)mine;
	pby_proc_tasks__collect(region, question);
}

static const struct pby_job jobs[PBY_LIVE_JOB_NR] = {
	[PBY_LIVE_JOB_MEMORY] = { "kernel memory", ask_memory, NULL },
	[PBY_LIVE_JOB_TASKS] = { "/proc stacks", ask_tasks, NULL },
	[PBY_LIVE_JOB_LOG] = { "sysrq", pby_kmsg__press, NULL },
	[PBY_LIVE_JOB_CONSOLE] = { "console level", pby_console__set, pby_console__leave },
};

const struct pby_jobs pby_live_jobs = { jobs, PBY_LIVE_JOB_NR };

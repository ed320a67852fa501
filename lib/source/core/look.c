// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* look.c: reads a core as the live look reads this machine's memory, and says what could not be had. */
#include "source/core/look.h"

#include "model/kernel.h"
#include "source/live/assembly.h"
#include "source/live/kmemory.h"

static int needs(const struct pby_domain *domain, const char *what, const char *remedy, struct pby_err *err)
{
	if (domain->read == PBY_YES)
		return 0;
	return pby_err__set(err, ENODATA, "no %s in the core (%s); %s", what, domain->why ? domain->why : "none",
			    remedy);
}

/* A file stands still and blocks nobody: no child is needed. */
static int read_memory(struct pby_assembly *all, const struct pby_core *core, const struct pby_kernel *kernel,
		       struct pby_err *err)
{
	struct pby_live_question q = { kernel, 0, &core->mem };
	struct pby_region region = { 0 };
	const struct pby_live_memory *m;
	int rc = 0;

	pby_live_memory__collect(&region, &q);
	m = region.result;
	if (!m || *m->why || region.arena.failed) {
		rc = pby_err__set(err, m && *m->why ? ENODATA : ENOMEM, "%s: %s", core->path,
				  m && *m->why ? m->why : "no memory for its tasks");
	} else {
		pby_assembly__memory(all, m);
		pby_assembly__source(all, "core", true, pby_arena__printf(all->arena,
				     "%s: %u threads, %u contended locks%s", core->path, m->tasks.nr, m->locks.nr,
				     m->cut || m->nr_bad ? "; its list of tasks is damaged: some are missing" : ""));
		pby_assembly__source(all, "core stacks", m->nr_stacks, pby_arena__printf(all->arena, "%u stacks%s%s",
				     m->nr_stacks, *m->why_no_stacks ? ": " : "", m->why_no_stacks));
		all->live->nr_looked_at = m->tasks.nr;
		all->live->dump.whole = m->nr_stacks && !m->cut && !m->nr_bad;
		all->live->dump.blind = !m->nr_stacks && !m->locks.nr;
		all->live->dump.scope = pby_arena__printf(all->arena, "%u tasks looked at", m->tasks.nr);
	}
	pby_arena__free(&region.arena);
	return rc;
}

int pby_core__look(struct pby_live *live, const struct pby_core *core, const struct pby_kernel *kernel,
		   struct pby_err *err)
{
	struct pby_assembly all;
	int rc;

	rc = needs(&kernel->btf, "types", "--kernel FILE gives them (vmlinux, or raw BTF of that kernel)", err);
	if (!rc)
		rc = needs(&kernel->symbols, "symbols", "--kallsyms FILE gives them, saved in that boot", err);
	if (!rc)
		rc = pby_assembly__start(&all, live, err);
	if (rc)
		return rc;
	live->dump.kernel = pby_arena__strdup(all.arena, kernel->release);
	rc = read_memory(&all, core, kernel, err);
	pby_assembly__end(&all);
	if (!rc && !live->dump.tasks.nr)
		rc = pby_err__set(err, ENODATA, "%s: shows no task", core->path);
	return rc;
}

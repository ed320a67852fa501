// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* worker.c: the answering side of a child pool. */
#define _GNU_SOURCE
#include "source/worker.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "source/pin.h"

/* Kept from one question to the next, for each kind of work. */
enum { MAX_JOBS = 16 };

/* Items are filled from zeroed memory: what the last answer used is zeroed again. */
static void clean(struct pby_worker_page *page, size_t size)
{
	struct pby_region *region = &page->region;
	char *start = (char *)(page + 1);

	if (region->arena.next)
		memset(start, 0, (size_t)(region->arena.next - start));
	region->result = NULL;
	*region->doing = '\0';
	pby_arena__init_fixed(&region->arena, start, size - sizeof(*page));
}

int pby_worker__loop(struct pby_worker_page *page, size_t size, int talk, struct pby_jobs jobs)
{
	void *mine[MAX_JOBS] = { NULL };
	ssize_t n;
	char byte;

	while ((n = read(talk, &byte, 1)) == 1 || (n < 0 && errno == EINTR)) {
		if (n < 0)
			continue;
		clean(page, size);
		if (page->job < jobs.nr && page->job < MAX_JOBS)
			jobs.items[page->job].work(&page->region, page->question, &mine[page->job]);
		if (write(talk, &byte, 1) != 1)
			break;
	}
	for (uint32_t i = 0; i < jobs.nr && i < MAX_JOBS; i++)
		if (jobs.items[i].leave && mine[i])
			jobs.items[i].leave(mine[i]);
	return 0;
}

int pby_worker__serve(struct pby_jobs jobs, const char *argument)
{
	struct pby_text text = pby_text__str(argument ? argument : "");
	struct stat st;
	uint64_t address;
	void *page;

	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, PBY_WORKER_NAME);
	if (!pby_text__hex(&text, &address) || fstat(PBY_WORKER_MEMORY, &st))
		return 2;
	pby_process__pin(PBY_PIN_HEAP);
	page = mmap((void *)(uintptr_t)address, (size_t)st.st_size, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_NORESERVE | MAP_FIXED_NOREPLACE, PBY_WORKER_MEMORY, 0);
	if (page != (void *)(uintptr_t)address)
		return 2;
	/* Pipes and locks that the caller's caller left open by number are not ours to keep. */
	pby_child__let_go(PBY_WORKER_TALK);
	return pby_worker__loop(page, (size_t)st.st_size, PBY_WORKER_TALK, jobs);
}

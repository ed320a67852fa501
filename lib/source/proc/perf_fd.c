// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* perf_fd.c: asks about perf event descriptors. */
#define _GNU_SOURCE
#include "source/proc/perf_fd.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "model/sighting.h"
#include "source/bpf/call.h"
#include "source/child.h"

int pby_perf_fd__ask(struct pby_region *region, struct pby_holder *h, pid_t pid)
{
	char name[PATH_MAX];
	union pby_uapi_attr a;
	int rc = pby_bpf__task_fd((uint32_t)pid, (uint32_t)h->fd, name, sizeof(name), &a);

	if (rc)
		return rc;
	h->id = a.task_fd_query.prog_id;
	h->fd_type = a.task_fd_query.fd_type;
	h->offset = a.task_fd_query.probe_offset;
	h->addr = a.task_fd_query.probe_addr;
	h->name = pby_arena__strdup(&region->arena, name);
	return 0;
}

/* kcmp() needs the right to trace; where it is refused two descriptors count as two probes. */
static bool same_file(const struct pby_sightings *seen, const struct pby_holder *a,
		      const struct pby_holder *b)
{
	enum { KCMP_FILE = 0 };
	pid_t pa = seen->processes.items[a->process].pid;
	pid_t pb = seen->processes.items[b->process].pid;

	return syscall(SYS_kcmp, pa, pb, KCMP_FILE, a->fd, b->fd) == 0;
}

void pby_perf_fd__same(struct pby_perf_fds *perf, struct pby_region *region,
		       struct pby_sightings *seen, uint32_t index)
{
	struct pby_holder *h = &seen->holders.items[index];
	const char *key = pby_arena__printf(&region->arena, "%u %u %llx %llx %s", h->id, h->fd_type,
					    (unsigned long long)h->offset,
					    (unsigned long long)h->addr, h->name);
	uint32_t *last = pby_map__at(&perf->last, key, strlen(key));

	if (!last)
		return;
	for (uint32_t i = *last; i != UINT32_MAX; i = seen->holders.items[i].like) {
		if (same_file(seen, &seen->holders.items[i], h)) {
			h->same_as = i;
			return;
		}
	}
	h->like = *last;
	*last = index;
}

void pby_perf_fds__free(struct pby_perf_fds *perf)
{
	pby_map__free(&perf->last);
}

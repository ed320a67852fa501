// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* walk.c: ids come in rising order; objects may come and go meanwhile. */
#include "source/bpf/walk.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "source/bpf/call.h"
#include "source/child.h"

static const char *refusal(struct pby_region *region, const struct pby_bpf_walk *walk, int code)
{
	if (code == EPERM)
		return pby_arena__printf(&region->arena, "%s: %s (needs CAP_SYS_ADMIN)", walk->what,
					 strerror(code));
	if (code == EINVAL || code == ENOSYS)
		return pby_arena__printf(&region->arena, "%s: this kernel has no such list",
					 walk->what);
	return pby_arena__printf(&region->arena, "%s: %s", walk->what, strerror(code));
}

void pby_bpf_walk__all(const struct pby_bpf_walk *walk, struct pby_region *region,
		       struct pby_sightings *seen)
{
	struct pby_listing *list = &seen->lists[walk->list];
	uint32_t id = 0, nr_failed = 0;
	int rc, last = 0;

	pby_region__doing(region, walk->what);
	while (!(rc = pby_bpf__next_id(walk->next_id, &id))) {
		int fd = pby_bpf__open_id(walk->open_id, id);

		pby_region__step(region);
		if (fd == -ENOENT)	/* gone since */
			continue;
		rc = fd < 0 ? fd : walk->read(region, seen, fd);
		if (fd >= 0)
			close(fd);
		if (rc) {
			nr_failed++;
			last = -rc;
		}
		if (region->arena.failed)
			break;
	}
	if (rc && rc != -ENOENT && !nr_failed) {
		list->why = refusal(region, walk, -rc);
		list->read = PBY_NO;
		return;
	}
	if (nr_failed) {
		list->partial = true;
		list->why = pby_arena__printf(&region->arena, "%s: %u could not be read (%s)",
					      walk->what, nr_failed, strerror(last));
	}
	if (region->arena.failed) {
		list->partial = true;
		list->why = "too many to remember";
	}
	list->read = PBY_YES;
}

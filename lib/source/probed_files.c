// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * probed_files.c: looks into the files that uprobes are in, in a child: they may lie on a network.
 *
 * A path is that of whoever registered the probe. In another mount namespace it may be missing here,
 * or be another file: the model speaks of "the file of this name".
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/map.h"
#include "base/root.h"
#include "source/probe_lists.h"
#include "source/probed_elf.h"

enum { REGION = 16 << 20, QUIET_MS = 2000, MAX_FILES = 1000, FD_UPROBE = 4, FD_URETPROBE = 5,
       LINK_PERF_EVENT = 7, LINK_UPROBE_MULTI = 12, PERF_UPROBE = 1, PERF_URETPROBE = 2 };

struct wanted {
	const char *paths[MAX_FILES];
	uint32_t nr;
	struct pby_map known;
};

static void want(struct wanted *w, const char *path)
{
	uint32_t *at;

	if (*path != '/' || w->nr == MAX_FILES)
		return;
	at = pby_map__at(&w->known, path, strlen(path));
	if (!at || *at != PBY_MAP_NONE)
		return;
	*at = w->nr;
	w->paths[w->nr++] = path;
}

static void want_all(struct wanted *w, const struct pby_sightings *seen)
{
	for (uint32_t i = 0; i < seen->links.nr; i++) {
		const struct pby_bpf_link *l = &seen->links.items[i];

		if (l->type == LINK_UPROBE_MULTI || (l->type == LINK_PERF_EVENT &&
		    (l->perf_type == PERF_UPROBE || l->perf_type == PERF_URETPROBE)))
			want(w, l->name);
	}
	for (uint32_t i = 0; i < seen->holders.nr; i++) {
		const struct pby_holder *h = &seen->holders.items[i];

		if (h->what == PBY_HOLDS_PERF && (h->fd_type == FD_UPROBE || h->fd_type == FD_URETPROBE))
			want(w, h->name);
	}
	for (uint32_t i = 0; i < seen->events.nr; i++)
		if (seen->events.items[i].user)
			want(w, seen->events.items[i].name);
}

static void look(struct pby_region *region, struct pby_binary *b)
{
	PBY_AUTO_FD fd = open(b->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	void *map;

	if (fd < 0 || fstat(fd, &st)) {
		b->why = strerror(errno);
		return;
	}
	if (!S_ISREG(st.st_mode) || !st.st_size) {
		b->why = "not a regular file";
		return;
	}
	map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED) {
		b->why = strerror(errno);
		return;
	}
	pby_probed_elf__read(pby_text__of(map, (size_t)st.st_size), &region->arena, b);
	munmap(map, (size_t)st.st_size);
}

static void work(struct pby_region *region, void *arg)
{
	const struct wanted *w = arg;
	struct pby_sightings *seen = pby_arena__alloc(&region->arena, sizeof(*seen));

	region->result = seen;
	for (uint32_t i = 0; seen && i < w->nr; i++) {
		struct pby_binary b = { .path = pby_arena__strdup(&region->arena, w->paths[i]) }, *slot;

		pby_region__doing(region, w->paths[i]);
		look(region, &b);
		slot = PBY_PUSH(&region->arena, &seen->binaries);
		if (slot)
			*slot = b;
	}
}

static void collect(struct pby_probe_lists *lists)
{
	struct pby_listing *list = &lists->seen.lists[PBY_LIST_BINARIES];
	enum pby_child_end end = pby_child__wait(&lists->files, QUIET_MS);
	const struct pby_sightings *seen = lists->files.region->result;

	list->read = PBY_YES;
	if (seen) {
		lists->seen.binaries.items = seen->binaries.items;
		lists->seen.binaries.nr = seen->binaries.nr;
	}
	if (end == PBY_CHILD_DONE)
		return;
	list->partial = true;
	list->why = pby_arena__printf(&lists->arena, "%s: %s", lists->files.region->doing,
				      end == PBY_CHILD_CRASHED ? "it changed while it was read"
							       : "no answer from its file system");
}

void pby_probe_lists__look_into_files(struct pby_probe_lists *lists)
{
	struct pby_listing *list = &lists->seen.lists[PBY_LIST_BINARIES];
	struct wanted w = { .nr = 0 };
	struct pby_err err;

	want_all(&w, &lists->seen);
	if (!w.nr) {
		*list = (struct pby_listing){ .needless = true, .why = "no uprobe was seen" };
	} else if (pby_child__start(&lists->files, REGION, work, &w, &err)) {
		*list = (struct pby_listing){ .read = PBY_NO,
					      .why = pby_arena__strdup(&lists->arena, err.text) };
	} else {
		collect(lists);
	}
	pby_map__free(&w.known);
}

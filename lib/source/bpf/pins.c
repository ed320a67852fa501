// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* pins.c: programs, maps and links that a file in a BPF file system keeps alive. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/root.h"
#include "model/sighting.h"
#include "source/bpf/call.h"
#include "source/bpf/list.h"
#include "source/child.h"
#include "source/proc/parse.h"

enum { MAX_DEPTH = 16, MAX_MOUNTINFO = 16 << 20 };

struct walk {
	struct pby_region *region;
	struct pby_sightings *seen;
	uint32_t nr_refused;
	int refusal;
};

/* The three infos have their id at the same place. */
static int id_of(int fd, uint32_t *id)
{
	struct pby_uapi_prog_info info = { 0 };
	uint32_t len = offsetof(struct pby_uapi_prog_info, tag);
	int rc = pby_bpf__info(fd, &info, &len);

	*id = info.id;
	return rc;
}

static void look_at(struct walk *w, const char *path)
{
	PBY_AUTO_FD fd = pby_bpf__open_pin(path);
	enum pby_holding what;
	struct pby_pin *pin;
	char link[64], self[32];
	uint32_t id;
	ssize_t n;

	pby_region__step(w->region);
	if (fd < 0) {
		w->nr_refused++;
		w->refusal = -fd;
		return;
	}
	snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	n = readlink(self, link, sizeof(link));
	if (n <= 0 || !pby_fd_link__parse(pby_text__of(link, (size_t)n), &what) || id_of(fd, &id))
		return;
	pin = PBY_PUSH(&w->region->arena, &w->seen->pins);
	if (pin)
		*pin = (struct pby_pin){ what, id, pby_arena__strdup(&w->region->arena, path) };
}

static void descend(struct walk *w, const char *dir, int depth)
{
	DIR *d = depth < MAX_DEPTH ? opendir(dir) : NULL;
	struct dirent *e;
	char path[PATH_MAX];

	if (!d) {
		w->nr_refused++;
		w->refusal = depth < MAX_DEPTH ? errno : ELOOP;
		return;
	}
	while ((e = readdir(d))) {
		int n = snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);

		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") ||
		    n >= (int)sizeof(path))
			continue;
		if (e->d_type == DT_DIR)
			descend(w, path, depth + 1);
		else if (e->d_type == DT_REG)
			look_at(w, path);
	}
	closedir(d);
}

void pby_bpf_list__pins(struct pby_region *region, struct pby_sightings *seen,
			const struct pby_root *root)
{
	struct pby_listing *list = &seen->lists[PBY_LIST_PINS];
	struct walk w = { .region = region, .seen = seen };
	PBY_AUTO_BUF text = { 0 };
	struct pby_text mounts;
	char dir[PATH_MAX];
	struct pby_err err;

	pby_region__doing(region, "pinned BPF objects");
	if (pby_root__read(root, "/proc/self/mountinfo", MAX_MOUNTINFO, &text, &err)) {
		list->read = PBY_NO;
		list->why = pby_arena__strdup(&region->arena, err.text);
		return;
	}
	mounts = pby_text__of(text.data, text.len);
	while (pby_mounts__next(&mounts, "bpf", dir, sizeof(dir)))
		descend(&w, dir, 0);
	list->read = PBY_YES;
	if (w.nr_refused) {
		list->partial = true;
		list->why = pby_arena__printf(&region->arena, "%u pinned files could not be opened (%s)",
					      w.nr_refused, strerror(w.refusal));
	}
}

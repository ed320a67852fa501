// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* watch_profile.c: the child that reads hits and misses of tracefs events, which waits for event_mutex. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/root.h"
#include "model/sighting.h"
#include "source/cost/watch.h"
#include "source/tracing/parse.h"

enum { MAX_FILE = 4 << 20 };

static const struct {
	const char *path, *other;
	bool user;
} files[] = {
	{ "/sys/kernel/tracing/kprobe_profile", "/sys/kernel/debug/tracing/kprobe_profile", false },
	{ "/sys/kernel/tracing/uprobe_profile", "/sys/kernel/debug/tracing/uprobe_profile", true },
};

static void read_profiles(struct pby_region *region, struct pby_sightings *seen)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		PBY_AUTO_BUF text = { 0 };
		PBY_AUTO_FD fd = open(files[i].path, O_RDONLY | O_CLOEXEC);

		if (fd < 0)
			fd = open(files[i].other, O_RDONLY | O_CLOEXEC);
		pby_region__doing(region, files[i].path);
		if (fd >= 0 && !pby_fd__read_all(fd, files[i].path, MAX_FILE, &text, NULL))
			pby_profile__parse(pby_text__of(text.data, text.len), files[i].user, &region->arena, seen);
	}
}

static const struct pby_profile *same(const struct pby_sightings *list, const struct pby_profile *as)
{
	for (uint32_t i = 0; i < list->profiles.nr; i++)
		if (list->profiles.items[i].user == as->user && !strcmp(list->profiles.items[i].event, as->event))
			return &list->profiles.items[i];
	return NULL;
}

void pby_watch__profile(struct pby_region *region, void *arg)
{
	const struct pby_meter_request *r = arg;
	struct pby_watch *w = pby_watch__begin(region);
	struct pby_sightings before = { 0 }, after = { 0 };
	double start;

	if (!w)
		return;
	read_profiles(region, &before);
	start = pby_watch__now();
	pby_watch__sleep(region, w, r->seconds);
	read_profiles(region, &after);
	w->seen.seconds = pby_watch__now() - start;
	for (uint32_t i = 0; i < after.profiles.nr; i++) {
		const struct pby_profile *now = &after.profiles.items[i], *then = same(&before, now);
		struct pby_cost_counted *c = then ? PBY_PUSH(&region->arena, &w->seen.links) : NULL;

		if (c)
			*c = (struct pby_cost_counted){ .event = now->event, .user = now->user,
							.hits = now->hits - then->hits,
							.missed = now->missed - then->missed };
	}
	w->cpu_s = pby_watch__cpu();
}

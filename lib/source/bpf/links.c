// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * links.c: every BPF link and what this kernel tells about it.
 *
 * Links have ids since 5.8; those of perf events (kprobe, uprobe, tracepoint) are links
 * since 5.15 and tell their target since 6.6; kprobe_multi since 5.18, its functions since
 * 6.6; uprobe_multi since 6.6, its file since 6.8; missed counts since 6.7. Programs
 * attached by ioctl(PERF_EVENT_IOC_SET_BPF) have no link on any kernel.
 */
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "model/sighting.h"
#include "source/bpf/call.h"
#include "source/bpf/list.h"
#include "source/bpf/walk.h"
#include "source/child.h"

enum { MAX_PLACES = 1 << 17 };

/* Links whose details need a second question, with room for the answer. */
struct room {
	char name[PATH_MAX];
	uint64_t *places;
	uint32_t nr_places;
};

static const char *keep(struct pby_region *region, const char *name)
{
	return *name ? pby_arena__strdup(&region->arena, name) : "";
}

static uint64_t *make_places(struct pby_region *region, struct room *room, uint32_t nr)
{
	if (nr > MAX_PLACES)
		nr = MAX_PLACES;
	room->places = nr ? pby_arena__alloc(&region->arena, nr * sizeof(*room->places)) : NULL;
	room->nr_places = room->places ? nr : 0;
	return room->places;
}

/* Fills buffers for the second question into info; false when the first one was enough. */
static bool ask_more(struct pby_region *region, const struct pby_uapi_link_info *first,
		     struct pby_uapi_link_info *info, struct room *room)
{
	switch (first->type) {
	case PBY_LINK_RAW_TRACEPOINT:
		info->raw_tracepoint.tp_name = (uintptr_t)room->name;
		info->raw_tracepoint.tp_name_len = sizeof(room->name);
		return true;
	case PBY_LINK_ITER:
		info->iter.target_name = (uintptr_t)room->name;
		info->iter.target_name_len = sizeof(room->name);
		return true;
	case PBY_LINK_PERF_EVENT:
		info->perf_event.name = (uintptr_t)room->name;
		info->perf_event.name_len = sizeof(room->name);
		return true;
	case PBY_LINK_KPROBE_MULTI:
		info->kprobe_multi.addrs = (uintptr_t)make_places(region, room,
								  first->kprobe_multi.count);
		info->kprobe_multi.count = room->nr_places;
		return room->nr_places > 0;
	case PBY_LINK_UPROBE_MULTI:
		info->uprobe_multi.offsets = (uintptr_t)make_places(region, room,
								    first->uprobe_multi.count);
		info->uprobe_multi.count = room->nr_places;
		info->uprobe_multi.path = (uintptr_t)room->name;
		info->uprobe_multi.path_size = sizeof(room->name);
		return room->nr_places > 0;
	default:
		return false;
	}
}

static void take_perf(struct pby_bpf_link *l, const struct pby_uapi_link_info *info)
{
	enum { UPROBE = 1, URETPROBE, KPROBE, KRETPROBE };

	l->perf_type = info->perf_event.type;
	if (l->perf_type >= UPROBE && l->perf_type <= KRETPROBE)
		l->offset = info->perf_event.offset;
	if (l->perf_type == KPROBE || l->perf_type == KRETPROBE) {
		l->addr = info->perf_event.addr;
		l->missed = info->perf_event.missed;
	}
}

static void take_details(struct pby_bpf_link *l, const struct pby_uapi_link_info *info)
{
	switch (l->type) {
	case PBY_LINK_TRACING:
		l->attach_type = info->tracing.attach_type;
		l->target_obj = info->tracing.target_obj_id;
		l->target_btf = info->tracing.target_btf_id;
		break;
	case PBY_LINK_CGROUP:
		l->cgroup = info->cgroup.cgroup_id;
		l->attach_type = info->cgroup.attach_type;
		break;
	case PBY_LINK_NETNS:
		l->attach_type = info->netns.attach_type;
		break;
	case PBY_LINK_PERF_EVENT:
		take_perf(l, info);
		break;
	case PBY_LINK_KPROBE_MULTI:
		l->missed = info->kprobe_multi.missed;
		l->flags = info->kprobe_multi.flags;
		l->nr_places = info->kprobe_multi.count;
		break;
	case PBY_LINK_UPROBE_MULTI:
		l->flags = info->uprobe_multi.flags;
		l->nr_places = info->uprobe_multi.count;
		l->pid = info->uprobe_multi.pid;
		break;
	case PBY_LINK_XDP:
	case PBY_LINK_TCX:
	case PBY_LINK_NETKIT:
		l->ifindex = info->device.ifindex;
		l->attach_type = l->type == PBY_LINK_XDP ? 0 : info->device.attach_type;
		break;
	case PBY_LINK_STRUCT_OPS:
	case PBY_LINK_SOCKMAP:
		l->map = info->map.map_id;
		break;
	case PBY_LINK_ITER:
		l->map = info->iter.map_id;
		break;
	}
}

static int read_link(struct pby_region *region, struct pby_sightings *seen, int fd)
{
	struct pby_uapi_link_info info = { 0 }, more = { 0 };
	uint32_t len = sizeof(info), again = sizeof(more);
	struct pby_bpf_link l, *slot;
	struct room room;
	int rc = pby_bpf__info(fd, &info, &len);

	if (rc)
		return rc;
	l = (struct pby_bpf_link){ .id = info.id, .type = info.type, .prog = info.prog_id,
				   .info_len = len };
	room.name[0] = '\0';
	room.places = NULL;
	room.nr_places = 0;
	if (ask_more(region, &info, &more, &room)) {
		rc = pby_bpf__info(fd, &more, &again);
		/* -ENOSPC: the buffers hold what fits, but the numbers are not given again. */
		if (!rc)
			info = more;
		else if (rc != -ENOSPC)
			room.nr_places = 0;
		room.name[sizeof(room.name) - 1] = '\0';
	}
	take_details(&l, &info);
	l.name = keep(region, room.name);
	l.places = room.places;
	l.nr_known = room.nr_places < l.nr_places ? room.nr_places : l.nr_places;
	slot = PBY_PUSH(&region->arena, &seen->links);
	if (!slot)
		return -ENOMEM;
	*slot = l;
	return 0;
}

void pby_bpf_list__links(struct pby_region *region, struct pby_sightings *seen)
{
	static const struct pby_bpf_walk walk = {
		PBY_LIST_LINKS, PBY_BPF_LINK_GET_NEXT_ID, PBY_BPF_LINK_GET_FD_BY_ID, "BPF links",
		read_link,
	};

	pby_bpf_walk__all(&walk, region, seen);
}

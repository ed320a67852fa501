// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* state_stack.c: names for the addresses of stacks and of locks. */
#include "source/locks/state_stack.h"

#include <string.h>

/* Beyond this the nearest symbol proves nothing. */
enum { MAX_OBJECT = 64 << 10 };

void pby_locks_namer__text(struct pby_locks_namer *n, const struct pby_frame_names *names)
{
	const struct pby_addresses *addresses = names->addresses;
	const struct pby_symbol *start, *end;

	*n = (struct pby_locks_namer){ .names = *names };
	start = addresses ? pby_symbols__find(addresses->syms, "_stext") : NULL;
	end = addresses ? pby_symbols__find(addresses->syms, "_etext") : NULL;
	if (start && end) {
		n->text_start = start->addr;
		n->text_end = end->addr;
	}
}

bool pby_locks_namer__init(struct pby_locks_namer *n, struct pby_contention *to, const struct pby_frame_names *names)
{
	pby_locks_namer__text(n, names);
	n->to = to;
	return PBY_PUSH(&to->arena, &to->stacks) != NULL;
}

static bool has_places(const uint64_t *addrs, uint32_t nr, const struct pby_program_files *files)
{
	struct pby_build_id id;
	uint64_t offset;

	for (uint32_t i = 0; files && i < nr; i++)
		if (pby_program_files__place(files, addrs[i], &id, &offset))
			return true;
	return false;
}

uint32_t pby_locks_namer__stack(struct pby_locks_namer *n, const uint64_t *addrs, uint32_t nr,
				const struct pby_program_files *files)
{
	const char *key = (const char *)addrs;
	uint32_t index = nr ? pby_map__get(&n->known, key, nr * sizeof(*addrs)) : 0, used = 0;
	struct pby_frame *frames;
	struct pby_stack *stack;
	bool places = has_places(addrs, nr, files);

	if (index != PBY_MAP_NONE)
		return index;
	frames = pby_arena__alloc(&n->to->arena, (size_t)nr * PBY_FRAMES_AT_ONE * sizeof(*frames));
	stack = frames ? PBY_PUSH(&n->to->arena, &n->to->stacks) : NULL;
	if (!stack)
		return 0;
	pby_frame_names__ask(&n->names, files, addrs, nr);
	for (uint32_t i = 0; i < nr; i++) {
		const char *why = NULL;

		used += pby_frame_names__at(&n->names, files, addrs[i], &n->to->arena, &frames[used], &why);
		n->nr_programs += files != NULL;
		n->nr_unnamed += why != NULL;
		if (why && !places)
			why = "the memory map of the process was in use at that moment, or its files have no build ids";
		n->why = n->why ? n->why : why ? pby_arena__strdup(&n->to->arena, why) : NULL;
	}
	index = n->to->stacks.nr - 1;
	*stack = (struct pby_stack){ frames, used, index };
	pby_map__put(&n->known, key, nr * sizeof(*addrs), index);
	return index;
}

/* What stands between a hook and the function that it hooks, and calls programs. */
static bool calls_hooks(const struct pby_locks_namer *n, uint64_t addr)
{
	static const char *const names[] = {
		"bpf_trace_run", "__traceiter_", "__bpf_trace_", "perf_trace_",
		"perf_trace_run_bpf_submit", "trace_call_bpf", "__bpf_prog_", "bpf_get_stackid",
	};
	uint64_t offset;
	const struct pby_symbol *s = pby_addresses__find(n->names.addresses, addr, &offset);

	for (size_t i = 0; s && i < sizeof(names) / sizeof(names[0]); i++)
		if (s->len >= strlen(names[i]) && !strncmp(s->text, names[i], strlen(names[i])))
			return true;
	return false;
}

uint32_t pby_locks_namer__own_frames(const struct pby_locks_namer *n, const uint64_t *addrs, uint32_t nr)
{
	enum { MOST = 8 };
	uint32_t own = 0;

	if (!n->text_end)
		return 0;
	for (uint32_t i = 0; i < nr && i < MOST; i++) {
		bool outside = addrs[i] < n->text_start || addrs[i] >= n->text_end;

		if (!outside && !calls_hooks(n, addrs[i]))
			break;
		own = i + 1;
	}
	return own < nr ? own : 0;
}

void pby_locks_namer__free(struct pby_locks_namer *n)
{
	pby_map__free(&n->known);
}

const char *pby_locks__data_name(const struct pby_addresses *addresses, uint64_t addr, struct pby_arena *arena)
{
	uint64_t offset = 0;
	const struct pby_symbol *s = addresses ? pby_addresses__find(addresses, addr, &offset) : NULL;

	/* 'A' are absolute numbers such as per-CPU offsets. */
	if (!s || offset >= MAX_OBJECT || s->letter == 'A' || s->letter == 'a')
		return NULL;
	return offset ? pby_arena__printf(arena, "%.*s+0x%llx", (int)s->len, s->text, (unsigned long long)offset)
		      : pby_arena__strndup(arena, s->text, s->len);
}

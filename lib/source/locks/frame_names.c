// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* frame_names.c: the symbol around an address, and what debug information adds to it. */
#include "source/locks/frame_names.h"

#include <string.h>

#include "source/names/names.h"

/* Beyond this the nearest symbol proves nothing. */
enum { MAX_FUNCTION = 1 << 20 };

/* What the compiler made of a function is still that function: "f.isra.0" is f. */
static const char *base_name(struct pby_arena *arena, const struct pby_symbol *s)
{
	const char *dot = s->len > 1 ? memchr(s->text + 1, '.', s->len - 1u) : NULL;

	return pby_arena__strndup(arena, s->text, dot ? (size_t)(dot - s->text) : s->len);
}

/*
 * Nobody says how long a program of BPF is, and what lies behind it may be younger than the symbols, a trampoline
 * perhaps: beyond the page on which the program begins its name proves nothing.
 */
static bool is_named_by(const struct pby_symbol *s, uint64_t addr, uint64_t offset)
{
	static const char program[] = "bpf_prog_";
	enum { PAGE = 4096 };

	if (s->len > strlen(program) && !strncmp(s->text, program, strlen(program)))
		return s->addr / PAGE == addr / PAGE;
	return offset < MAX_FUNCTION;
}

static struct pby_frame by_symbol(const struct pby_addresses *addresses, uint64_t addr, struct pby_arena *arena)
{
	struct pby_frame f = { .addr = addr };
	uint64_t offset = 0;
	const struct pby_symbol *s = addresses ? pby_addresses__find(addresses, addr, &offset) : NULL;

	if (s && is_named_by(s, addr, offset)) {
		f.name = base_name(arena, s);
		f.offset = (uint32_t)offset;
	} else {
		f.name = pby_arena__printf(arena, "0x%llx", (unsigned long long)addr);
	}
	return f;
}

/* What is to be asked for, if anything is. */
static bool key_of(const struct pby_frame_names *n, const struct pby_program_files *files, uint64_t addr,
		   struct pby_name_key *key)
{
	*key = (struct pby_name_key){ .at = addr };
	if (!n->names)
		return false;
	return files ? pby_program_files__place(files, addr, &key->id, &key->at) : n->names->kernel;
}

void pby_frame_names__ask(const struct pby_frame_names *n, const struct pby_program_files *files, const uint64_t *addrs,
			  uint32_t nr)
{
	struct pby_name_key keys[PBY_NAMES_AT_ONCE];
	uint32_t nr_keys = 0;

	for (uint32_t i = 0; i < nr && nr_keys < PBY_NAMES_AT_ONCE; i++)
		nr_keys += key_of(n, files, addrs[i], &keys[nr_keys]);
	if (nr_keys)
		pby_names__ask(n->names, keys, nr_keys);
}

static uint32_t copy(struct pby_named from, struct pby_arena *arena, struct pby_frame *out)
{
	uint32_t nr = from.nr < PBY_FRAMES_AT_ONE ? from.nr : PBY_FRAMES_AT_ONE;

	for (uint32_t i = 0; i < nr; i++) {
		out[i] = from.frames[i];
		out[i].name = pby_arena__strdup(arena, out[i].name);
		out[i].module = out[i].module ? pby_arena__strdup(arena, out[i].module) : NULL;
		out[i].file = out[i].file ? pby_arena__strdup(arena, out[i].file) : NULL;
	}
	return nr;
}

static uint32_t at_program(const struct pby_frame_names *n, const struct pby_program_files *files, uint64_t addr,
			   struct pby_arena *arena, struct pby_frame *out, const char **why)
{
	char words[PBY_BUILD_ID_WORDS];
	struct pby_name_key key = { .at = 0 };
	struct pby_named named = { .why = "nobody was asked for it" };
	uint32_t nr;

	*out = (struct pby_frame){ .addr = addr };
	if (!pby_program_files__place(files, addr, &key.id, &key.at)) {
		*why = "no file with a build id lies there";
		out->name = pby_arena__printf(arena, "0x%llx", (unsigned long long)addr);
		return 1;
	}
	if (n->names)
		named = pby_names__get(n->names, &key);
	nr = copy(named, arena, out);
	if (nr)
		return nr;
	*why = named.why;
	pby_build_id__words(&key.id, words);
	out->name = pby_arena__printf(arena, "%s+0x%llx", words, (unsigned long long)key.at);
	return 1;
}

/* The event that we hook is inlined into the function that waits: it is no part of why it does. */
static uint32_t without_hook(struct pby_frame *frames, uint32_t nr)
{
	static const char event[] = "trace_contention_";
	uint32_t own = 0;

	while (own < nr && frames[own].inlined && !strncmp(frames[own].name, event, strlen(event)))
		own++;
	if (own)
		memmove(frames, frames + own, (nr - own) * sizeof(*frames));
	return nr - own;
}

uint32_t pby_frame_names__at(const struct pby_frame_names *n, const struct pby_program_files *files, uint64_t addr,
			     struct pby_arena *arena, struct pby_frame out[PBY_FRAMES_AT_ONE], const char **why)
{
	struct pby_name_key key;
	struct pby_frame symbol;
	const char *reason;
	uint32_t nr;

	if (files)
		return at_program(n, files, addr, arena, out, why ? why : &reason);
	symbol = by_symbol(n->addresses, addr, arena);
	nr = key_of(n, NULL, addr, &key) ? copy(pby_names__get(n->names, &key), arena, out) : 0;
	nr = without_hook(out, nr);
	for (uint32_t i = 0; i < nr; i++)
		out[i].addr = addr;
	if (!nr) {
		out[0] = symbol;
		return 1;
	}
	/* The symbol is the name by which all others know the function. */
	out[nr - 1].name = symbol.name;
	out[nr - 1].offset = symbol.offset;
	return nr;
}

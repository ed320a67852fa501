// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* enabled_functions.c: every function whose ftrace call site is in use, and by what. */
#include "source/tracing/parse.h"

static char *keep(struct pby_arena *arena, struct pby_text t)
{
	return pby_arena__strndup(arena, t.p, pby_text__len(&t));
}

/* Names that stand for "several, see the list" rather than for a callback. */
static bool is_list(struct pby_text name)
{
	return pby_text__is(name, "arch_ftrace_ops_list_func") ||
	       pby_text__is(name, "ftrace_ops_list_func") ||
	       pby_text__is(name, "ftrace_ops_assist_func");
}

/* "kprobe_ftrace_handler+0x0/0x1d0 ..." without what follows the name. */
static struct pby_text symbol_at(struct pby_text t)
{
	struct pby_text name = t;

	for (name.end = t.p; name.end < t.end && *name.end != '+' && *name.end != ' ' &&
	     *name.end != ')' && *name.end != '\t'; name.end++)
		;
	return name;
}

/*
 * Who is called: the user of the function graph in "subops: {ent:fprobe_fgraph_entry+0x0/0x3b0 ..."
 * (6.14 on), else what the last "->" points to, else the function in brackets of
 * "tramp: 0xffffffffc0201000 (klp_ftrace_handler+0x0/0x1a0)".
 */
static const char *callback(struct pby_text rest, struct pby_arena *arena)
{
	static const char subops[] = "subops: {ent:";
	struct pby_text name = { 0 };
	const char *at = pby_text__find(rest, subops);

	if (at)
		return keep(arena, symbol_at((struct pby_text){ at + sizeof(subops) - 1, rest.end }));
	for (struct pby_text t = rest; (at = pby_text__find(t, "->")); t.p = at + 2)
		name = symbol_at((struct pby_text){ at + 2, rest.end });
	if (!name.p && (at = pby_text__find(rest, "tramp: ")) &&
	    (at = pby_text__find((struct pby_text){ at, rest.end }, "(")))
		name = symbol_at((struct pby_text){ at + 1, rest.end });
	if (pby_text__empty(&name) || is_list(name))
		return NULL;
	return keep(arena, name);
}

static uint32_t flag_of(struct pby_text word)
{
	static const struct { char letter; uint32_t flag; } rows[] = {
		{ 'R', PBY_FTRACE_REGS }, { 'I', PBY_FTRACE_IPMODIFY }, { 'D', PBY_FTRACE_DIRECT },
		{ 'O', PBY_FTRACE_CALL_OPS }, { 'M', PBY_FTRACE_MODIFIED },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (pby_text__len(&word) == 1 && *word.p == rows[i].letter)
			return rows[i].flag;
	return 0;
}

/* "vfs_read [module] (1) R I D ..." */
static bool parse(struct pby_text line, struct pby_arena *arena, struct pby_ftrace_hook *h)
{
	struct pby_text word, rest;
	uint64_t nr;

	if (!pby_text__word(&line, &word))
		return false;
	h->function = keep(arena, word);
	if (!pby_text__word(&line, &word))
		return false;
	if (pby_text__eat(&word, "[") && pby_text__ends(word, "]")) {
		word.end--;
		h->module = keep(arena, word);
		if (!pby_text__word(&line, &word))
			return false;
	}
	if (!pby_text__eat(&word, "(") || !pby_text__u64(&word, &nr) || !pby_text__is(word, ")"))
		return false;
	h->nr = (uint32_t)nr;
	for (rest = line; pby_text__word(&rest, &word); line = rest) {
		uint32_t flag = flag_of(word);

		if (!flag)
			break;
		h->flags |= flag;
	}
	h->callback = callback(line, arena);
	return true;
}

/* "direct-->bpf_trampoline_6442465213+0x0/0xc3", "direct(jmp)-->..." since 7.2. */
static uint64_t trampoline(struct pby_text line)
{
	const char *at = pby_text__find(line, "-->bpf_trampoline_");
	struct pby_text number = { at, line.end };
	uint64_t key;

	if (!at || !pby_text__eat(&number, "-->bpf_trampoline_"))
		return 0;
	return pby_text__u64(&number, &key) ? key : 0;
}

uint32_t pby_enabled_functions__parse(struct pby_text text, struct pby_arena *arena,
				      struct pby_sightings *seen)
{
	struct pby_text line;
	uint32_t nr_odd = 0;

	while (pby_text__line(&text, &line)) {
		struct pby_ftrace_hook h = { .trampoline = trampoline(line) }, *slot;
		bool more = pby_text__starts(line, "\t");

		if (more && seen->hooks.nr) {
			if (h.trampoline)
				seen->hooks.items[seen->hooks.nr - 1].trampoline = h.trampoline;
			continue;
		}
		if (!parse(line, arena, &h)) {
			nr_odd++;
			continue;
		}
		slot = PBY_PUSH(arena, &seen->hooks);
		if (slot)
			*slot = h;
	}
	return nr_odd;
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kprobe_list.c: debugfs kprobes/list: all kprobes of the kernel, those of BPF and modules too. */
#include "source/tracing/parse.h"

static const struct { const char *mark; uint32_t flag; } marks[] = {
	{ "[GONE]", PBY_KP_GONE }, { "[DISABLED]", PBY_KP_DISABLED },
	{ "[OPTIMIZED]", PBY_KP_OPTIMISED }, { "[FTRACE]", PBY_KP_FTRACE },
};

/* "[DISABLED][FTRACE]"; false when the word is something else. */
static bool take_marks(struct pby_text word, uint32_t *flags)
{
	while (!pby_text__empty(&word)) {
		size_t i, nr = sizeof(marks) / sizeof(marks[0]);

		for (i = 0; i < nr && !pby_text__eat(&word, marks[i].mark); i++)
			;
		if (i == nr)
			return false;
		*flags |= marks[i].flag;
	}
	return true;
}

/* "vfs_read+0x4", or for an address without a symbol "0xffffffffc0001000". */
static bool take_place(struct pby_text word, struct pby_arena *arena, struct pby_kprobe *k)
{
	struct pby_text symbol = word;
	const char *plus = pby_text__find(word, "+0x");

	if (plus) {
		symbol.end = plus;
		word.p = plus + 1;
		if (!pby_text__hex(&word, &k->offset))
			return false;
	}
	k->symbol = pby_arena__strndup(arena, symbol.p, pby_text__len(&symbol));
	return !pby_text__empty(&symbol);
}

static bool parse(struct pby_text line, struct pby_arena *arena, struct pby_kprobe *k)
{
	struct pby_text word;

	/* Kernels that hide addresses print zeros or "(____ptrval____)". */
	if (!pby_text__hex(&line, &k->addr) && !pby_text__word(&line, &word))
		return false;
	if (!pby_text__word(&line, &word) || pby_text__len(&word) != 1)
		return false;
	k->returns = *word.p == 'r';
	if (!pby_text__word(&line, &word) || !take_place(word, arena, k))
		return false;
	while (pby_text__word(&line, &word)) {
		if (take_marks(word, &k->flags))
			continue;
		if (pby_text__eat(&word, "[") && pby_text__ends(word, "]"))
			word.end--;
		k->module = pby_arena__strndup(arena, word.p, pby_text__len(&word));
	}
	return true;
}

uint32_t pby_kprobe_list__parse(struct pby_text text, struct pby_arena *arena,
				struct pby_sightings *seen)
{
	struct pby_text line;
	uint32_t nr_odd = 0;

	while (pby_text__line(&text, &line)) {
		struct pby_kprobe k = { 0 }, *slot;

		if (!parse(line, arena, &k)) {
			nr_odd++;
			continue;
		}
		slot = PBY_PUSH(arena, &seen->kprobes);
		if (slot)
			*slot = k;
	}
	return nr_odd;
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fold_name.c: the names that a stream of events defines: tasks, locks, stacks, functions. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/contention/fold_state.h"

static void copy(char *to, size_t size, const char *text)
{
	snprintf(to, size, "%s", text ? text : "");
}

static uint32_t place_of(struct pby_slots *slots, uint64_t key)
{
	uint32_t n = pby_slots__find(slots, key);

	return n != PBY_SLOT_NONE ? n : pby_slots__take(slots, key);
}

/* A pid that comes back as a thread of another process is another task. */
static void name_task(struct pby_fold *f, const struct pby_lock_name *name)
{
	struct fold_task *t = name->number <= INT32_MAX ? fold_task__get(f, (int32_t)name->number) : NULL;

	if (!t)
		return;
	if (t->tgid != PBY_PID_UNKNOWN && name->tgid != t->tgid) {
		pby_fold__flush(f);
		fold_wait__lost_all(f, t, f->applied_ns);
	}
	t->tgid = name->tgid;
	copy(t->comm, sizeof(t->comm), name->text);
}

static void name_lock(struct pby_fold *f, const struct pby_lock_name *name)
{
	uint32_t known = f->name_keys.used, n = place_of(&f->name_keys, name->number), lock;

	if (n == PBY_SLOT_NONE)
		return;
	if (n < known)
		free(f->names[n].name);
	f->names[n] = (struct fold_lock_name){
		.name = name->text && *name->text ? strdup(name->text) : NULL,
		.kind = name->kind < PBY_LOCK_NR ? name->kind : PBY_LOCK_UNKNOWN, .mm_tgid = name->tgid,
	};
	lock = fold_lock__find(f, name->number);
	if (lock != FOLD_NONE)
		f->locks[lock].c.mm_tgid = name->tgid;
}

static void name_stack(struct pby_fold *f, const struct pby_lock_name *name)
{
	uint32_t known = f->stack_keys.used, n = place_of(&f->stack_keys, name->number);
	uint32_t nr = name->nr_addrs < FOLD_FRAMES ? name->nr_addrs : FOLD_FRAMES;
	uint64_t *addrs = n == PBY_SLOT_NONE ? NULL : malloc(((size_t)nr + 1) * sizeof(*addrs));

	if (!addrs) {
		f->loss.stacks++;
		if (n != PBY_SLOT_NONE && n >= known)
			f->stacks[n] = (struct fold_stack){ 0 };
		return;
	}
	if (n < known)
		free(f->stacks[n].addrs);
	if (nr)
		memcpy(addrs, name->addrs, nr * sizeof(*addrs));
	f->stacks[n] = (struct fold_stack){ .addrs = addrs, .nr = nr, .user = name->user };
}

/* One frame and its strings behind it, in one block. */
static struct pby_frame *frame_of(const struct pby_lock_name *name)
{
	const char *texts[3] = { name->text ? name->text : "", name->module, name->file };
	size_t len[3] = { 0 };
	struct pby_frame *frame;
	char *p;

	for (int i = 0; i < 3; i++)
		len[i] = texts[i] ? strlen(texts[i]) + 1 : 0;
	frame = calloc(1, sizeof(*frame) + len[0] + len[1] + len[2]);
	if (!frame)
		return NULL;
	p = (char *)(frame + 1);
	for (int i = 0; i < 3; i++) {
		if (texts[i])
			memcpy(p, texts[i], len[i]);
		texts[i] = texts[i] ? p : NULL;
		p += len[i];
	}
	*frame = (struct pby_frame){ .name = texts[0], .module = texts[1], .file = texts[2], .addr = name->number,
				     .offset = name->offset, .size = name->size, .file_line = name->line,
				     .inlined = name->inlined };
	return frame;
}

static void free_symbol(struct fold_symbol *s)
{
	for (uint32_t i = 0; i < s->nr; i++)
		free(s->frames[i]);
	*s = (struct fold_symbol){ 0 };
}

static void name_symbol(struct pby_fold *f, const struct pby_lock_name *name)
{
	uint32_t known = f->symbol_keys.used, n = place_of(&f->symbol_keys, name->number);
	struct fold_symbol *s = n == PBY_SLOT_NONE ? NULL : &f->symbols[n];

	if (!s)
		return;
	if (n >= known)
		*s = (struct fold_symbol){ 0 };
	if (s->complete)
		free_symbol(s);
	if (s->nr < FOLD_INLINED) {
		s->frames[s->nr] = frame_of(name);
		s->nr += s->frames[s->nr] != NULL;
	}
	s->complete = !name->inlined;
}

static void name_unseen(struct pby_fold *f, const struct pby_lock_name *name)
{
	const char *what = name->text ? name->text : "", *why = name->module ? name->module : "";

	for (uint32_t i = 0; i < f->nr_unseen; i++)
		if (!strcmp(f->unseen[i].what, what))
			return;
	if (f->nr_unseen == FOLD_UNSEEN)
		return;
	f->unseen[f->nr_unseen] = (struct fold_sentence){ strdup(what), strdup(why) };
	f->nr_unseen += f->unseen[f->nr_unseen].what && f->unseen[f->nr_unseen].why;
}

void pby_fold__name(struct pby_fold *f, const struct pby_lock_name *name)
{
	static void (*const by_type[PBY_LOCK_NAME_TYPES])(struct pby_fold *, const struct pby_lock_name *) = {
		[PBY_LOCK_NAMES_TASK] = name_task, [PBY_LOCK_NAMES_LOCK] = name_lock,
		[PBY_LOCK_NAMES_STACK] = name_stack, [PBY_LOCK_NAMES_SYMBOL] = name_symbol,
		[PBY_LOCK_NAMES_UNSEEN] = name_unseen,
	};

	if (name->type < PBY_LOCK_NAME_TYPES)
		by_type[name->type](f, name);
}

void fold_names__free(struct pby_fold *f)
{
	for (uint32_t i = 0; i < f->name_keys.used; i++)
		free(f->names[i].name);
	for (uint32_t i = 0; i < f->stack_keys.used; i++)
		free(f->stacks[i].addrs);
	for (uint32_t i = 0; i < f->symbol_keys.used; i++)
		free_symbol(&f->symbols[i]);
	for (uint32_t i = 0; i < f->nr_unseen; i++) {
		free(f->unseen[i].what);
		free(f->unseen[i].why);
	}
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* words.c: locks, tasks and times as one would say them. */
#include <stdarg.h>
#include <stdio.h>

#include "model/contention/verdict.h"

const char *pby_ns__words(uint64_t ns, char *text, size_t size)
{
	static const struct {
		uint64_t unit;
		const char *name;
	} units[] = { { 1000000000, "s" }, { 1000000, "ms" }, { 1000, "us" } };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		double value = (double)ns / (double)units[i].unit;

		if (ns < units[i].unit)
			continue;
		snprintf(text, size, value < 9.95 ? "%.1f %s" : "%.0f %s", value, units[i].name);
		return text;
	}
	snprintf(text, size, "%llu ns", (unsigned long long)ns);
	return text;
}

const char *pby_contended__words(const struct pby_contended *lock, struct pby_arena *arena)
{
	if (lock->name)
		return lock->name;
	return pby_arena__printf(arena, "%s %llx", pby_lock_kind__name(lock->kind), (unsigned long long)lock->addr);
}

const char *pby_contender__words(const struct pby_contender *task, struct pby_arena *arena)
{
	return pby_arena__printf(arena, "%s %d", *task->comm ? task->comm : "pid", task->pid);
}

const char *pby_lock_finding__time(struct pby_lock_finding *f, uint64_t ns)
{
	char text[32];

	return pby_arena__strdup(f->arena, pby_ns__words(ns, text, sizeof(text)));
}

void pby_lock_finding__words(struct pby_lock_finding *f, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	f->words = pby_arena__strdup(f->arena, text);
}

void pby_lock_finding__figure(struct pby_lock_finding *f, const char *name, double value)
{
	struct pby_lock_figure *figure = PBY_PUSH(f->arena, &f->figures);

	if (figure)
		*figure = (struct pby_lock_figure){ name, value };
}

bool pby_lock_kind__has_modes(enum pby_lock_kind kind)
{
	return kind == PBY_LOCK_RWSEM || kind == PBY_LOCK_PERCPU_RWSEM || kind == PBY_LOCK_RWLOCK;
}

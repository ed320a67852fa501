// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_words.c: short forms of what is known of a contended lock. */
#include "report/locks_words.h"

#include <string.h>

#include "base/json.h"
#include "model/contention/verdict.h"

void locks_words__time(struct pby_buf *out, const struct json_object *from, const char *key)
{
	char text[32];

	pby_buf__adds(out, pby_ns__words((uint64_t)pby_json__get_int(from, key), text, sizeof(text)));
}

void locks_words__lock(struct pby_buf *out, const struct json_object *lock)
{
	const char *name = pby_json__get_str(lock, "name");

	if (*name)
		pby_buf__adds(out, name);
	else
		pby_buf__addf(out, "%s %s", pby_json__get_str(lock, "kind"), pby_json__get_str(lock, "addr"));
}

void locks_words__short(struct pby_buf *out, const struct json_object *lock)
{
	static const char *const kinds[][2] = {
		{ "rw_semaphore", "rwsem" }, { "percpu_rw_semaphore", "percpu_rwsem" }, { "rt_mutex", "rtmutex" },
	};
	const char *name = pby_json__get_str(lock, "name"), *kind = pby_json__get_str(lock, "kind");
	const char *addr = pby_json__get_str(lock, "addr");

	if (*name) {
		pby_buf__adds(out, name);
		return;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		kind = strcmp(kind, kinds[i][0]) ? kind : kinds[i][1];
	pby_buf__addf(out, "%s %s", kind, strncmp(addr, "0x", 2) ? addr : addr + 2);
}

void locks_words__task(struct pby_buf *out, const struct json_object *task)
{
	const char *comm = pby_json__get_str(task, "comm");

	if (task)
		pby_buf__addf(out, "%s %lld", *comm ? comm : "pid", (long long)pby_json__get_int(task, "pid"));
}

const char *locks_words__doing(const struct json_object *task)
{
	const char *state = pby_json__get_str(task, "state"), *on_cpu = pby_json__get_str(task, "on_cpu");

	if (!strcmp(pby_json__get_str(task, "throttled"), "yes"))
		return "throttled: its cgroup used up its CPU quota";
	if (!strcmp(on_cpu, "yes"))
		return "runs";
	switch (*state) {
	case 'R': return !strcmp(on_cpu, "no") ? "ready, without a CPU" : "ready or running";
	case 'D': return "asleep (D)";
	case 'S': return "asleep (S)";
	case 'I': return "idle (I)";
	case 'T': case 't': return "stopped";
	case 'Z': case 'X': return "dead";
	default: return "";
	}
}

void locks_words__owner(struct pby_buf *out, const struct json_object *lock)
{
	const struct json_object *owner = pby_json__get(lock, "owner"), *task = pby_json__get(owner, "task");
	const char *kind = pby_json__get_str(owner, "kind");
	long long readers = (long long)pby_json__get_int(owner, "readers");

	if (!strcmp(kind, "task") && task)
		locks_words__task(out, task);
	else if (!strcmp(kind, "task"))
		pby_buf__adds(out, "a task");
	else if (!strcmp(kind, "readers") && readers)
		pby_buf__addf(out, "%lld reader%s", readers, readers == 1 ? "" : "s");
	else if (!strcmp(kind, "readers"))
		pby_buf__adds(out, "readers");
	else
		pby_buf__adds(out, !strcmp(kind, "nobody") ? "nobody" : "?");
}

const struct json_object *locks_words__finding(const struct json_object *lock)
{
	const struct json_object *all = pby_json__get(lock, "findings");
	const char *id = pby_json__get_str(lock, "verdict");

	for (size_t i = 0; *id && i < pby_json__len(all); i++)
		if (!strcmp(pby_json__get_str(pby_json__item(all, i), "id"), id))
			return pby_json__item(all, i);
	return NULL;
}

const char *locks_words__verdict(const struct json_object *lock)
{
	const struct json_object *f = locks_words__finding(lock);

	return f ? pby_json__get_str(f, "name") : "no verdict";
}

void locks_words__chain(struct pby_buf *out, const struct json_object *lock)
{
	const struct json_object *chain = pby_json__get(lock, "chain");
	size_t nr = pby_json__len(chain);

	for (size_t i = 0; i < nr; i++) {
		const struct json_object *link = pby_json__item(chain, i);
		const char *mode = pby_json__get_str(link, "mode");

		locks_words__task(out, pby_json__get(link, "task"));
		if (i + 1 == nr)
			break;
		if (*pby_json__get_str(link, "lock"))
			pby_buf__addf(out, " -> %s%s%s -> ", pby_json__get_str(link, "lock"),
				      *mode == 'r' || *mode == 'w' ? ", to " : "", *mode == 'r' || *mode == 'w' ? mode : "");
		else
			pby_buf__addf(out, " -> %s -> ", pby_json__get_str(link, "what"));
		if (!strcmp(pby_json__get_str(link, "evidence"), "guessed"))
			pby_buf__adds(out, "perhaps ");
	}
	if (nr)
		pby_buf__addf(out, "%s%s", nr > 1 ? ", which " : " ", pby_json__get_str(lock, "chain_end"));
}

void locks_words__callers(struct pby_buf *out, const struct json_object *callers)
{
	double all_ns = 0, all = 0;

	for (size_t i = 0; i < pby_json__len(callers); i++) {
		all_ns += (double)pby_json__get_int(pby_json__item(callers, i), "total_ns");
		all += (double)pby_json__get_int(pby_json__item(callers, i), "nr");
	}
	for (size_t i = 0; i < pby_json__len(callers); i++) {
		const struct json_object *c = pby_json__item(callers, i);
		double share = all_ns > 0 ? (double)pby_json__get_int(c, "total_ns") / all_ns :
			       all > 0 ? (double)pby_json__get_int(c, "nr") / all : 0;

		pby_buf__addf(out, "%s%s %.0f %%", i ? ", " : "", pby_json__get_str(c, "function"), share * 100);
	}
}

void locks_words__stack(struct pby_buf *out, const struct json_object *frames, size_t most)
{
	size_t nr = pby_json__len(frames);

	for (size_t i = 0; i < nr && i < most; i++) {
		const struct json_object *f = pby_json__item(frames, i);
		const char *file = pby_json__get_str(f, "file");

		pby_buf__addf(out, "%s%s%s", i ? " < " : "", pby_json__get_str(f, "function"),
			      pby_json__get_bool(f, "inlined") ? " (inlined)" : "");
		if (*file)
			pby_buf__addf(out, " %s:%lld", file, (long long)pby_json__get_int(f, "line"));
	}
	if (nr > most)
		pby_buf__adds(out, " < ...");
}

void locks_words__probes(struct pby_buf *out, const struct json_object *probes)
{
	for (size_t i = 0; i < pby_json__len(probes); i++) {
		const struct json_object *p = pby_json__item(probes, i);
		const char *program = pby_json__get_str(p, "program"), *owner = pby_json__get_str(p, "owner");
		bool holder = pby_json__get_bool(p, "holder");

		pby_buf__addf(out, "%s%s", i ? "; " : "", pby_json__get_str(p, "what"));
		if (pby_json__get(p, "pid"))
			pby_buf__addf(out, " by %s %lld", pby_json__get_str(p, "comm"), (long long)pby_json__get_int(p, "pid"));
		pby_buf__addf(out, " (%s)", pby_json__get_str(p, "function"));
		if (*program)
			pby_buf__addf(out, " in %s", program);
		if (*owner)
			pby_buf__addf(out, " of %s", owner);
		if (holder)
			pby_buf__adds(out, ", holds others up");
		else if (pby_json__get_int(p, "total_ns")) {
			pby_buf__adds(out, ", waited ");
			locks_words__time(out, p, "total_ns");
		} else
			pby_buf__adds(out, ", waits");
	}
}

static const struct loss {
	const char *key;
	const char *words;
} losses[] = {
	{ "locks", "contentions of locks that had no room in the table, or made room for others" },
	{ "waits", "waits that had no room in the table" },
	{ "nested", "waits nested too deeply" },
	{ "stacks", "stacks that could not be taken or kept" },
	{ "sites", "waits whose stack had no room in the table" },
	{ "busy", "events at which the task's storage was busy" },
	{ "recursion", "runs of probity's programs that the kernel left out" },
	{ "events", "events dropped on the way to the recording" },
	{ "lost_ends", "waits whose end was never seen" },
	{ "unseen_begins", "waits that began before the look or were lost" },
	{ "disorder", "events that came too late to be put in order" },
};

unsigned int locks_words__blind(const struct json_object *result, void (*add)(void *to, const char *sentence), void *to)
{
	const struct json_object *loss = pby_json__get(result, "loss"), *unseen = pby_json__get(result, "unseen");
	unsigned int nr = 0;

	for (size_t i = 0; i < pby_json__len(unseen); i++, nr++) {
		PBY_AUTO_BUF text = { 0 };

		pby_buf__addf(&text, "not seen: %s (%s)", pby_json__get_str(pby_json__item(unseen, i), "what"),
			      pby_json__get_str(pby_json__item(unseen, i), "why"));
		add(to, pby_buf__text(&text));
	}
	for (size_t i = 0; i < sizeof(losses) / sizeof(losses[0]); i++) {
		int64_t n = pby_json__get_int(loss, losses[i].key);
		PBY_AUTO_BUF text = { 0 };

		if (!n)
			continue;
		pby_buf__addf(&text, "left out: %lld %s", (long long)n, losses[i].words);
		add(to, pby_buf__text(&text));
		nr++;
	}
	return nr;
}

static void megabytes(struct pby_buf *out, const struct json_object *own, const char *key)
{
	pby_buf__addf(out, "%.1f MiB", (double)pby_json__get_int(own, key) / (1 << 20));
}

/* All that found a table full. */
static long long dropped(const struct json_object *loss)
{
	static const char *const tables[] = { "locks", "waits", "nested", "stacks", "sites", "events" };
	long long sum = 0;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		sum += (long long)pby_json__get_int(loss, tables[i]);
	return sum;
}

void locks_words__own(struct pby_buf *out, const struct json_object *result)
{
	const struct json_object *own = pby_json__get(result, "own");
	const char *programs = pby_json__get_str(own, "programs");

	if (!own)
		return;
	pby_buf__adds(out, "itself: ");
	if (strcmp(programs, "unknown")) {
		pby_buf__adds(out, strcmp(programs, "estimated") ? "" : "about ");
		locks_words__time(out, own, "programs_ns");
	} else {
		pby_buf__adds(out, "an unknown time");
	}
	pby_buf__adds(out, " of CPU in the programs, ");
	locks_words__time(out, own, "process_ns");
	pby_buf__adds(out, " in probity, which had ");
	megabytes(out, own, "process_bytes");
	pby_buf__adds(out, "; maps of ");
	megabytes(out, own, "maps_bytes");
	pby_buf__addf(out, "; %lld entries had no room", dropped(pby_json__get(result, "loss")));
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_csv.c: contended locks as a table for spreadsheets, and their waits as stacks for flame graphs. */
#include <string.h>

#include "base/json.h"
#include "report/csv.h"
#include "report/locks.h"
#include "report/locks_words.h"

/* Columns as they stand in the result. */
static const char *const columns[] = {
	"addr", "kind", "name", "contentions", "wait_ns", "pending_ns", "p50_ns", "p99_ns", "max_ns", "depth",
	"depth_max", "ended", "last_ended_ago_ns", "emptied", "longest_busy_ns", "handoffs", "verdict",
};

void pby_locks__csv(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *locks = pby_json__get(result, "locks");

	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		pby_buf__addf(out, "%s%s", i ? "," : "", columns[i]);
	pby_buf__adds(out, ",owner,owner_mode\n");
	for (size_t n = 0; n < pby_json__len(locks); n++) {
		const struct json_object *lock = pby_json__item(locks, n);
		PBY_AUTO_BUF owner = { 0 };

		for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
			struct json_object *value = pby_json__get(lock, columns[i]);

			if (i)
				pby_buf__addc(out, ',');
			if (value)
				pby_csv__field(out, json_object_get_string(value));
		}
		locks_words__owner(&owner, lock);
		pby_buf__addc(out, ',');
		pby_csv__field(out, pby_buf__text(&owner));
		pby_buf__addf(out, ",%s\n", pby_json__get_str(pby_json__get(lock, "owner"), "mode"));
	}
}

/* A frame's name must not hold what separates frames and counts. */
static void folded_name(struct pby_buf *out, const char *text)
{
	for (; *text; text++)
		pby_buf__addc(out, *text == ';' || *text == ' ' || (unsigned char)*text < ' ' ? '_' : *text);
}

static void folded_stack(struct pby_buf *out, const struct json_object *stacks, const struct json_object *from,
			 const char *key)
{
	const struct json_object *frames;

	if (!pby_json__get(from, key))
		return;
	frames = pby_json__item(stacks, (size_t)pby_json__get_int(from, key));
	for (size_t i = pby_json__len(frames); i--;) {
		pby_buf__addc(out, ';');
		folded_name(out, pby_json__get_str(pby_json__item(frames, i), "function"));
	}
}

static void folded_line(struct pby_buf *out, const struct json_object *stacks, const struct json_object *lock,
			const struct json_object *from, uint64_t ns)
{
	PBY_AUTO_BUF name = { 0 };

	if (ns < 1000)
		return;
	locks_words__lock(&name, lock);
	folded_name(out, pby_buf__text(&name));
	folded_stack(out, stacks, from, "user_stack");
	folded_stack(out, stacks, from, "stack");
	pby_buf__addf(out, " %llu\n", (unsigned long long)(ns / 1000));
}

void pby_locks__folded(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *locks = pby_json__get(result, "locks"), *stacks = pby_json__get(result, "stacks");

	for (size_t n = 0; n < pby_json__len(locks); n++) {
		const struct json_object *lock = pby_json__item(locks, n), *sites = pby_json__get(lock, "sites");
		const struct json_object *queue = pby_json__get(lock, "queue");
		uint64_t told = 0, all = (uint64_t)pby_json__get_int(lock, "wait_ns");
		static const struct json_object *const no_stack;

		for (size_t i = 0; i < pby_json__len(sites); i++) {
			const struct json_object *s = pby_json__item(sites, i);
			uint64_t ns = (uint64_t)pby_json__get_int(s, "total_ns");

			if (pby_json__get_bool(s, "holder"))
				continue;
			folded_line(out, stacks, lock, s, ns);
			told += ns;
		}
		for (size_t i = 0; i < pby_json__len(queue); i++)
			folded_line(out, stacks, lock, pby_json__item(queue, i),
				    (uint64_t)pby_json__get_int(pby_json__item(queue, i), "waited_ns"));
		/* Waits too short for a stack are there too, or the sums would lie. */
		if (all > told)
			folded_line(out, stacks, lock, no_stack, all - told);
	}
}

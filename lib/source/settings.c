// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* settings.c: reads the small files of settings.def, those that may block in a child. */
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/err.h"
#include "base/root.h"
#include "model/kernel.h"
#include "source/child.h"
#include "source/kernel_files.h"
#include "source/vmallocinfo.h"

struct row {
	const char *key, *path;
	bool blocks;
	const char *(*summary)(struct pby_text text, struct pby_arena *arena);
};

static const char *bpf_jit(struct pby_text text, struct pby_arena *arena)
{
	uint64_t bytes = pby_vmallocinfo__bpf_jit(text, (size_t)sysconf(_SC_PAGESIZE));

	return pby_arena__printf(arena, "%llu", (unsigned long long)bytes);
}

static const struct row rows[] = {
#define SETTING(key, path, blocks) { key, path, blocks, NULL },
#define SUMMARY(key, path, blocks, function) { key, path, blocks, function },
#include "source/settings.def"
#undef SETTING
#undef SUMMARY
};

enum { NR_ROWS = sizeof(rows) / sizeof(rows[0]), MAX_VALUE = 64 * 1024, MAX_SUMMARY = 64 << 20,
       CHILD_TIMEOUT_MS = 1000, MAX_STUCK = 3, REGION = 1 << 20 };

static struct pby_setting read_row(const struct pby_root *root, const struct row *row,
				   struct pby_arena *arena)
{
	struct pby_setting s = { .key = row->key, .where = row->path, .text = "", .why = "" };
	PBY_AUTO_BUF text = { 0 };
	struct pby_err err;
	struct pby_text t;

	int rc = pby_root__read(root, row->path, row->summary ? MAX_SUMMARY : MAX_VALUE, &text, &err);

	if (rc) {
		/* A snapshot says so of what its machine did not ask for. */
		s.read = rc == -EAGAIN ? PBY_MAYBE : PBY_NO;
		s.why = pby_arena__strdup(arena, err.text);
		s.error = -rc;
		return s;
	}
	t = pby_text__trim(pby_text__of(text.data, text.len));
	s.read = PBY_YES;
	s.text = row->summary ? row->summary(t, arena) : pby_arena__strndup(arena, t.p, pby_text__len(&t));
	return s;
}

/* What the child that may get stuck has read so far. */
struct asked {
	struct pby_setting items[NR_ROWS];
	uint32_t next;	/* rows before it are answered */
};

struct question {
	const struct pby_root *root;
	uint32_t from;
};

static void ask_blocking(struct pby_region *region, void *arg)
{
	const struct question *q = arg;
	struct asked *a = pby_arena__alloc(&region->arena, sizeof(*a));

	if (!a)
		return;
	a->next = q->from;
	region->result = a;
	for (uint32_t i = q->from; i < NR_ROWS; i++) {
		if (rows[i].blocks) {
			snprintf(region->doing, sizeof(region->doing), "%s", rows[i].path);
			a->items[i] = read_row(q->root, &rows[i], &region->arena);
		}
		__atomic_store_n(&a->next, i + 1, __ATOMIC_RELEASE);
	}
}

static void not_asked(const struct pby_root *root, struct pby_kernel *k, const struct row *row,
		      enum pby_tri read, const char *why)
{
	struct pby_setting s = { .key = row->key, .read = read, .text = "",
				 .where = row->path, .why = why };

	pby_root__missed(root, row->path, read == PBY_NO ? ETIMEDOUT : EAGAIN, why);
	pby_kernel__add_setting(k, &s);
}

/* Asks for rows from on in one child; returns the first row that is still open. */
static uint32_t ask_from(const struct pby_root *root, struct pby_kernel *k, uint32_t from,
			 bool *stuck)
{
	struct question q = { root, from };
	struct pby_child child;
	const struct asked *a;
	struct pby_err err;
	uint32_t next = from;

	if (pby_child__start(&child, REGION, ask_blocking, &q, &err)) {
		for (; next < NR_ROWS; next++)
			if (rows[next].blocks)
				not_asked(root, k, &rows[next], PBY_MAYBE, err.text);
		return next;
	}
	*stuck = pby_child__wait(&child, CHILD_TIMEOUT_MS) != PBY_CHILD_DONE;
	a = child.region->result;
	if (a) {
		uint32_t done = __atomic_load_n(&a->next, __ATOMIC_ACQUIRE);

		for (; next < done; next++)
			if (rows[next].blocks)
				pby_kernel__add_setting(k, &a->items[next]);
	}
	if (*stuck && next < NR_ROWS) {
		not_asked(root, k, &rows[next], PBY_NO,
			  "did not answer within a second: something holds its lock");
		next++;
	}
	pby_child__free(&child);
	return next;
}

/* "0-3,8-11" counts 8. 0 when malformed. */
static uint32_t count_cpus(const char *list)
{
	struct pby_text t = pby_text__str(list);
	uint64_t first, last, nr = 0;

	while (pby_text__u64(&t, &first)) {
		last = first;
		if (pby_text__eat(&t, "-") && !pby_text__u64(&t, &last))
			return 0;
		if (last < first || last > 1u << 20)
			return 0;
		nr += last - first + 1;
		pby_text__eat(&t, ",");
	}
	return pby_text__empty(&t) ? (uint32_t)nr : 0;
}

void pby_source__settings(const struct pby_root *root, struct pby_kernel *k, const char *hangs)
{
	const char *possible;
	int nr_stuck = 0;
	uint32_t next = 0;

	for (uint32_t i = 0; i < NR_ROWS; i++) {
		struct pby_setting s;

		if (rows[i].blocks && root->live)
			continue;
		s = read_row(root, &rows[i], &k->arena);
		pby_kernel__add_setting(k, &s);
	}
	while (root->live && !hangs && next < NR_ROWS && nr_stuck < MAX_STUCK) {
		bool stuck = false;

		next = ask_from(root, k, next, &stuck);
		nr_stuck += stuck;
	}
	for (; root->live && next < NR_ROWS; next++)
		if (rows[next].blocks)
			not_asked(root, k, &rows[next], PBY_MAYBE,
				  hangs ? hangs : "not asked: other files of this kind never answered");
	possible = pby_kernel__setting_text(k, "cpu.possible");
	k->nr_possible_cpus = possible ? count_cpus(possible) : 0;
}

/* One line of a small file, for identities; "" when it cannot be read. */
static const char *first_line(const struct pby_root *root, struct pby_kernel *k, const char *path)
{
	PBY_AUTO_BUF text = { 0 };
	struct pby_text t, line = { 0 };

	if (pby_root__read(root, path, MAX_VALUE, &text, NULL))
		return "";
	t = pby_text__of(text.data, text.len);
	pby_text__line(&t, &line);
	return pby_arena__strndup(&k->arena, line.p, pby_text__len(&line));
}

void pby_source__identity(const struct pby_root *root, struct pby_kernel *k)
{
	struct utsname u;

	k->running = true;
	if (root->live && !uname(&u)) {
		pby_kernel__set_release(k, u.release, u.version, u.machine);
		/* A snapshot is read through files; the last of them only exists since 6.1. */
		pby_root__keep(root, "/proc/sys/kernel/osrelease", pby_text__str(u.release));
		pby_root__keep(root, "/proc/sys/kernel/version", pby_text__str(u.version));
		pby_root__keep(root, "/proc/sys/kernel/arch", pby_text__str(u.machine));
		return;
	}
	pby_kernel__set_release(k, first_line(root, k, "/proc/sys/kernel/osrelease"),
				first_line(root, k, "/proc/sys/kernel/version"),
				first_line(root, k, "/proc/sys/kernel/arch"));
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_trigger.c: probity locks --trigger: quiet until it is bad, then all that is known into a directory. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "cmd/command.h"
#include "cmd/locks.h"
#include "model/contention/trigger.h"
#include "model/contention/verdict.h"
#include "report/hang.h"
#include "report/hang_views.h"
#include "report/locks.h"

/* How often it looks, and how long it keeps still after it has written. */
enum { PACE_S = 1, REST_NS_SHIFT = 36 };	/* 2^36 ns: 69 s */

/* What the files are made of: the locks, and the waits as they are now with whom each waits for. */
struct snapshot {
	struct json_object *locks, *waits;
};

static void add_json(const struct json_object *result, struct pby_buf *out)
{
	pby_buf__adds(out, json_object_to_json_string_ext((struct json_object *)result, JSON_C_TO_STRING_PRETTY));
	pby_buf__addc(out, '\n');
}

static void locks_json(const struct snapshot *s, struct pby_buf *out)
{
	add_json(s->locks, out);
}

static void locks_text(const struct snapshot *s, struct pby_buf *out)
{
	const struct pby_style plain = { .verbose = true, .width = 120, .height = 10000 };

	pby_locks__text(s->locks, &plain, out);
}

static void stacks_folded(const struct snapshot *s, struct pby_buf *out)
{
	pby_locks__folded(s->locks, out);
}

static void waits_json(const struct snapshot *s, struct pby_buf *out)
{
	add_json(s->waits, out);
}

static void waits_dot(const struct snapshot *s, struct pby_buf *out)
{
	pby_hang__dot(s->waits, out);
}

static void waits_svg(const struct snapshot *s, struct pby_buf *out)
{
	pby_hang__svg(s->waits, out);
}

static const struct {
	const char *name;
	void (*make)(const struct snapshot *s, struct pby_buf *out);
} files[] = {
	{ "locks.json", locks_json }, { "locks.txt", locks_text }, { "stacks.folded", stacks_folded },
	{ "waits.json", waits_json }, { "waits.dot", waits_dot }, { "waits.svg", waits_svg },
};

static int write_files(const struct snapshot *s, const char *dir, struct pby_err *err)
{
	char path[512];
	int rc = 0;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]) && !rc; i++) {
		PBY_AUTO_BUF out = { 0 };

		files[i].make(s, &out);
		snprintf(path, sizeof(path), "%s/%s", dir, files[i].name);
		rc = pby_output__write(&out, path, err);
	}
	return rc;
}

static int write_result(const struct pby_contention *c, const struct pby_probes *probes,
			const struct pby_contention_filter *filter, const char *dir, struct pby_err *err)
{
	struct pby_locks_judged judged;
	struct snapshot s = { NULL, NULL };
	int rc = pby_locks__judge(&judged, c, probes);

	if (!rc) {
		s.locks = pby_locks__json(&judged, filter, NULL);
		s.waits = pby_hang__json(&judged.hang);
	}
	rc = s.locks && s.waits ? write_files(&s, dir, err) : pby_err__set(err, ENOMEM, "no memory for the result");
	json_object_put(s.locks);
	json_object_put(s.waits);
	pby_locks_judged__free(&judged);
	return rc;
}

/* DIR/locks-20261122-061500 */
static int make_place(const char *under, char *dir, size_t size, struct pby_err *err)
{
	time_t now = time(NULL);
	struct tm tm;
	char stamp[32];

	if (mkdir(under, 0755) && errno != EEXIST)
		return pby_err__set(err, errno, "%s: %s", under, strerror(errno));
	strftime(stamp, sizeof(stamp), "%Y%m%d-%H%M%S", localtime_r(&now, &tm));
	if ((size_t)snprintf(dir, size, "%s/locks-%s", under, stamp) >= size)
		return pby_err__set(err, ENAMETOOLONG, "%s: too long", under);
	if (mkdir(dir, 0755))
		return pby_err__set(err, errno, "%s: %s", dir, strerror(errno));
	return 0;
}

int pby_locks_trigger__run(struct pby_locks_feed *feed, const struct pby_trigger *trigger,
			   const struct pby_locks_values *v, const struct pby_contention_filter *filter,
			   struct pby_err *err)
{
	int more, code = PBY_EXIT_CLEAN;
	uint64_t rest_until_ns = 0;

	/* It has to go on while the machine has no memory left to give. */
	mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
	do {
		struct pby_contention c = { 0 };
		const struct pby_contended *l = NULL;
		const char *why = NULL;
		char dir[400];
		int rc = 0;

		more = feed->next(feed, PACE_S, &c, err);
		if (more >= 0 && c.now_ns >= rest_until_ns)
			l = pby_trigger__fires(trigger, &c, &why);
		if (l) {
			rest_until_ns = c.now_ns + (1ull << REST_NS_SHIFT);
			code = PBY_EXIT_FOUND;
			rc = make_place(v->to ? v->to : ".", dir, sizeof(dir), err);
			if (!rc)
				rc = write_result(&c, feed->probes, filter, dir, err);
			if (!rc)
				printf("%s: %s at %s\n", dir, why, l->name ? l->name : "a lock without a name");
			fflush(stdout);
		}
		pby_contention__free(&c);
		if (rc || more < 0)
			return rc ? rc : more;
	} while (more > 0);
	return code;
}

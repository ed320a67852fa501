// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* parse.c: the parsers of small texts below /proc. */
#include "source/proc/parse.h"

#include "model/container.h"

bool pby_fd_link__parse(struct pby_text link, enum pby_holding *what)
{
	/* bpf_link since 5.8; before, raw tracepoints had descriptors of their own. */
	static const struct { const char *name; enum pby_holding what; } rows[] = {
		{ "bpf-prog", PBY_HOLDS_PROGRAM }, { "bpf-map", PBY_HOLDS_MAP },
		{ "bpf_link", PBY_HOLDS_LINK }, { "bpf-link", PBY_HOLDS_LINK },
		{ "[perf_event]", PBY_HOLDS_PERF }, { "bpf-raw-tracepoint", PBY_HOLDS_PERF },
		{ "bpf-tracing-prog", PBY_HOLDS_PERF }, { "bpf-stats", PBY_HOLDS_STATS },
	};

	if (!pby_text__eat(&link, "anon_inode:"))
		return false;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (pby_text__is(link, rows[i].name)) {
			*what = rows[i].what;
			return true;
		}
	}
	return false;
}

bool pby_fdinfo__number(struct pby_text fdinfo, const char *key, uint64_t *value)
{
	struct pby_text line;

	while (pby_text__line(&fdinfo, &line)) {
		if (!pby_text__eat(&line, key) || !pby_text__eat(&line, ":"))
			continue;
		pby_text__skip_blanks(&line);
		return pby_text__u64(&line, value);
	}
	return false;
}

bool pby_ns_link__parse(struct pby_text link, uint64_t *inode)
{
	struct pby_text type;

	return pby_text__until(&link, '[', &type) && pby_text__u64(&link, inode);
}

/* "\040" is a blank: the kernel writes blanks, tabs, newlines and backslashes so. */
static bool unescape(struct pby_text from, char *to, size_t size)
{
	size_t n = 0;

	while (!pby_text__empty(&from)) {
		const char *p = from.p;

		if (n + 1 >= size)
			return false;
		if (*p == '\\' && pby_text__len(&from) >= 4 && p[1] >= '0' && p[1] <= '3' &&
		    p[2] >= '0' && p[2] <= '7' && p[3] >= '0' && p[3] <= '7') {
			to[n++] = (char)((p[1] - '0') << 6 | (p[2] - '0') << 3 | (p[3] - '0'));
			from.p += 4;
		} else {
			to[n++] = *p;
			from.p++;
		}
	}
	to[n] = '\0';
	return n > 0;
}

bool pby_mounts__next(struct pby_text *mountinfo, const char *type, char *dir, size_t size)
{
	struct pby_text line, word, place = { 0 };

	while (pby_text__line(mountinfo, &line)) {
		int n = 0;

		while (pby_text__word(&line, &word) && !pby_text__is(word, "-"))
			if (++n == 5)
				place = word;
		if (n >= 5 && pby_text__word(&line, &word) && pby_text__is(word, type) &&
		    unescape(place, dir, size))
			return true;
	}
	return false;
}

struct pby_text pby_cgroup__path(struct pby_text cgroup)
{
	struct pby_text line, id, controllers, last = { 0 }, unified = { 0 };
	struct pby_container c;

	/* "12:memory:/docker/9f86d0..." */
	while (pby_text__line(&cgroup, &line)) {
		if (!pby_text__until(&line, ':', &id) || !pby_text__until(&line, ':', &controllers))
			continue;
		if (pby_container__of(line, &c))
			return line;
		if (pby_text__is(id, "0") && pby_text__empty(&controllers))
			unified = line;
		last = line;
	}
	return unified.p ? unified : last;
}

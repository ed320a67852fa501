// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* uprobe_in_runtime.c: a uprobe in a library that every process maps. */
#include <string.h>

#include "rules/probes/attached.h"

/* Beginnings of file names. */
static const char *const runtimes[] = {
	"libc.so", "libc-", "libpthread", "ld-linux", "ld-musl", "libc.musl", "libstdc++", "libpython", "python3",
	"python2", "libjvm", "libruby", "ruby", "libperl", "perl", "libnode", "node", "php", "libphp", "libssl", "libcrypto",
	"libgnutls", "libgo.so", "libmono",
};

static bool test(const struct pby_subject *s, const struct pby_probe *p, struct pby_judgement *j)
{
	const char *name = p->target ? strrchr(p->target, '/') : NULL;

	(void)s;
	(void)j;
	name = name ? name + 1 : p->target;
	for (size_t i = 0; name && i < sizeof(runtimes) / sizeof(runtimes[0]); i++)
		if (!strncmp(name, runtimes[i], strlen(runtimes[i])))
			return true;
	return false;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	static const enum pby_probe_family families[] = { PBY_FAMILY_UPROBE };

	return pby_attached__each(s, j, families, 1, test);
}

const struct pby_rule pby_rule_uprobe_in_runtime = {
	.id = "uprobe-in-runtime",
	.title = "A uprobe or USDT probe in a shared library or language runtime fires in every process that uses it",
	.severity = PBY_MEDIUM,
	.area = PBY_AREA_PROBES,
	.needs = "BPF links, perf descriptors, uprobe_events",
	.why = "A uprobe belongs to the file: each process that maps libc, an SSL library or an interpreter gets the breakpoint, and pays a "
	       "trap at each call. Registering it takes the lock of each of those address spaces.",
	.advice = "Give the probe a pid (uprobe_multi and perf can), or probe the application itself.",
	.judge = judge,
};

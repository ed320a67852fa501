// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* topology.c: numbering of CPUs. */
#include "lab/topology.h"

#include "base/text.h"

static const char *const placement_names[] = { "cores", "siblings", "spread" };

const char *lab_placement__name(enum lab_placement p)
{
	return placement_names[p];
}

int lab_topology__cpus(const struct lab_topology *t)
{
	return t->sockets * t->cores * t->threads;
}

struct lab_place lab_topology__place(const struct lab_topology *t, int n)
{
	int cores = t->sockets * t->cores, core, sibling;

	if (t->placement == LAB_PLACE_SIBLINGS) {
		core = n / t->threads;
		sibling = n % t->threads;
	} else {
		core = n % cores;
		sibling = n / cores;
	}
	if (t->placement == LAB_PLACE_SPREAD)
		core = core % t->sockets * t->cores + core / t->sockets;
	return (struct lab_place){ .core = core, .socket = core / t->cores, .sibling = sibling };
}

static bool take_number(struct pby_text *text, int *to)
{
	uint64_t v;

	if (!pby_text__u64(text, &v) || !v || v > LAB_MAX_CPUS)
		return false;
	*to = (int)v;
	return true;
}

int lab_topology__parse(struct lab_topology *t, const char *spec, struct pby_err *err)
{
	struct pby_text text = pby_text__str(spec);

	*t = (struct lab_topology){ 0 };
	if (!take_number(&text, &t->sockets) || !pby_text__eat(&text, "x") ||
	    !take_number(&text, &t->cores) || !pby_text__eat(&text, "x") || !take_number(&text, &t->threads))
		return pby_err__set(err, EINVAL, "'%s' is no topology: SOCKETSxCORESxTHREADS, as in 2x24x2", spec);
	if (t->threads > 2)
		return pby_err__set(err, EINVAL, "'%s': more than two threads in a core are not modelled", spec);
	if ((int64_t)t->sockets * t->cores * t->threads > LAB_MAX_CPUS)
		return pby_err__set(err, EINVAL, "'%s': more than %d CPUs", spec, LAB_MAX_CPUS);
	if (pby_text__empty(&text))
		return 0;
	for (int i = 0; i < 3; i++) {
		struct pby_text rest = text;

		if (pby_text__eat(&rest, ",") && pby_text__is(rest, placement_names[i])) {
			t->placement = i;
			return 0;
		}
	}
	return pby_err__set(err, EINVAL, "'%s': the placement is one of cores, siblings, spread", spec);
}

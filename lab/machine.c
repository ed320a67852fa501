// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* machine.c: the presets of machines.def. */
#include "lab/machine.h"

#include <stdio.h>
#include <string.h>

struct lab_costs lab_costs__of(double sibling_ns, double core_ns, double socket_ns)
{
	return (struct lab_costs){
#define COST(member, value) .member = (value),
#include "lab/machines.def"
#undef COST
		.sibling_ps = (uint32_t)(sibling_ns * 1000),
		.core_ps = (uint32_t)(core_ns * 1000),
		.socket_ps = (uint32_t)(socket_ns * 1000),
	};
}

static const struct row {
	const char *name, *title, *topology;
	double sibling_ns, core_ns, socket_ns;
} rows[] = {
#define MACHINE(c, name, title, topology, sibling, core, socket) { name, title, topology, sibling, core, socket },
#include "lab/machines.def"
#undef MACHINE
};

enum { NR_ROWS = sizeof(rows) / sizeof(rows[0]) };

bool lab_machine__nth(size_t n, struct lab_machine *m)
{
	if (n >= NR_ROWS)
		return false;
	*m = (struct lab_machine){
		.name = rows[n].name, .title = rows[n].title,
		.costs = lab_costs__of(rows[n].sibling_ns, rows[n].core_ns, rows[n].socket_ns),
	};
	return !lab_topology__parse(&m->topology, rows[n].topology, NULL);
}

int lab_machine__find(const char *name, struct lab_machine *m, struct pby_err *err)
{
	char names[256] = "";

	for (size_t i = 0; i < NR_ROWS; i++) {
		size_t len = strlen(names);

		if (!strcmp(rows[i].name, name))
			return lab_machine__nth(i, m) ? 0 : pby_err__set(err, EINVAL, "machine %s: bad topology", name);
		snprintf(names + len, sizeof(names) - len, "%s%s", len ? ", " : "", rows[i].name);
	}
	return pby_err__set(err, ENOENT, "no machine '%s'; there are %s", name, names);
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* container.c: reads container ids out of cgroup paths. */
#include "model/container.h"

enum { ID_LEN = 64 };

static bool is_hex(struct pby_text t)
{
	for (; !pby_text__empty(&t); t.p++)
		if (!((*t.p >= '0' && *t.p <= '9') || (*t.p >= 'a' && *t.p <= 'f')))
			return false;
	return true;
}

/* "docker-<id>.scope", "kubepods-...:cri-containerd:<id>", "<id>". */
static bool by_hash(struct pby_text name, struct pby_container *c)
{
	struct pby_text id;

	if (pby_text__ends(name, ".scope"))
		name.end -= sizeof(".scope") - 1;
	if (pby_text__len(&name) < ID_LEN)
		return false;
	id = (struct pby_text){ name.end - ID_LEN, name.end };
	if (!is_hex(id))
		return false;
	c->id = id;
	c->runtime = (struct pby_text){ name.p, id.p };
	if (pby_text__empty(&c->runtime))
		return true;
	/* What stands before must end where the id begins. */
	c->runtime.end--;
	if (*c->runtime.end != '-' && *c->runtime.end != ':')
		return false;
	for (const char *p = c->runtime.end; p > c->runtime.p; p--) {
		if (p[-1] == ':') {
			c->runtime.p = p;
			break;
		}
	}
	/* The monitor beside a container is not in it. */
	return !pby_text__ends(c->runtime, "conmon");
}

/* Runtimes that name containers instead of numbering them. */
static bool by_name(struct pby_text parent, struct pby_text name, struct pby_container *c)
{
	struct pby_text id = name;

	c->runtime = pby_text__str("lxc");
	if (pby_text__eat(&id, "lxc.payload.") || pby_text__is(parent, "lxc")) {
		c->id = id;
		return !pby_text__empty(&id);
	}
	c->runtime = pby_text__str("machine");
	if (pby_text__eat(&id, "machine-") && pby_text__ends(id, ".scope")) {
		id.end -= sizeof(".scope") - 1;
		c->id = id;
		return !pby_text__empty(&id);
	}
	return false;
}

bool pby_container__of(struct pby_text path, struct pby_container *container)
{
	struct pby_text name, parent = { 0 };
	struct pby_container c;
	bool found = false;

	while (!pby_text__empty(&path)) {
		if (!pby_text__until(&path, '/', &name)) {
			name = path;
			path.p = path.end;
		}
		c = (struct pby_container){ 0 };
		if (by_hash(name, &c) || by_name(parent, name, &c)) {
			if (pby_text__empty(&c.runtime) && pby_text__is(parent, "docker"))
				c.runtime = parent;
			*container = c;
			found = true;
		}
		parent = name;
	}
	return found;
}

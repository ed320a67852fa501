// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* facts_probes.c: turns fixture text into attached probes. */
#include "support/facts_probes.h"

#include <errno.h>
#include <string.h>

static char *keep(struct pby_probes *to, struct pby_text t)
{
	return pby_arena__strndup(&to->arena, t.p, pby_text__len(&t));
}

int facts__probes(struct pby_probes *to, struct pby_text line)
{
	(void)line;
	for (int i = 0; i < PBY_NR_PROBE_LISTS; i++)
		to->lists[i] = (struct pby_listing){ .read = PBY_YES };
	return 0;
}

int facts__probes_unread(struct pby_probes *to, struct pby_text line)
{
	struct pby_text name;

	if (!pby_text__until(&line, '=', &name))
		return -EINVAL;
	for (int i = 0; i < PBY_NR_PROBE_LISTS; i++) {
		if (!pby_text__is(name, pby_probe_list__name((enum pby_probe_list)i)))
			continue;
		to->lists[i] = (struct pby_listing){ .read = PBY_NO, .why = keep(to, line) };
		return 0;
	}
	return -EINVAL;
}

static struct pby_count count(struct pby_text t)
{
	struct pby_count c = { .read = PBY_YES };

	if (!pby_text__u64(&t, &c.value))
		c = (struct pby_count){ PBY_NO, 0, "not told" };
	return c;
}

static uint32_t number(struct pby_text t)
{
	uint64_t v = 0;

	return pby_text__u64(&t, &v) ? (uint32_t)v : 0;
}

static struct pby_program *new_program(struct pby_probes *to, const char *type, const char *name)
{
	struct pby_program *p = PBY_PUSH(&to->arena, &to->programs);

	*p = (struct pby_program){ .id = to->programs.nr, .type_name = type, .name = name };
	p->run_cnt = p->run_time_ns = (struct pby_count){ PBY_NO, 0, "statistics are off" };
	p->recursion_misses = (struct pby_count){ PBY_YES, 0, NULL };
	return p;
}

/* Gathered first: an owner and a program are made when the line is complete. */
struct line {
	struct pby_owner owner;
	const char *prog;
	struct pby_count recursion;
};

static int option(struct pby_probes *to, struct pby_probe *p, struct line *l, struct pby_text key,
		  struct pby_text value)
{
	const char **pin;

	if (pby_text__is(key, "pid"))
		l->owner.pid = (pid_t)number(value);
	else if (pby_text__is(key, "comm"))
		l->owner.comm = keep(to, value);
	else if (pby_text__is(key, "container"))
		l->owner.container = keep(to, value);
	else if (pby_text__is(key, "pidns"))
		l->owner.pid_ns = number(value) ? 4026532000 : 4026531836;
	else if (pby_text__is(key, "pin") && (pin = PBY_PUSH(&to->arena, &p->pins)))
		*pin = keep(to, value);
	else if (pby_text__is(key, "event"))
		p->event = keep(to, value);
	else if (pby_text__is(key, "module"))
		p->module = keep(to, value);
	else if (pby_text__is(key, "offset"))
		p->offset = number(value);
	else if (pby_text__is(key, "places"))
		p->nr_places = number(value);
	else if (pby_text__is(key, "missed"))
		p->missed = count(value);
	else if (pby_text__is(key, "recursion"))
		l->recursion = count(value);
	else if (pby_text__is(key, "prog"))
		l->prog = keep(to, value);
	else if (pby_text__is(key, "link"))
		p->link_id = number(value);
	else if (pby_text__is(key, "state")) {
		for (uint32_t bit = 1; bit <= PBY_STATE_ENABLED; bit <<= 1)
			if (pby_text__is(value, pby_probe_state__name(bit)))
				p->state |= bit;
		return p->state ? 0 : -EINVAL;
	} else
		return -EINVAL;
	return 0;
}

int facts__probe(struct pby_probes *to, struct pby_text line)
{
	struct line l = { .owner = { .comm = "agent" }, .recursion = { PBY_YES, 0, NULL } };
	struct pby_probe p = { .nr_places = 1, .prog = UINT32_MAX }, *slot;
	struct pby_text word, key;
	char kind[32];
	uint32_t *owner;

	if (!pby_text__word(&line, &word))
		return -EINVAL;
	pby_text__copy(word, kind, sizeof(kind));
	p.kind = pby_probe_kind__parse(kind);
	if (p.kind == PBY_NR_PROBE_KINDS || !pby_text__word(&line, &word))
		return -EINVAL;
	if (pby_text__is(word, "?"))
		p.target_why = "not told";
	else
		p.target = keep(to, word);
	while (pby_text__word(&line, &word))
		if (!pby_text__until(&word, '=', &key) || option(to, &p, &l, key, word))
			return -EINVAL;
	if (l.owner.pid) {
		*PBY_PUSH(&to->arena, &to->owners) = l.owner;
		owner = PBY_PUSH(&to->arena, &p.owners);
		*owner = to->owners.nr - 1;
	}
	if (l.prog) {
		new_program(to, l.prog, "prog")->recursion_misses = l.recursion;
		p.prog = to->programs.nr - 1;
	}
	slot = PBY_PUSH(&to->arena, &to->probes);
	*slot = p;
	return 0;
}

int facts__program(struct pby_probes *to, struct pby_text line)
{
	struct pby_text type, name, word;
	struct pby_program *p;

	if (!pby_text__word(&line, &type) || !pby_text__word(&line, &name))
		return -EINVAL;
	p = new_program(to, keep(to, type), keep(to, name));
	if (pby_text__word(&line, &word) && pby_text__eat(&word, "runs="))
		p->run_cnt = count(word);
	return 0;
}

int facts__file(struct pby_probes *to, struct pby_text line)
{
	struct pby_text path, go;
	struct pby_probed_file *f;

	if (!pby_text__word(&line, &path) || !pby_text__word(&line, &go))
		return -EINVAL;
	f = PBY_PUSH(&to->arena, &to->files);
	*f = (struct pby_probed_file){ keep(to, path), PBY_MAYBE, "cannot be opened" };
	if (pby_text__is(go, "yes") || pby_text__is(go, "no"))
		*f = (struct pby_probed_file){ f->path, pby_text__is(go, "yes") ? PBY_YES : PBY_NO, NULL };
	return 0;
}

int facts__lru_map(struct pby_probes *to, struct pby_text line)
{
	struct pby_text name, max, entries;
	struct pby_lru_map *m;

	if (!pby_text__word(&line, &name) || !pby_text__word(&line, &max) ||
	    !pby_text__word(&line, &entries))
		return -EINVAL;
	m = PBY_PUSH(&to->arena, &to->maps);
	*m = (struct pby_lru_map){ to->maps.nr, number(max), keep(to, name), count(entries) };
	return 0;
}

int facts__stats_holder(struct pby_probes *to, struct pby_text line)
{
	struct pby_text comm, pid;
	uint32_t *slot;

	if (!pby_text__word(&line, &comm) || !pby_text__word(&line, &pid))
		return -EINVAL;
	*PBY_PUSH(&to->arena, &to->owners) = (struct pby_owner){ .pid = (pid_t)number(pid),
								 .comm = keep(to, comm) };
	slot = PBY_PUSH(&to->arena, &to->stats_holders);
	*slot = to->owners.nr - 1;
	return 0;
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* check_json.c: builds the result of probity check. */
#include <string.h>

#include "base/json.h"
#include "model/kernel.h"
#include "model/probes.h"
#include "model/rule.h"
#include "model/sickness.h"
#include "report/check.h"
#include "report/points.h"
#include "report/probes.h"

static void add_kernel(struct json_object *root, const struct pby_kernel *k)
{
	struct json_object *o = pby_json__obj(root, "kernel");

	pby_json__str(o, "release", k->release);
	pby_json__str(o, "version", k->version);
	pby_json__str(o, "machine", k->machine);
	pby_json__bool(o, "running", k->running);
	pby_json__int(o, "possible_cpus", k->nr_possible_cpus);
}

static void add_source(struct json_object *sources, const char *name, enum pby_tri read,
		       const char *where, const char *why)
{
	struct json_object *o = pby_json__obj(sources, NULL);

	pby_json__str(o, "name", name);
	pby_json__str(o, "read", pby_tri__name(read));
	pby_json__str(o, "where", where);
	if (read != PBY_YES)
		pby_json__str(o, "why", why && *why ? why : "not looked at");
}

/* Every task that hangs in tracing, with its stack. */
static void add_waiting(struct json_object *root, const struct pby_sickness *s)
{
	struct json_object *list = pby_json__arr(root, "waiting");

	for (uint32_t i = 0; i < s->waiting.nr; i++) {
		const struct pby_waiting *w = &s->waiting.items[i];
		struct json_object *o = pby_json__obj(list, NULL), *frames;

		pby_json__int(o, "pid", w->pid);
		pby_json__int(o, "tid", w->tid);
		pby_json__str(o, "comm", w->comm);
		pby_json__strn(o, "state", &w->state, 1);
		pby_json__str(o, "waits_for", pby_trace_wait__name(w->wait));
		pby_json__int(o, "still_ms", w->waited_ms);
		frames = pby_json__arr(o, "frames");
		for (uint32_t f = 0; f < w->nr_frames; f++)
			pby_json__str(frames, NULL, w->frames[f]);
	}
}

static void add_sources(struct json_object *root, const struct pby_kernel *k,
			const struct pby_sickness *sick)
{
	struct json_object *sources = pby_json__arr(root, "sources");

	add_source(sources, "btf", k->btf.read, k->btf.where, k->btf.why);
	add_source(sources, "kallsyms", k->symbols.read, k->symbols.where, k->symbols.why);
	add_source(sources, "config", k->config.read, k->config.where, k->config.why);
	add_source(sources, "tasks", sick->partial ? PBY_NO : sick->looked.read, sick->looked.where,
		   sick->partial ? sick->partial : sick->looked.why);
	for (uint32_t i = 0; i < k->settings.nr; i++) {
		const struct pby_setting *s = &k->settings.items[i];

		add_source(sources, s->key, s->read, s->where, s->why);
	}
}

/* A list read in part still hides something: it says what. */
static void add_probe_lists(struct json_object *root, const struct pby_probes *probes)
{
	struct json_object *sources = pby_json__get(root, "sources");

	for (int i = 0; i < PBY_NR_PROBE_LISTS; i++) {
		const struct pby_listing *l = &probes->lists[i];
		struct json_object *o = pby_json__obj(sources, NULL);

		pby_json__str(o, "name", pby_probe_list__name((enum pby_probe_list)i));
		pby_json__str(o, "read", pby_tri__name(l->read));
		pby_json__str(o, "where", pby_probe_list__where((enum pby_probe_list)i));
		if (l->why)
			pby_json__str(o, "why", l->why);
		if (l->partial)
			pby_json__bool(o, "partial", true);
		if (l->needless)
			pby_json__bool(o, "needless", true);
		pby_json__bool(o, "lists_probes", true);
	}
}

static void add_evidence(struct json_object *o, const struct pby_judgement *j)
{
	struct json_object *list = pby_json__arr(o, "evidence");

	for (uint32_t i = 0; i < j->evidence.nr; i++) {
		const struct pby_evidence *e = &j->evidence.items[i];
		struct json_object *item = pby_json__obj(list, NULL);

		pby_json__str(item, "text", e->text);
		pby_json__str(item, "where", e->where);
		pby_json__str(item, "strength", pby_strength__name(e->strength));
		pby_json__str(item, "value", pby_tri__name(e->value));
	}
}

static void add_commits(struct json_object *o, const char *key, const struct pby_commit *commits,
			size_t nr)
{
	struct json_object *list = pby_json__arr(o, key);

	for (size_t i = 0; i < nr && commits[i].id; i++) {
		struct json_object *c = pby_json__obj(list, NULL);

		pby_json__str(c, "id", commits[i].id);
		pby_json__str(c, "subject", commits[i].subject);
		pby_json__str(c, "release", commits[i].release);
	}
}

/* Which of the result's "probes" it is about, by their place in that list. */
static void add_probes(struct json_object *o, const struct pby_judgement *j)
{
	struct json_object *list = j->probes.nr ? pby_json__arr(o, "probes") : NULL;

	for (uint32_t i = 0; i < j->probes.nr; i++)
		pby_json__int(list, NULL, j->probes.items[i]);
}

static void add_finding(struct json_object *findings, const struct pby_judgement *j)
{
	const struct pby_rule *r = j->rule;
	struct json_object *o = pby_json__obj(findings, NULL);

	pby_json__str(o, "id", r->id);
	pby_json__str(o, "severity", pby_severity__name(j->severity));
	pby_json__str(o, "strength", pby_strength__name(j->strength));
	pby_json__str(o, "title", r->title);
	if (j->detail)
		pby_json__str(o, "detail", j->detail);
	pby_json__str(o, "why", r->why);
	pby_json__str(o, "advice", r->advice);
	add_probes(o, j);
	add_evidence(o, j);
	add_commits(o, "broken_by", r->broken_by, sizeof(r->broken_by) / sizeof(r->broken_by[0]));
	add_commits(o, "fixed_by", r->fixed_by, sizeof(r->fixed_by) / sizeof(r->fixed_by[0]));
}

static void add_rule(struct json_object *rules, const struct pby_judgement *j, bool ignored)
{
	struct json_object *o = pby_json__obj(rules, NULL);

	pby_json__str(o, "id", j->rule->id);
	pby_json__str(o, "title", j->rule->title);
	pby_json__str(o, "answer", pby_answer__name(j->answer));
	pby_json__str(o, "severity", pby_severity__name(j->severity));
	pby_json__str(o, "strength", pby_strength__name(j->strength));
	if (ignored)
		pby_json__bool(o, "ignored", true);
	if (j->answer == PBY_UNKNOWN)
		pby_json__str(o, "missing", j->missing ? j->missing : j->rule->needs);
	if (j->answer != PBY_FOUND)
		add_evidence(o, j);
}

static bool is_ignored(const struct pby_check_filter *filter, const char *id)
{
	for (size_t i = 0; filter && i < filter->nr_ignored; i++)
		if (!strcmp(filter->ignored[i], id))
			return true;
	return false;
}

/* Findings come worst first; within a severity in the order of the rules. */
static void add_judgements(struct json_object *root, const struct pby_verdict *v,
			   const struct pby_check_filter *filter)
{
	struct json_object *summary = pby_json__obj(root, "summary");
	struct json_object *findings = pby_json__arr(root, "findings");
	struct json_object *rules = pby_json__arr(root, "rules");
	int counts[PBY_CRITICAL + 1] = { 0 }, nr_unknown = 0, nr_ignored = 0;

	for (int severity = PBY_CRITICAL; severity >= PBY_INFO; severity--) {
		for (uint32_t i = 0; i < v->judgements.nr; i++) {
			const struct pby_judgement *j = &v->judgements.items[i];

			if (j->answer != PBY_FOUND || (int)j->severity != severity ||
			    is_ignored(filter, j->rule->id))
				continue;
			add_finding(findings, j);
			counts[severity]++;
		}
	}
	for (uint32_t i = 0; i < v->judgements.nr; i++) {
		const struct pby_judgement *j = &v->judgements.items[i];
		bool ignored = is_ignored(filter, j->rule->id);

		add_rule(rules, j, ignored);
		nr_unknown += j->answer == PBY_UNKNOWN;
		nr_ignored += ignored && j->answer == PBY_FOUND;
	}
	for (int severity = PBY_CRITICAL; severity >= PBY_INFO; severity--)
		pby_json__int(summary, pby_severity__name((enum pby_severity)severity),
			      counts[severity]);
	pby_json__int(summary, "unknown", nr_unknown);
	pby_json__int(summary, "ignored", nr_ignored);
}

struct json_object *pby_check__json(const struct pby_check *check,
				    const struct pby_check_filter *filter)
{
	struct json_object *root = json_object_new_object();

	pby_json__str(root, "schema", "probity.check/1");
	pby_json__str(root, "probity", PBY_VERSION);
	add_kernel(root, check->kernel);
	add_judgements(root, check->verdict, filter);
	pby_points__json(root, check->points);
	add_waiting(root, check->sickness);
	if (check->probes)
		pby_probes__json(root, check->probes);
	add_sources(root, check->kernel, check->sickness);
	if (check->probes)
		add_probe_lists(root, check->probes);
	return root;
}

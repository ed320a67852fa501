// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* facts.c: turns fixture text into a kernel model, through the model's own way in. */
#include "support/facts.h"
#include "support/facts_probes.h"
#include "support/facts_tasks.h"
#include "support/facts_types.h"

#include <stdlib.h>
#include <string.h>

struct builder {
	struct facts_case *c;
	struct btf *btf;
	struct pby_buf symbols;
	struct pby_buf config;
	bool all_symbols;
};

static int do_btf(struct builder *b, struct pby_text line)
{
	(void)line;
	b->btf = btf__new_empty();
	return 0;
}

static int do_struct(struct builder *b, struct pby_text line)
{
	return b->btf ? facts__struct(b->btf, line) : -EINVAL;
}

static int do_func(struct builder *b, struct pby_text line)
{
	return b->btf ? facts__func(b->btf, line) : -EINVAL;
}

static int do_enum(struct builder *b, struct pby_text line)
{
	return b->btf ? facts__enum(b->btf, line) : -EINVAL;
}

/* A table that looks like a kernel's: enough symbols, and data symbols if there are any. */
static int do_symbols(struct builder *b, struct pby_text line)
{
	for (int i = 0; i < 200; i++)
		pby_buf__addf(&b->symbols, "ffffffff81%06x T filler_%d\n", i * 16, i);
	if (pby_text__is(line, "all"))
		pby_buf__adds(&b->symbols, "ffffffff82000000 D init_task\n");
	return 0;
}

static int do_symbol(struct builder *b, struct pby_text line)
{
	pby_buf__addf(&b->symbols, "ffffffff81800000 t %.*s\n", (int)pby_text__len(&line), line.p);
	return 0;
}

static int do_config(struct builder *b, struct pby_text line)
{
	pby_buf__addf(&b->config, "%.*s\nCONFIG_64BIT=y\n", (int)pby_text__len(&line), line.p);
	return 0;
}

static int setting(struct builder *b, struct pby_text line, enum pby_tri read)
{
	char key[128], value[512];
	struct pby_setting s = { .key = key, .read = read, .where = "fixture", .text = "", .why = "" };
	struct pby_text name;

	if (!pby_text__until(&line, '=', &name))
		return -EINVAL;
	pby_text__copy(name, key, sizeof(key));
	pby_text__copy(line, value, sizeof(value));
	*(read == PBY_YES ? &s.text : &s.why) = value;
	pby_kernel__add_setting(&b->c->kernel, &s);
	return 0;
}

static int do_setting(struct builder *b, struct pby_text line)
{
	return setting(b, line, PBY_YES);
}

/* "setting-error kernel.ftrace_enabled=19": reading it gave this errno. */
static int do_setting_error(struct builder *b, struct pby_text line)
{
	struct pby_text copy = line, key;
	struct pby_setting *last;
	uint64_t error;

	if (!pby_text__until(&copy, '=', &key) || !pby_text__u64(&copy, &error) ||
	    setting(b, line, PBY_NO))
		return -EINVAL;
	last = &b->c->kernel.settings.items[b->c->kernel.settings.nr - 1];
	last->error = (int)error;
	last->why = pby_arena__printf(&b->c->kernel.arena, "%s: %s", last->key, strerror((int)error));
	return 0;
}

static int do_setting_unknown(struct builder *b, struct pby_text line)
{
	return setting(b, line, PBY_NO);
}

static int keep(struct builder *b, struct pby_text line, const char **where)
{
	*where = pby_arena__strndup(&b->c->kernel.arena, line.p, pby_text__len(&line));
	return 0;
}

/* "KEY=yes|no" */
static int do_experiment(struct builder *b, struct pby_text line)
{
	struct pby_experiment e = { .text = "as the fixture says" };
	struct pby_text name;
	char key[64];

	if (!pby_text__until(&line, '=', &name))
		return -EINVAL;
	pby_text__copy(name, key, sizeof(key));
	e.key = key;
	e.value = pby_text__is(line, "yes") ? PBY_YES : pby_text__is(line, "no") ? PBY_NO : PBY_MAYBE;
	pby_kernel__add_experiment(&b->c->kernel, &e);
	return e.value == PBY_MAYBE ? -EINVAL : 0;
}

static int do_release(struct builder *b, struct pby_text line)
{
	return keep(b, line, &b->c->kernel.release);
}

static int do_version(struct builder *b, struct pby_text line)
{
	return keep(b, line, &b->c->kernel.version);
}

static int do_machine(struct builder *b, struct pby_text line)
{
	return keep(b, line, &b->c->kernel.machine);
}

static int do_not_running(struct builder *b, struct pby_text line)
{
	(void)line;
	b->c->kernel.running = false;
	return 0;
}

static int do_want(struct builder *b, struct pby_text line)
{
	const struct { const char *word; char *text; size_t size; } rows[] = {
		{ "severity", b->c->severity, sizeof(b->c->severity) },
		{ "strength", b->c->strength, sizeof(b->c->strength) },
		{ "detail", b->c->detail, sizeof(b->c->detail) },
		{ "missing", b->c->missing, sizeof(b->c->missing) },
	};
	struct pby_text word;

	pby_text__word(&line, &word);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!pby_text__is(word, rows[i].word))
			continue;
		pby_text__copy(pby_text__trim(line), rows[i].text, rows[i].size);
		return 0;
	}
	return -EINVAL;
}

static int do_cpus(struct builder *b, struct pby_text line)
{
	uint64_t nr;

	if (!pby_text__u64(&line, &nr))
		return -EINVAL;
	b->c->kernel.nr_possible_cpus = (uint32_t)nr;
	return 0;
}

static const struct {
	const char *word;
	int (*act)(struct pby_sickness *s, struct pby_text line);
} task_words[] = {
	{ "tasks", facts__tasks }, { "tasks-partial", facts__tasks_partial },
	{ "own-namespace", facts__own_namespace }, { "waiting", facts__waiting },
};

static const struct {
	const char *word;
	int (*act)(struct pby_probes *probes, struct pby_text line);
} probe_words[] = {
	{ "probes", facts__probes }, { "probes-unread", facts__probes_unread },
	{ "probe", facts__probe }, { "program", facts__program }, { "file", facts__file },
	{ "lru-map", facts__lru_map }, { "stats-holder", facts__stats_holder },
};

static const struct {
	const char *word;
	int (*act)(struct builder *b, struct pby_text line);
} words[] = {
	{ "btf", do_btf }, { "struct", do_struct }, { "func", do_func }, { "enum", do_enum },
	{ "symbols", do_symbols }, { "symbol", do_symbol }, { "config", do_config },
	{ "setting", do_setting }, { "setting-unknown", do_setting_unknown },
	{ "setting-error", do_setting_error },
	{ "release", do_release }, { "version", do_version }, { "machine", do_machine },
	{ "not-running", do_not_running }, { "experiment", do_experiment }, { "cpus", do_cpus }, { "want", do_want },
};

static int act(struct builder *b, struct pby_text line)
{
	struct pby_text word;

	pby_text__word(&line, &word);
	pby_text__skip_blanks(&line);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (pby_text__is(word, words[i].word))
			return words[i].act(b, line);
	for (size_t i = 0; i < sizeof(task_words) / sizeof(task_words[0]); i++)
		if (pby_text__is(word, task_words[i].word))
			return task_words[i].act(&b->c->sickness, line);
	for (size_t i = 0; i < sizeof(probe_words) / sizeof(probe_words[0]); i++) {
		if (!pby_text__is(word, probe_words[i].word))
			continue;
		b->c->has_probes = true;
		return probe_words[i].act(&b->c->probes, line);
	}
	return -EINVAL;
}

static int finish(struct builder *b)
{
	struct pby_kernel *k = &b->c->kernel;
	int rc = 0;

	if (b->btf)
		rc = pby_kernel__take_btf(k, b->btf, "fixture");
	if (!rc && b->symbols.len)
		rc = pby_kernel__take_symbols(k, &b->symbols, "fixture");
	if (!rc && b->config.len)
		rc = pby_kernel__take_config(k, pby_text__of(b->config.data, b->config.len), "fixture");
	pby_buf__free(&b->symbols);
	pby_buf__free(&b->config);
	return rc;
}

int facts__next(struct pby_text *text, struct facts_case *c, struct pby_err *err)
{
	struct builder b = { .c = c };
	struct pby_text line, before;
	int rc;

	*c = (struct facts_case){ 0 };
	pby_kernel__set_release(&c->kernel, "", "", "x86_64");
	c->kernel.running = true;
	for (struct pby_text rest = *text; pby_text__line(&rest, &line); *text = rest) {
		line = pby_text__trim(line);
		if (pby_text__empty(&line) || *line.p == '#')
			continue;
		if (*c->expected && pby_text__starts(line, "case "))
			break;
		if (pby_text__eat(&line, "case ")) {
			if (!pby_text__until(&line, ':', &before))
				return pby_err__set(err, EINVAL, "case without ':'");
			pby_text__copy(before, c->expected, sizeof(c->expected));
			pby_text__copy(pby_text__trim(line), c->title, sizeof(c->title));
		} else if (!*c->expected || act(&b, line)) {
			return pby_err__set(err, EINVAL, "bad line '%.*s'", (int)pby_text__len(&line),
					    line.p);
		}
	}
	if (!*c->expected) {
		facts__free(c);
		return 0;
	}
	rc = finish(&b);
	return rc ? pby_err__set(err, -rc, "case '%s' makes no kernel", c->title) : 1;
}

void facts__free(struct facts_case *c)
{
	pby_sickness__free(&c->sickness);
	pby_probes__free(&c->probes);
	pby_kernel__free(&c->kernel);
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* calibration.c: reads and writes the file of prices, and finds prices in it. */
#include "model/bench/calibration.h"

#include <math.h>
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "model/bench/measured.h"

static const char schema[] = "probity.calibration/1";

const struct pby_price *pby_calibration__price(const struct pby_calibration *c, enum pby_hook hook,
					       const char *variant, enum pby_bench_body body)
{
	for (uint32_t i = 0; i < c->rows.nr; i++) {
		const struct pby_price *p = &c->rows.items[i];

		if (p->verdict != PBY_BENCH_USABLE && p->verdict != PBY_BENCH_BELOW)
			continue;
		if (!strcmp(p->hook, pby_hook__name(hook)) && (!variant || !strcmp(p->variant, variant)) &&
		    !strcmp(p->body, pby_bench_body__name(body)))
			return p;
	}
	return NULL;
}

static const char *text_of(struct pby_calibration *c, const struct json_object *o, const char *key)
{
	return pby_arena__strdup(&c->arena, pby_json__get_str(o, key));
}

/* A finite number; what is not there is 0. */
static bool number(const struct json_object *o, const char *key, double *value)
{
	const struct json_object *v = pby_json__get(o, key);

	*value = 0;
	if (!v)
		return true;
	if (!json_object_is_type(v, json_type_double) && !json_object_is_type(v, json_type_int))
		return false;
	*value = json_object_get_double(v);
	return isfinite(*value);
}

static int read_row(struct pby_calibration *c, const struct json_object *o, size_t i, const char *name,
		    struct pby_err *err)
{
	struct pby_price p = {
		.hook = text_of(c, o, "hook"), .variant = text_of(c, o, "variant"), .body = text_of(c, o, "body"),
		.verdict = pby_bench_verdict__parse(pby_json__get_str(o, "verdict")),
	};
	struct pby_price *to;

	if (!*p.hook || !*p.body)
		return pby_err__set(err, EBADMSG, "%s: row %zu names no hook or no body", name, i + 1);
	if (!number(o, "net_ns", &p.net_ns) || !number(o, "error_ns", &p.error_ns) ||
	    !number(o, "base_ns", &p.base_ns) || p.error_ns < 0 || p.base_ns < 0)
		return pby_err__set(err, EBADMSG, "%s: row %zu (%s) has a cost that is no number", name, i + 1, p.hook);
	to = PBY_PUSH(&c->arena, &c->rows);
	if (!to)
		return pby_err__set(err, ENOMEM, "%s: no memory", name);
	*to = p;
	return 0;
}

int pby_calibration__read(struct pby_calibration *c, const struct json_object *from, const char *name,
			  struct pby_err *err)
{
	const struct json_object *rows = pby_json__get(from, "rows");
	int64_t cpus = pby_json__get_int(from, "cpus");
	int rc = 0;

	if (strcmp(pby_json__get_str(from, "schema"), schema))
		return pby_err__set(err, EBADMSG, "%s: not a calibration (no \"schema\": \"%s\")", name, schema);
	c->release = text_of(c, from, "release");
	c->machine = text_of(c, from, "machine");
	c->cpu_model = text_of(c, from, "cpu_model");
	c->measured = text_of(c, from, "measured");
	c->emulator = text_of(c, from, "emulator");
	c->cpus = cpus > 0 && cpus < UINT32_MAX ? (uint32_t)cpus : 0;
	for (size_t i = 0; !rc && i < pby_json__len(rows); i++)
		rc = read_row(c, pby_json__item(rows, i), i, name, err);
	if (!rc && c->arena.failed)
		rc = pby_err__set(err, ENOMEM, "%s: no memory", name);
	return rc;
}

int pby_calibration__parse(struct pby_calibration *c, const char *text, size_t len, const char *name,
			   struct pby_err *err)
{
	struct json_tokener *tok;
	struct json_object *o;
	int rc;

	if (len > 16 << 20)
		return pby_err__set(err, EFBIG, "%s: larger than any calibration", name);
	tok = json_tokener_new();
	o = tok ? json_tokener_parse_ex(tok, text, (int)len) : NULL;
	rc = o ? pby_calibration__read(c, o, name, err)
	       : pby_err__set(err, EBADMSG, "%s: not JSON, from byte %zu on", name,
			      tok ? json_tokener_get_parse_end(tok) : 0);
	json_object_put(o);
	if (tok)
		json_tokener_free(tok);
	return rc;
}

int pby_calibration__add(struct pby_calibration *c, enum pby_bench_hook row, const struct pby_bench_measured *m)
{
	for (int b = 0; m->outcome.state == PBY_BENCH_DONE && b < PBY_NR_BENCH_BODIES; b++) {
		struct pby_bench_stat s = pby_bench_stat__of(&m->bodies[b].pairs);
		struct pby_price *p;

		if (s.verdict == PBY_BENCH_NO_DATA)
			continue;
		p = PBY_PUSH(&c->arena, &c->rows);
		if (!p)
			return -ENOMEM;
		*p = (struct pby_price){ pby_hook__name(pby_bench_hooks[row].hook), pby_bench_hooks[row].variant,
					 pby_bench_body__name((enum pby_bench_body)b), s.verdict,
					 s.net_ns, s.error_ns, s.base_ns };
	}
	return 0;
}

struct json_object *pby_calibration__json(const struct pby_calibration *c)
{
	struct json_object *o = json_object_new_object(), *rows;

	pby_json__str(o, "schema", schema);
	pby_json__str(o, "release", c->release);
	pby_json__str(o, "machine", c->machine);
	pby_json__str(o, "cpu_model", c->cpu_model);
	pby_json__int(o, "cpus", c->cpus);
	pby_json__str(o, "emulator", c->emulator);
	pby_json__str(o, "measured", c->measured);
	rows = pby_json__arr(o, "rows");
	for (uint32_t i = 0; i < c->rows.nr; i++) {
		const struct pby_price *p = &c->rows.items[i];
		struct json_object *row = pby_json__obj(rows, NULL);

		pby_json__str(row, "hook", p->hook);
		pby_json__str(row, "variant", p->variant);
		pby_json__str(row, "body", p->body);
		pby_json__str(row, "verdict", pby_bench_verdict__name(p->verdict));
		pby_json__fixed(row, "net_ns", p->net_ns, 2);
		pby_json__fixed(row, "error_ns", p->error_ns, 2);
		pby_json__fixed(row, "base_ns", p->base_ns, 2);
	}
	return o;
}

const char *pby_calibration__file_name(struct pby_arena *arena, const char *release, const char *cpu_model)
{
	char *name = pby_arena__printf(arena, "%s-%s", release, cpu_model), *to = name;

	for (const char *p = name; *p; p++) {
		bool plain = strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-", *p);

		if (plain)
			*to++ = *p;
		else if (to > name && to[-1] != '-')
			*to++ = '-';
	}
	while (to > name && to[-1] == '-')
		to--;
	if (*name)
		*to = '\0';
	return pby_arena__printf(arena, "calibration-%s.json", name);
}

void pby_calibration__free(struct pby_calibration *c)
{
	pby_arena__free(&c->arena);
	*c = (struct pby_calibration){ 0 };
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* option.c: parses a command line by its table. */
#include "cmd/option.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const struct pby_option *by_name(const struct pby_option *rows, size_t nr,
					struct pby_text name)
{
	for (size_t i = 0; i < nr; i++)
		if (pby_text__is(name, rows[i].name))
			return &rows[i];
	return NULL;
}

static const struct pby_option *by_letter(const struct pby_option *rows, size_t nr, char letter)
{
	for (size_t i = 0; i < nr; i++)
		if (rows[i].letter && rows[i].letter == letter)
			return &rows[i];
	return NULL;
}

static int store(const struct pby_option *o, void *values, const char *text, struct pby_err *err)
{
	char *at = (char *)values + o->offset, *end;
	struct pby_list *list;

	switch (o->kind) {
	case PBY_OPT_FLAG:
		*(bool *)at = true;
		return 0;
	case PBY_OPT_TEXT:
		*(const char **)at = text;
		return 0;
	case PBY_OPT_NUMBER:
		*(double *)at = strtod(text, &end);
		if (end == text || *end || !(*(double *)at >= 0) || isinf(*(double *)at))
			return pby_err__set(err, EINVAL, "--%s takes a number, not '%s'", o->name,
					    text);
		return 0;
	case PBY_OPT_LIST:
		list = (struct pby_list *)at;
		if (list->nr == PBY_LIST_MAX)
			return pby_err__set(err, EINVAL, "--%s is given more than %d times",
					    o->name, PBY_LIST_MAX);
		list->items[list->nr++] = text;
		return 0;
	}
	return 0;
}

/* "--name", "--name=value", "--name value". *i is moved over a value of its own. */
static int parse_long(const struct pby_option *rows, size_t nr, void *values, int argc,
		      char **argv, int *i, struct pby_err *err)
{
	const char *word = argv[*i] + 2, *eq = strchr(word, '=');
	struct pby_text name = pby_text__of(word, eq ? (size_t)(eq - word) : strlen(word));
	const struct pby_option *o = by_name(rows, nr, name);

	if (!o)
		return pby_err__set(err, EINVAL, "unknown option --%.*s", (int)pby_text__len(&name),
				    name.p);
	if (!o->arg && eq)
		return pby_err__set(err, EINVAL, "--%s takes no value", o->name);
	if (!o->arg)
		return store(o, values, NULL, err);
	if (eq)
		return store(o, values, eq + 1, err);
	if (*i + 1 >= argc)
		return pby_err__set(err, EINVAL, "--%s needs %s", o->name, o->arg);
	return store(o, values, argv[++*i], err);
}

/* "-v", "-vj", "-oFILE", "-o FILE". */
static int parse_short(const struct pby_option *rows, size_t nr, void *values, int argc,
		       char **argv, int *i, struct pby_err *err)
{
	for (const char *p = argv[*i] + 1; *p; p++) {
		const struct pby_option *o = by_letter(rows, nr, *p);
		int rc;

		if (!o)
			return pby_err__set(err, EINVAL, "unknown option -%c", *p);
		if (o->arg && p[1])
			return store(o, values, p + 1, err);
		if (o->arg && *i + 1 >= argc)
			return pby_err__set(err, EINVAL, "-%c needs %s", *p, o->arg);
		rc = store(o, values, o->arg ? argv[++*i] : NULL, err);
		if (rc || o->arg)
			return rc;
	}
	return 0;
}

int pby_options__parse(const struct pby_option *rows, size_t nr, void *values, int argc,
		       char **argv, int *nr_args, struct pby_err *err)
{
	bool options = true;
	int out = 1;

	for (int i = 1; i < argc; i++) {
		const char *a = argv[i];
		int rc = 0;

		if (options && !strcmp(a, "--"))
			options = false;
		else if (options && a[0] == '-' && a[1] == '-')
			rc = parse_long(rows, nr, values, argc, argv, &i, err);
		else if (options && a[0] == '-' && a[1])
			rc = parse_short(rows, nr, values, argc, argv, &i, err);
		else
			argv[out++] = argv[i];
		if (rc)
			return rc;
	}
	*nr_args = out - 1;
	return 0;
}

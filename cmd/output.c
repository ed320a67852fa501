// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* output.c: prints results; the one place that knows the terminal. */
#include "cmd/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "lab/report/lab.h"
#include "report/bench.h"
#include "report/cost.h"
#include "report/hang.h"
#include "report/hang_views.h"
#include "report/locks.h"

struct pby_style pby_output__style(const struct pby_output *as)
{
	struct pby_style style = { .width = 100, .height = 24, .verbose = as->verbose,
				   .points = as->points, .probes = as->probes };
	const char *no_colour = getenv("NO_COLOR"), *terminal = getenv("TERM");
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return style;
	style.colour = (!no_colour || !*no_colour) && (!terminal || strcmp(terminal, "dumb"));
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col >= 40 && size.ws_row >= 10) {
		style.width = size.ws_col < 120 ? size.ws_col : 120;
		style.height = size.ws_row;
	}
	return style;
}

void pby_output__json(struct json_object *result)
{
	char *text = pby_json__text(result);

	if (text)
		puts(text);
	free(text);
}

static void lab_text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out)
{
	lab_result__text(result, style->verbose, out);
}

enum { MAX_NEEDS = 5 };

static const struct view {
	const char *schema;
	const char *needs[MAX_NEEDS];	/* members without which the result says nothing, not that nothing was found */
	void (*text)(const struct json_object *result, const struct pby_style *style,
		     struct pby_buf *out);
	void (*html)(const struct json_object *result, struct pby_buf *out);	/* or NULL */
	void (*tsv)(const struct json_object *result, const struct pby_style *style,
		    struct pby_buf *out);	/* or NULL */
} views[] = {
	{ "probity.check/1", { "kernel", "summary", "findings", "rules" }, pby_check__text, pby_check__html, pby_check__tsv },
	{ "probity.lab/1", { "what", "title" }, lab_text, lab_result__html, NULL },
	{ "probity.bench/1", { "what", "rows" }, pby_bench__text, pby_bench__html, NULL },
	{ "probity.hang/1", { "verdict", "cycle", "waits", "tasks" }, pby_hang__text, pby_hang__html, NULL },
	{ "probity.locks/1", { "how", "seconds", "locks" }, pby_locks__text, NULL, NULL },
	{ "probity.cost/1", { "kernel", "sampling", "probes", "processes" }, pby_cost__text, NULL, NULL },
};

static const struct view *view_of(const struct json_object *result)
{
	const char *schema = pby_json__get_str(result, "schema");

	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++)
		if (!strcmp(views[i].schema, schema))
			return &views[i];
	return NULL;
}

static int check_needs(const struct view *view, const struct json_object *result, struct pby_err *err)
{
	for (size_t i = 0; i < MAX_NEEDS && view->needs[i]; i++)
		if (!pby_json__get(result, view->needs[i]))
			return pby_err__set(err, EBADMSG, "a damaged result: it has no \"%s\"", view->needs[i]);
	return 0;
}

bool pby_output__text(struct json_object *result, const struct pby_output *as)
{
	struct pby_style style = pby_output__style(as);
	const struct view *view = view_of(result);
	PBY_AUTO_BUF out = { 0 };

	if (!view)
		return false;
	if (as->tsv && view->tsv)
		view->tsv(result, &style, &out);
	else
		view->text(result, &style, &out);
	fputs(pby_buf__text(&out), stdout);
	return true;
}

int pby_output__write(const struct pby_buf *page, const char *path, struct pby_err *err)
{
	bool to_stdout = !strcmp(path, "-");
	bool bad;
	FILE *f;

	if (page->failed)
		return pby_err__set(err, ENOMEM, "no memory for %s", path);
	f = to_stdout ? stdout : fopen(path, "we");
	if (!f)
		return pby_err__set(err, errno, "%s: %s", path, strerror(errno));
	errno = EIO;
	bad = page->len && fwrite(page->data, 1, page->len, f) != page->len;
	if (!to_stdout)
		bad |= fclose(f) != 0;
	return bad ? pby_err__set(err, errno, "%s: %s", path, strerror(errno)) : 0;
}

static int show_html(const struct json_object *result, const char *path, struct pby_err *err)
{
	const struct view *view = view_of(result);
	PBY_AUTO_BUF page = { 0 };

	if (!view || !view->html)
		return pby_err__set(err, ENOTSUP, "this result has no HTML view");
	view->html(result, &page);
	return pby_output__write(&page, path, err);
}

int pby_output__show(struct json_object *result, const struct pby_output *as, struct pby_err *err)
{
	const struct view *view = view_of(result);
	int rc = view ? check_needs(view, result, err)
		      : pby_err__set(err, ENOTSUP, "not a result of probity (no known \"schema\")");

	if (rc)
		return rc;
	if (as->json)
		pby_output__json(result);
	else if (!as->html || strcmp(as->html, "-"))
		pby_output__text(result, as);
	return as->html ? show_html(result, as->html, err) : 0;
}

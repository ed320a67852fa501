// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* output.c: prints results; the one place that knows the terminal. */
#include "cmd/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json.h"

struct pby_style pby_output__style(bool verbose)
{
	struct pby_style style = { .width = 100, .height = 24, .verbose = verbose };
	const char *no_colour = getenv("NO_COLOR");
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return style;
	style.colour = !no_colour || !*no_colour;
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

static const struct {
	const char *schema;
	void (*text)(const struct json_object *result, const struct pby_style *style,
		     struct pby_buf *out);
} views[] = {
	{ "probity.check/1", pby_check__text },
};

bool pby_output__text(struct json_object *result, bool verbose)
{
	const char *schema = pby_json__get_str(result, "schema");
	struct pby_style style = pby_output__style(verbose);
	PBY_AUTO_BUF out = { 0 };

	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
		if (strcmp(views[i].schema, schema))
			continue;
		views[i].text(result, &style, &out);
		fputs(pby_buf__text(&out), stdout);
		return true;
	}
	return false;
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* show.c: probity show: any saved result, in any view. */
#include "cmd/command.h"
#include "cmd/output.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/root.h"

struct values {
	struct pby_output output;
};

static const struct pby_option options[] = {
	{ "points", 'p', PBY_OPT_FLAG, offsetof(struct values, output.points), NULL,
	  "of a check: show the ways to attach" },
	{ "attached", 'a', PBY_OPT_FLAG, offsetof(struct values, output.probes), NULL,
	  "of a check: show the attached probes" },
	{ "verbose", 'v', PBY_OPT_FLAG, offsetof(struct values, output.verbose), NULL,
	  "show everything" },
	{ "tsv", 0, PBY_OPT_FLAG, offsetof(struct values, output.tsv), NULL,
	  "of a check: a line per rule: id, answer, severity and strength, separated by tabs" },
	{ "html", 0, PBY_OPT_TEXT, offsetof(struct values, output.html), "FILE",
	  "write the result as one page too; - prints the page" },
};

enum { MAX_RESULT = 256 << 20 };

static struct json_object *load(const char *path, struct pby_err *err)
{
	PBY_AUTO_FD fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : dup(STDIN_FILENO);
	struct json_tokener *tok;
	struct json_object *o;
	PBY_AUTO_BUF text = { 0 };

	if (fd < 0) {
		pby_err__set(err, errno, "%s: %s", path, strerror(errno));
		return NULL;
	}
	if (pby_fd__read_all(fd, path, MAX_RESULT, &text, err))
		return NULL;
	tok = json_tokener_new();
	o = json_tokener_parse_ex(tok, pby_buf__text(&text), (int)text.len + 1);
	if (!o)
		pby_err__set(err, EBADMSG, "%s: byte %zu: %s", path, json_tokener_get_parse_end(tok),
			     json_tokener_error_desc(json_tokener_get_error(tok)));
	json_tokener_free(tok);
	return o;
}

static int run(const void *values, char **args, int nr_args)
{
	const struct values *v = values;
	struct json_object *result;
	struct pby_err err;
	int rc;

	result = load(nr_args ? args[0] : "-", &err);
	if (!result)
		return pby_command__fail("show", PBY_EXIT_BLIND, err.text);
	rc = pby_output__show(result, &v->output, &err);
	json_object_put(result);
	return rc ? pby_command__fail("show", PBY_EXIT_BLIND, err.text) : PBY_EXIT_CLEAN;
}

const struct pby_command pby_command_show = {
	.name = "show",
	.question = "What did a saved result (--json) say?",
	.args = "[FILE]",
	.max_args = 1,
	.text = "Reads the JSON that another command printed and shows it as text or as a page.",
	.options = options,
	.nr_options = sizeof(options) / sizeof(options[0]),
	.values_size = sizeof(struct values),
	.run = run,
};

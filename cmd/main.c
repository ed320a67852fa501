// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* main.c: finds the subcommand, fills its options, runs it. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/command.h"
#include "source/live/jobs.h"

static int usage_error(const char *name, const char *sentence)
{
	fprintf(stderr, "probity%s%s: %s; see 'probity%s%s --help'\n", *name ? " " : "", name,
		sentence, *name ? " " : "", name);
	return PBY_EXIT_USAGE;
}

/* The exit code, or that what was printed did not arrive. */
static int printed(const char *name, int code)
{
	if (fflush(stdout) || ferror(stdout))
		return pby_command__fail(name, PBY_EXIT_BLIND, "the output could not be written");
	return code;
}

static bool asks_for_help(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return true;
	return false;
}

static int run(const struct pby_command *c, int argc, char **argv)
{
	void *values = calloc(1, c->values_size + 1);
	struct pby_err err;
	int nr_args = 0, code = PBY_EXIT_CLEAN;

	if (!values)
		return pby_command__fail(c->name, PBY_EXIT_BLIND, "no memory");
	if (c->values)
		memcpy(values, c->values, c->values_size);
	if (asks_for_help(argc, argv))
		pby_command__help(c, stdout);
	else if (pby_options__parse(c->options, c->nr_options, values, argc, argv, &nr_args, &err))
		code = usage_error(c->name, err.text);
	else if (c->max_args >= 0 && nr_args > c->max_args)
		code = usage_error(c->name, "too many arguments");
	else
		code = c->run(values, argv + 1, nr_args);
	free(values);
	return printed(c->name, code);
}

/*
 * What the caller closed stays useless, but no descriptor of ours gets its number: text for a closed stdout would go to a
 * worker. A folder can be neither read nor written, and is there without /dev, too.
 */
static void fill_closed(void)
{
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/", O_RDONLY | O_DIRECTORY) < 0)
			return;
}

int main(int argc, char **argv)
{
	const struct pby_command *c;

	fill_closed();

	/* A child of a live look is this program under another name, started before anything was asked. */
	if (argc == 2 && !strcmp(argv[0], PBY_WORKER_NAME))
		return pby_worker__serve(pby_live_jobs, argv[1]);
	if (argc < 2) {
		pby_command__list(stdout, false);
		return printed("help", PBY_EXIT_CLEAN);
	}
	if (!strcmp(argv[1], "--version")) {
		puts("probity " PBY_VERSION);
		return printed("help", PBY_EXIT_CLEAN);
	}
	c = pby_command__find(!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ? "help" : argv[1]);
	if (!c)
		return pby_command__unknown("", "command", argv[1], "see 'probity --help'");
	return run(c, argc - 1, argv + 1);
}

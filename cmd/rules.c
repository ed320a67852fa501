// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rules.c: probity rules: the pitfalls that check knows. */
#include "cmd/command.h"

#include "model/rule.h"

struct values {
	bool markdown;
};

static const struct pby_option options[] = {
	{ "markdown", 0, PBY_OPT_FLAG, offsetof(struct values, markdown), NULL,
	  "print all of them as doc/rules.md" },
};

static void list(void)
{
	for (size_t i = 0; i < pby_nr_rules; i++)
		printf("%-9s %-32s %s\n", pby_severity__name(pby_rules[i]->severity),
		       pby_rules[i]->id, pby_rules[i]->title);
}

static void commits(const char *label, const struct pby_commit *c, size_t nr, const char *bullet)
{
	for (size_t i = 0; i < nr && c[i].id; i++)
		printf("%s%s: %s (\"%s\"), %s\n", bullet, label, c[i].id, c[i].subject, c[i].release);
}

static void explain(const struct pby_rule *r, const char *bullet)
{
	printf("%s\n\n%s\n\nDo: %s\n\nDecided by: %s\n", r->title, r->why, r->advice, r->needs);
	if (r->broken_by[0].id || r->fixed_by[0].id)
		putchar('\n');
	commits("broken by", r->broken_by, sizeof(r->broken_by) / sizeof(r->broken_by[0]), bullet);
	commits("fixed by", r->fixed_by, sizeof(r->fixed_by) / sizeof(r->fixed_by[0]), bullet);
	for (size_t i = 0; i < sizeof(r->links) / sizeof(r->links[0]) && r->links[i]; i++)
		printf("%ssee: %s\n", bullet, r->links[i]);
}

static void markdown(void)
{
	puts("# Rules of probity check\n\nWritten by `probity rules --markdown`.");
	for (size_t i = 0; i < pby_nr_rules; i++) {
		printf("\n## %s\n\nSeverity: %s. ", pby_rules[i]->id,
		       pby_severity__name(pby_rules[i]->severity));
		explain(pby_rules[i], "- ");
	}
}

static int run(const void *values, char **args, int nr_args)
{
	const struct values *v = values;
	const struct pby_rule *r;

	if (v->markdown) {
		markdown();
		return PBY_EXIT_CLEAN;
	}
	if (!nr_args) {
		list();
		return PBY_EXIT_CLEAN;
	}
	r = pby_rules__find(args[0]);
	if (!r)
		return pby_command__fail("rules", PBY_EXIT_USAGE, "no such rule; 'probity rules' lists them");
	explain(r, "");
	return PBY_EXIT_CLEAN;
}

const struct pby_command pby_command_rules = {
	.name = "rules",
	.question = "Which pitfalls are known, and what is one about?",
	.args = "[ID]",
	.max_args = 1,
	.text = "Lists the rules of probity check, or explains the one with this id.",
	.options = options,
	.nr_options = sizeof(options) / sizeof(options[0]),
	.values_size = sizeof(struct values),
	.run = run,
};

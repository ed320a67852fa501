// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rules.c: probity rules: the pitfalls that check knows. */
#include "cmd/command.h"
#include "cmd/output.h"

#include "base/buf.h"
#include "model/rule.h"
#include "report/rules.h"

struct values {
	bool markdown;
};

static const struct pby_option options[] = {
	{ "markdown", 0, PBY_OPT_FLAG, offsetof(struct values, markdown), NULL,
	  "print all of them as doc/rules.md" },
};

static int run(const void *values, char **args, int nr_args)
{
	const struct values *v = values;
	const struct pby_output as = { 0 };
	struct pby_style style = pby_output__style(&as);
	const struct pby_rule *rule = nr_args ? pby_rules__find(args[0]) : NULL;
	PBY_AUTO_BUF out = { 0 };

	if (nr_args && !rule)
		return pby_command__unknown("rules", "rule", args[0], "'probity rules' lists them");
	if (v->markdown)
		pby_rules__markdown(&out);
	else if (rule)
		pby_rule__text(rule, &style, &out);
	else
		pby_rules__list(&style, &out);
	fputs(pby_buf__text(&out), stdout);
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

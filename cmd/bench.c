// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench.c: probity bench: what hooks cost, measured on this machine. */
#include "cmd/bench/bench.h"

#include <string.h>

static const struct pby_option options[] = {
	{ "only", 0, PBY_OPT_TEXT, offsetof(struct bench_values, only), "NAMES",
	  "some of the rows, as in kprobe,uprobe/nop5,fexit" },
	{ "body", 'b', PBY_OPT_TEXT, offsetof(struct bench_values, bodies), "NAMES",
	  "some of the programs: empty, counter, hash" },
	{ "rounds", 'n', PBY_OPT_NUMBER, offsetof(struct bench_values, rounds), "N",
	  "pairs of runs with and without the probe; default 11, scale: 3, net: 7" },
	{ "duration", 0, PBY_OPT_NUMBER, offsetof(struct bench_values, duration_ms), "MS",
	  "hooks: length of a slice, default 3; scale, net: of a run, default 100" },
	{ "cpu", 0, PBY_OPT_TEXT, offsetof(struct bench_values, cpu), "N",
	  "the CPU to measure on; default the last one that may be used" },
	{ "threads", 't', PBY_OPT_TEXT, offsetof(struct bench_values, threads), "LIST",
	  "scale: numbers of threads, as in 1,2,4-8; default: doubling up to all CPUs; loss: sleepers, default 64" },
	{ "depth", 0, PBY_OPT_NUMBER, offsetof(struct bench_values, depth), "N",
	  "loss: how deep the recursion goes, default 100" },
	{ "verify", 0, PBY_OPT_FLAG, offsetof(struct bench_values, verify), NULL,
	  "loss: try the recommended maxactive with a kretprobe that is defined in tracefs for a moment" },
	{ "functions", 0, PBY_OPT_NUMBER, offsetof(struct bench_values, functions), "N",
	  "attach: to how many functions at once, at most 256; default 64, 1: no such rows" },
	{ "processes", 0, PBY_OPT_NUMBER, offsetof(struct bench_values, processes), "N",
	  "uprobe: up to how many processes map the file, at most 1024; default 256" },
	{ "force", 'f', PBY_OPT_FLAG, offsetof(struct bench_values, force), NULL,
	  "measure on a busy machine too" },
	{ "save", 's', PBY_OPT_FLAG, offsetof(struct bench_values, save), NULL,
	  "keep the costs as calibration, in $XDG_STATE_HOME/probity or ~/.local/state/probity" },
	{ "save-to", 0, PBY_OPT_TEXT, offsetof(struct bench_values, save_to), "DIR", "keep them there instead" },
	{ "compare", 'c', PBY_OPT_FLAG, offsetof(struct bench_values, compare), NULL,
	  "measure nothing: show two saved results (--json) beside each other" },
	{ "csv", 0, PBY_OPT_FLAG, offsetof(struct bench_values, csv), NULL, "print the figures as CSV" },
	{ "svg", 0, PBY_OPT_TEXT, offsetof(struct bench_values, svg), "DIR", "write the charts there too" },
	{ "html", 0, PBY_OPT_TEXT, offsetof(struct bench_values, output.html), "FILE",
	  "write the result as one page too; - prints the page" },
	{ "json", 'j', PBY_OPT_FLAG, offsetof(struct bench_values, output.json), NULL, "print the result as JSON" },
	{ "verbose", 'v', PBY_OPT_FLAG, offsetof(struct bench_values, output.verbose), NULL,
	  "show what was probed and how it was called" },
};

static const struct bench_verb *const verbs[] = {
	&bench_hooks, &bench_attach, &bench_uprobe, &bench_scale, &bench_loss, &bench_net,
};

int bench_fail(int code, const char *sentence)
{
	return pby_command__fail("bench", code, sentence);
}

static int run(const void *values, char **args, int nr_args)
{
	const struct bench_values *v = values;

	if (v->compare)
		return bench_compare(v, args, nr_args);
	for (size_t i = 0; nr_args && i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		const char *wrong;

		if (strcmp(verbs[i]->name, args[0]))
			continue;
		if (nr_args > 1)
			return bench_fail(PBY_EXIT_USAGE, "too many arguments");
		wrong = verbs[i]->misuse ? verbs[i]->misuse(v) : NULL;
		return wrong ? bench_fail(PBY_EXIT_USAGE, wrong) : verbs[i]->run(v);
	}
	if (nr_args)
		return pby_command__unknown("bench", "part", args[0], "see 'probity bench --help'");
	return bench_fail(PBY_EXIT_USAGE, "what? See 'probity bench --help'; most begin with 'probity bench hooks'");
}

const struct pby_command pby_command_bench = {
	.name = "bench",
	.question = "What does each hook cost on this machine, how does it scale, what does it lose?",
	.args = "[hooks | attach | uprobe | scale | loss | net | FILE FILE]",
	.max_args = 3,
	.text = "Attaches programs to functions that hardly anything else calls, calls them in loops, and compares\n"
		"with the same loops without them (doc/bench.md). It makes load, says before it starts what it attaches,\n"
		"and detaches at any end, kill -9 included. Refuses when the load is above half of the CPUs.\n"
		"  hooks      net cost per hit of every hook, each with three programs\n"
		"  attach     time to attach and detach, one function and many, at rest and busy, and what is waited for\n"
		"  uprobe     firing beside threads that map memory; registration in many processes, and what forks wait\n"
		"  scale      throughput on 1, 2, 4 ... all CPUs, where it stops growing, and what is lost\n"
		"  loss       what return hooks miss while many threads sleep in one function, or one recurses\n"
		"  net        what probes on tcp_sendmsg, tcp_recvmsg and inet_recvmsg take from TCP over a veth pair of its own,\n"
		"             and probes that take a filter's verdict from packets, softirqs and pings\n"
		"Exit status: 0 measured, 2 usage, 3 could not measure.",
	.options = options,
	.nr_options = sizeof(options) / sizeof(options[0]),
	.values_size = sizeof(struct bench_values),
	.run = run,
};

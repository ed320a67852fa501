// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lab.c: probity lab: the mechanisms behind the pitfalls, executable. */
#include "cmd/lab/lab.h"

#include <string.h>

static const struct pby_option options[] = {
	{ "engine", 'e', PBY_OPT_TEXT, offsetof(struct lab_values, engine), "ENGINE",
	  "sim (default): simulated CPUs; native: this machine; check (default of rcu-tasks): all interleavings" },
	{ "threads", 't', PBY_OPT_TEXT, offsetof(struct lab_values, threads), "LIST",
	  "numbers of threads, as in 1,2,4-8; default: doubling up to all CPUs" },
	{ "cpus", 0, PBY_OPT_NUMBER, offsetof(struct lab_values, cpus), "N",
	  "the largest number of threads of that doubling" },
	{ "topology", 0, PBY_OPT_TEXT, offsetof(struct lab_values, topology), "SxCxT",
	  "sockets, cores, threads, and where threads go: 2x24x2,siblings (or cores, spread)" },
	{ "machine", 'm', PBY_OPT_TEXT, offsetof(struct lab_values, machine), "NAME",
	  "a preset of topology and latencies; 'lab list' has them; default xeon-8260" },
	{ "only", 0, PBY_OPT_TEXT, offsetof(struct lab_values, only), "NAMES",
	  "some of the mechanisms, as in cas,objpool" },
	{ "mix", 0, PBY_OPT_TEXT, offsetof(struct lab_values, mix), "MIX",
	  "pool: raw or kretprobe, with hold=NS, think=NS, bulk=N; rwsem: writers=1/N, hold=, whold=, think=; rcu-tasks: doc/lab.md" },
	{ "arrivals", 0, PBY_OPT_TEXT, offsetof(struct lab_values, arrivals), "SCRIPT",
	  "rwsem: who is let in when they come in this order: Wrwrr, Wr300wr300, and dots where all inside leave" },
	{ "curve", 0, PBY_OPT_TEXT, offsetof(struct lab_values, curve), "FILE",
	  "predict: lines of THREADS,COUNT, or JSON of bench scale, measured on --topology with the pool --only (default cas)" },
	{ "objects", 0, PBY_OPT_NUMBER, offsetof(struct lab_values, objects), "N",
	  "pool: instances; default as the kernel chooses for the CPUs" },
	{ "duration", 0, PBY_OPT_NUMBER, offsetof(struct lab_values, duration_ms), "MS",
	  "time of each point; default as long as needed simulated (uprobe: 200), 500 native" },
	{ "seed", 0, PBY_OPT_NUMBER, offsetof(struct lab_values, seed), "N",
	  "of the simulation; the same seed gives the same result" },
	{ "full", 0, PBY_OPT_FLAG, offsetof(struct lab_values, full), NULL,
	  "check: the scenarios that take longer than a few seconds too" },
	{ "json", 'j', PBY_OPT_FLAG, offsetof(struct lab_values, output.json), NULL, "print the result as JSON" },
	{ "csv", 0, PBY_OPT_FLAG, offsetof(struct lab_values, csv), NULL, "print the points as CSV" },
	{ "svg", 0, PBY_OPT_TEXT, offsetof(struct lab_values, svg), "FILE", "write a chart too" },
	{ "quantity", 'q', PBY_OPT_TEXT, offsetof(struct lab_values, quantity), "NAME",
	  "of the chart: per_s (default), efficiency, p50_ns, p99_ns, miss_per_s, transfers" },
	{ "html", 0, PBY_OPT_TEXT, offsetof(struct lab_values, output.html), "FILE",
	  "write a page with all charts too; - prints the page" },
	{ "verbose", 'v', PBY_OPT_FLAG, offsetof(struct lab_values, output.verbose), NULL, "show all quantities" },
};

static const struct part {
	const char *name;
	int max_args;
	int (*run)(const struct lab_values *v, char **args, int nr_args);
} parts[] = {
	{ "list", 0, lab_list },
	{ "pool", 0, lab_pool },
	{ "rwsem", 0, lab_rwsem },
	{ "uprobe", 0, lab_uprobe },
	{ "chain", 0, lab_chain },
	{ "check", 1, lab_check },
	{ "rcu-tasks", 0, lab_rcu_tasks },
	{ "compare", 1, lab_compare },
	{ "predict", 0, lab_predict },
	{ "speed", 0, lab_speed },
};

int lab_fail(int code, const char *sentence)
{
	return pby_command__fail("lab", code, sentence);
}

static int run(const void *values, char **args, int nr_args)
{
	if (!nr_args)
		return lab_list(values, NULL, 0);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (strcmp(parts[i].name, args[0]))
			continue;
		if (nr_args - 1 > parts[i].max_args)
			return lab_fail(PBY_EXIT_USAGE, "too many arguments");
		return parts[i].run(values, args + 1, nr_args - 1);
	}
	return pby_command__unknown("lab", "part", args[0], "'probity lab list' has them");
}

const struct pby_command pby_command_lab = {
	.name = "lab",
	.question = "What will a probing mechanism do on another machine, and why?",
	.args = "[list | pool | rwsem | uprobe | chain | rcu-tasks | check [NAME] | predict | compare [CURVE] | speed]",
	.max_args = 2,
	.text = "The mechanisms behind the pitfalls, written once and run by an engine: on threads of this\n"
		"machine, on simulated CPUs with caches, or through all interleavings (doc/lab.md). Nothing of the kernel is touched.\n"
		"  list       mechanisms, machines, scenarios, published curves\n"
		"  pool       return-probe instance pools over numbers of threads\n"
		"  rwsem      readers and writers on one rw_semaphore, with and without spinning; or, with --arrivals,\n"
		"             in which order it lets in those who come in a given order\n"
		"  uprobe     firing uprobes against page faults, mmap and a registration, by kernel generation\n"
		"  chain      forks and tracefs readers behind a registration that meets a slow process\n"
		"  rcu-tasks  grace periods and exiting tasks: the deadlock, its absence since 6.9; with -e sim how long they take\n"
		"  check      all scenarios of the checker, or a group or one of them\n"
		"  predict    from a few CPUs of this machine, or --curve, to any --topology, with an error band\n"
		"  compare    the simulator's predictions beside published measurements\n"
		"  speed      how fast the simulator is here",
	.options = options,
	.nr_options = sizeof(options) / sizeof(options[0]),
	.values_size = sizeof(struct lab_values),
	.hidden = true,
	.run = run,
};

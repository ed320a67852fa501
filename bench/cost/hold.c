// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * hold.c: puts probes with a program that counts on a place in a file, in one process, and holds them until its input ends.
 *
 * usage: hold [-r] [-n TIMES] PID FILE OFFSET	-r: at the return of the function there; -n: so many attachments
 *
 * Prints "attached"; for each line read, how often the programs ran so far.
 */
#define _GNU_SOURCE
#include <linux/bpf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/bpf/make.h"
#include "source/perf_event.h"

int main(int argc, char **argv)
{
	const struct pby_bpf_kind kind = { .prog_type = BPF_PROG_TYPE_KPROBE };
	struct pby_perf_place place = { 0 };
	unsigned long times = 1;
	bool at_return = false;
	const char *step = "";
	char line[16];
	int option, counter, rc = 0;

	while ((option = getopt(argc, argv, "rn:")) != -1) {
		if (option == 'r')
			at_return = true;
		else if (option == 'n')
			times = strtoul(optarg, NULL, 10);
		else
			return 2;
	}
	if (argc - optind != 3)
		return 2;
	place.pid = (int32_t)strtol(argv[optind], NULL, 10);
	place.path = argv[optind + 1];
	place.offset = strtoull(argv[optind + 2], NULL, 10);
	counter = pby_bpf__make_counter();
	for (unsigned long i = 0; i < times; i++) {
		int prog = pby_bpf__make_counting_program(&kind, counter);
		int event = prog < 0 ? prog : pby_perf__uprobe(prog, &place, at_return, &step);

		if (event < 0) {
			fprintf(stderr, "hold: %s: %s\n", step, strerror(-event));
			return 1;
		}
	}
	puts("attached");
	fflush(stdout);
	while (fgets(line, sizeof(line), stdin)) {
		printf("%llu\n", (unsigned long long)pby_bpf__read_counter(counter, &rc));
		fflush(stdout);
	}
	return 0;
}

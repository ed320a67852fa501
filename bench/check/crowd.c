// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * crowd.c: makes this machine crowded and runs a command in it.
 *
 * usage: crowd LINKS PROCESSES COMMAND...
 *
 * LINKS iterator links of one program (they fire nothing) and PROCESSES sleeping children, all its
 * own and gone when it ends. Prints the wall milliseconds and the peak kilobytes of the command.
 */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int die(const char *what)
{
	fprintf(stderr, "crowd: %s: %s\n", what, strerror(errno));
	return 1;
}

static int make_links(int nr)
{
	/* r0 = 0; exit */
	struct bpf_insn insns[] = { { .code = 0xb7 }, { .code = 0x95 } };
	LIBBPF_OPTS(bpf_prog_load_opts, opts, .expected_attach_type = BPF_TRACE_ITER);
	struct rlimit files = { (rlim_t)nr + 64, (rlim_t)nr + 64 };
	int id = libbpf_find_vmlinux_btf_id("task", BPF_TRACE_ITER), prog;

	if (!nr)
		return 0;
	if (setrlimit(RLIMIT_NOFILE, &files) || id <= 0)
		return -1;
	opts.attach_btf_id = (unsigned int)id;
	prog = bpf_prog_load(BPF_PROG_TYPE_TRACING, "crowd", "GPL", insns, 2, &opts);
	for (int i = 0; prog >= 0 && i < nr; i++)
		if (bpf_link_create(prog, 0, BPF_TRACE_ITER, NULL) < 0)
			return -1;
	return prog < 0 ? -1 : 0;
}

static int make_processes(int nr)
{
	for (int i = 0; i < nr; i++) {
		pid_t pid = fork();

		if (pid < 0)
			return -1;
		if (pid)
			continue;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		/* Without its own links, so that their number stays what was asked for. */
		closefrom(0);
		for (;;)
			pause();
	}
	return 0;
}

static double now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static int measure(char **command)
{
	double start = now_ms();
	struct rusage usage;
	int status, null;
	pid_t pid = fork();

	if (!pid) {
		null = open("/dev/null", O_WRONLY | O_CLOEXEC);
		dup2(null, STDOUT_FILENO);
		execvp(command[0], command);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid || !WIFEXITED(status) ||
	    WEXITSTATUS(status) == 127)
		return die(command[0]);
	printf("%.1f %ld\n", now_ms() - start, usage.ru_maxrss);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc < 4) {
		fprintf(stderr, "usage: crowd LINKS PROCESSES COMMAND...\n");
		return 2;
	}
	/* The children before the links: they inherit none then. */
	if (make_processes((int)strtol(argv[2], NULL, 10)))
		return die("processes");
	if (make_links((int)strtol(argv[1], NULL, 10)))
		return die("links");
	return measure(argv + 3);
}

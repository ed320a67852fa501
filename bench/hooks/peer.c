// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * peer.c: the cost of a few hooks measured once more, by other means than probity bench: nothing of probity is in it,
 * libbpf loads and attaches, and the mean of long runs in CPU time is taken, not the fastest of short ones.
 *
 * usage: peer [ROUNDS]; prints "name ns" for each hook that works here
 */
#include <bpf/bpf.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define PLACE(name, code) \
	void at_##name(void); \
	__asm__(".text\n.balign 64\n.globl at_" #name "\n.type at_" #name ", @function\nat_" #name ":\n" code "ret\n")

PLACE(nop, "nop\n");
PLACE(nop5, ".byte 0x0f, 0x1f, 0x44, 0x00, 0x00\n");
PLACE(push, "push %rbp\nmov %rsp, %rbp\npop %rbp\n");

static void rename_self(void)
{
	prctl(PR_SET_NAME, "peer");
}

static const struct hook {
	const char *name;	/* of the row of probity bench */
	void (*call)(void);
	int at_return, raw_tp;
	long calls;
} hooks[] = {
	{ "raw_tp", rename_self, 0, 1, 400000 },
	{ "uprobe/nop", at_nop, 0, 0, 200000 },
	{ "uprobe/nop5", at_nop5, 0, 0, 400000 },
	{ "uprobe/push", at_push, 0, 0, 200000 },
	{ "uretprobe/push", at_push, 1, 0, 150000 },
};

static int read_number(const char *path)
{
	FILE *f = fopen(path, "re");
	int n = -1;

	if (f && fscanf(f, "%d", &n) != 1)
		n = -1;
	if (f)
		fclose(f);
	return n;
}

/* Where the place is in this file: the mapping that holds it begins at an offset of the file. */
static unsigned long offset_of(unsigned long address)
{
	FILE *f = fopen("/proc/self/maps", "re");
	unsigned long from, to, offset, found = 0;
	char line[512];

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "%lx-%lx %*s %lx", &from, &to, &offset) == 3 && address >= from && address < to)
			found = address - from + offset;
	if (f)
		fclose(f);
	return found;
}

static int attach(const struct hook *h, int prog)
{
	struct perf_event_attr attr = { .size = sizeof(attr) };
	int fd;

	if (h->raw_tp)
		return bpf_raw_tracepoint_open("task_rename", prog);
	attr.type = (unsigned)read_number("/sys/bus/event_source/devices/uprobe/type");
	attr.config = h->at_return ? 1 : 0;
	attr.config1 = (unsigned long)"/proc/self/exe";
	attr.config2 = offset_of((unsigned long)h->call);
	fd = (int)syscall(SYS_perf_event_open, &attr, getpid(), -1, -1, PERF_FLAG_FD_CLOEXEC);
	if (fd >= 0 && ioctl(fd, PERF_EVENT_IOC_SET_BPF, prog)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static double mean_ns(const struct hook *h)
{
	struct timespec a, b;

	/* Time of this thread alone: a mean on the wall clock holds all that others do on a shared machine. */
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &a);
	for (long i = 0; i < h->calls; i++)
		h->call();
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &b);
	return ((double)(b.tv_sec - a.tv_sec) * 1e9 + (double)(b.tv_nsec - a.tv_nsec)) / (double)h->calls;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	const struct bpf_insn insns[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 }, { .code = BPF_JMP | BPF_EXIT },
	};
	int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 7;
	double net[64];

	if (rounds < 1 || rounds > 64)
		return 2;
	for (size_t k = 0; k < sizeof(hooks) / sizeof(hooks[0]); k++) {
		const struct hook *h = &hooks[k];
		int prog = bpf_prog_load(h->raw_tp ? BPF_PROG_TYPE_RAW_TRACEPOINT : BPF_PROG_TYPE_KPROBE, "peer", "GPL",
					 insns, 2, NULL);
		int nr = 0;

		for (int i = 0; prog >= 0 && i < rounds; i++) {
			double base = mean_ns(h), probed;
			int fd = attach(h, prog);

			if (fd < 0)
				break;
			probed = mean_ns(h);
			close(fd);
			net[nr++] = probed - base;
		}
		if (prog >= 0)
			close(prog);
		if (!nr)
			continue;
		qsort(net, (size_t)nr, sizeof(net[0]), ascending);
		printf("%s %.1f\n", h->name, net[nr / 2]);
	}
	return 0;
}

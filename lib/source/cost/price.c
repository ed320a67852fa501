// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* price.c: an empty program, run by the kernel in a loop, with run statistics off and on. */
#define _GNU_SOURCE
#include "source/cost/price.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "source/bpf/call.h"

enum { RUNS = 5000, PACKET = 64 };

static int call(int command, union bpf_attr *attr)
{
	long rc = syscall(SYS_bpf, command, attr, sizeof(*attr));

	return rc < 0 ? -errno : (int)rc;
}

static int load_empty(void)
{
	const struct bpf_insn insns[] = {
		{ BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 0 },
		{ BPF_JMP | BPF_EXIT, 0, 0, 0, 0 },
	};
	union bpf_attr a;

	memset(&a, 0, sizeof(a));
	a.prog_type = BPF_PROG_TYPE_SOCKET_FILTER;
	a.insns = (uintptr_t)insns;
	a.insn_cnt = sizeof(insns) / sizeof(insns[0]);
	a.license = (uintptr_t)"Dual BSD/GPL";
	memcpy(a.prog_name, "probity_empty", sizeof("probity_empty"));
	return call(BPF_PROG_LOAD, &a);
}

/* Mean ns of a run; 0 when it was refused. The kernel times it itself, and lets others run in between. */
static double run(int fd)
{
	uint8_t packet[PACKET] = { 0 };
	union bpf_attr a;

	memset(&a, 0, sizeof(a));
	a.test.prog_fd = (uint32_t)fd;
	a.test.data_in = (uintptr_t)packet;
	a.test.data_size_in = sizeof(packet);
	a.test.repeat = RUNS;
	return call(BPF_PROG_TEST_RUN, &a) ? 0 : a.test.duration;
}

static double smaller(double a, double b)
{
	return a > 0 && (b <= 0 || a < b) ? a : b;
}

struct pby_stats_price pby_stats__price(void)
{
	struct pby_stats_price price = { 0 };
	struct pby_uapi_prog_info info;
	uint32_t len = sizeof(info);
	int fd = load_empty(), stats;

	if (fd < 0)
		return price;
	for (int i = 0; i < 3; i++)
		price.off_ns = smaller(run(fd), price.off_ns);
	stats = pby_bpf__enable_stats();
	for (int i = 0; stats >= 0 && i < 3; i++)
		price.on_ns = smaller(run(fd), price.on_ns);
	memset(&info, 0, sizeof(info));
	if (stats >= 0 && !pby_bpf__info(fd, &info, &len) && info.run_cnt)
		price.empty_ns = (double)info.run_time_ns / (double)info.run_cnt;
	if (stats >= 0)
		close(stats);
	close(fd);
	return price;
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* generate.c: a sysrq-t dump of as many tasks as wanted, the same at every run. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* What threads of a busy server sleep in. */
static const char *const calls[] = {
	"do_epoll_wait", "ep_poll", "do_sys_poll", "futex_wait_queue", "futex_wait", "do_futex", "do_nanosleep",
	"hrtimer_nanosleep", "pipe_read", "unix_stream_read_generic", "sock_recvmsg", "inet_csk_accept",
	"schedule_hrtimeout_range_clock", "do_wait", "kernel_wait4", "vfs_read", "ksys_read", "io_cqring_wait",
	"core_sys_select", "wait_woken", "tcp_recvmsg_locked", "inet_recvmsg", "__x64_sys_futex", "x64_sys_call",
};

enum { NR_CALLS = sizeof(calls) / sizeof(calls[0]), SHARED = 400, RARE = 4000 };

static uint64_t state = 88172645463325252ULL;
static uint64_t now_us = 1000000000;

static uint32_t any(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 16) % below;
}

static void stamp(void)
{
	printf("[%5" PRIu64 ".%06" PRIu64 "] ", now_us / 1000000, now_us % 1000000);
	now_us += 1 + any(3);
}

static void frame(const char *name, uint32_t offset, int leftover)
{
	stamp();
	printf(" %s%s+0x%x/0x%x\n", leftover ? "? " : "", name, offset, 0x800u);
}

/* Most threads sleep at one of a few hundred places, some at places of their own. */
static void stack(int blocked)
{
	uint64_t keep;
	uint32_t dice = any(1000);
	uint32_t which = dice < 500 ? any(20) : dice < 900 ? any(SHARED) : any(RARE);
	int deep;

	frame("__schedule", 0x2de, 0);
	frame("schedule", 0x5b, 0);
	if (blocked) {
		frame("schedule_preempt_disabled", 0x1c, 0);
		frame("__mutex_lock.constprop.0", 0x3b0, 0);
	}
	keep = state;
	state = which * 2654435761ULL + 99991;
	any(2);
	deep = 16 + any(17);
	for (int i = 0; i < deep; i++) {
		const char *name = calls[any(NR_CALLS)];

		frame(name, 0x10 + any(7) * 16, any(5) == 0);
	}
	state = keep;
	frame("do_syscall_64", 0x5b, 0);
	frame("entry_SYSCALL_64_after_hwframe", 0x72, 0);
}

static void registers(void)
{
	static const char *const rows[] = {
		"RIP: 0033:0x7f%010x\n", "RSP: 002b:00007ffd%08x EFLAGS: 00000246 ORIG_RAX: 00000000000000ca\n",
		"RAX: ffffffffffffffda RBX: 00000000%08x RCX: 00007f0000000000\n",
		"RDX: 0000000000000000 RSI: 0000000000000080 RDI: 00007f%010x\n",
		"RBP: 0000000000000000 R08: 00000000%08x R09: 00000000ffffffff\n",
		"R10: 0000000000000000 R11: 0000000000000246 R12: 00007f%010x\n",
		"R13: 0000000000000000 R14: 0000000000000000 R15: 00007f%010x\n",
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		stamp();
		printf(rows[i], any(1u << 31));
	}
}

int main(int argc, char **argv)
{
	static const char *const names[] = { "java", "kworker/3:1", "nginx", "postgres", "CPU 0/KVM" };
	long nr = argc > 1 ? strtol(argv[1], NULL, 10) : 1000;

	for (long i = 1; i <= nr; i++) {
		int blocked = any(100) == 0;

		stamp();
		printf("task:%-15.15s state:%c stack:%-5u pid:%-5ld tgid:%-5ld ppid:%-6u flags:0x%08x\n",
		       names[any(5)], blocked ? 'D' : 'S', any(8) * 1000, i, i, any(4000), 0x4000);
		stamp();
		puts("Call Trace:");
		stamp();
		puts(" <TASK>");
		stack(blocked);
		registers();
		stamp();
		puts(" </TASK>");
	}
	return 0;
}

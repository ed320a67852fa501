// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* seccomp.c: a process that forbids itself a system call and looks who says no. */
#include "source/trial/seccomp.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/err.h"
#include "model/kernel.h"
#include "source/child.h"

enum { REGION = 64 << 10, TIMEOUT_MS = 2000 };

/* No system call returns this one: who hears it hears the filter. */
enum { FILTERS_ANSWER = ENOTNAM };

struct answer {
	enum pby_tri passes;
	int error;	/* of setting the filter */
};

static void leave(int sig)
{
	(void)sig;
	_exit(0);
}

static int forbid(uint32_t nr)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, nr, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | FILTERS_ANSWER),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog prog = { sizeof(filter) / sizeof(filter[0]), filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog, 0, 0))
		return -errno;
	return 0;
}

/* In the child: setting a filter compiles it, which can wait for a lock of a sick machine. */
static void try_call(struct pby_region *region, void *arg)
{
	const uint32_t *nr = arg;
	const struct sigaction action = { .sa_handler = leave };
	struct answer *a = pby_arena__alloc(&region->arena, sizeof(*a));

	if (!a)
		return;
	region->result = a;
	sigaction(SIGILL, &action, NULL);
	/* Should the handler not be reached, no dump of the process is to be written. */
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	a->error = forbid(*nr);
	if (a->error)
		return;
	/* The handler does not come back: what it would say is said before. */
	a->passes = PBY_YES;
	if (syscall(*nr) == -1 && errno == FILTERS_ANSWER)
		a->passes = PBY_NO;
}

enum pby_tri pby_seccomp_trial__passes(uint32_t nr, struct pby_err *err)
{
	enum pby_tri passes = PBY_MAYBE;
	struct pby_child child;
	enum pby_child_end end;

	if (pby_child__start(&child, REGION, try_call, &nr, err))
		return PBY_MAYBE;
	end = pby_child__wait(&child, TIMEOUT_MS);
	pby_err__set(err, EIO, "the child that was to find out did not answer");
	if (end == PBY_CHILD_DONE && child.region->result) {
		const struct answer *a = child.region->result;

		passes = a->passes;
		if (a->error)
			pby_err__set(err, -a->error, "set a seccomp filter: %s", strerror(-a->error));
	}
	pby_child__free(&child);
	return passes;
}

void pby_source__seccomp_trial(struct pby_kernel *k)
{
	static const char *const texts[] = {
		[PBY_NO] = "a process that had forbidden itself uretprobe was refused it",
		[PBY_YES] = "a process that had forbidden itself uretprobe could make the call",
	};
	struct pby_experiment e = { .key = "seccomp.uretprobe" };
	struct pby_err err = { "" };

	/* The number is x86-64's, and so must be the kernel that runs here. */
	if (!pby_fact__yes(pby_kernel__x86_64(k)) ||
	    !pby_fact__yes(pby_kernel__function(k, "__x64_sys_uretprobe")))
		return;
	e.value = pby_seccomp_trial__passes(PBY_NR_URETPROBE, &err);
	e.text = e.value == PBY_MAYBE ? err.text : texts[e.value];
	pby_kernel__add_experiment(k, &e);
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* recipe.c: the table of experiments. */
#include "source/trial/recipe.h"

#include <errno.h>
#include <linux/bpf.h>
#include <unistd.h>

#include "source/bpf/make.h"
#include "source/perf_event.h"
#include "source/trial/target.h"

static const char self[] = "/proc/self/exe";

static int kprobe(const struct pby_recipe *r, struct pby_kernel *k, int prog_fd, const char **step)
{
	return pby_perf__kprobe(prog_fd, pby_target__kernel_function(k), r->at_return, step);
}

static int kprobe_multi(const struct pby_recipe *r, struct pby_kernel *k, int prog_fd,
			const char **step)
{
	*step = "attach";
	return pby_bpf__link_kprobe_multi(prog_fd, r->attach_type, pby_target__kernel_function(k),
					  r->at_return ? PBY_BPF_MULTI_RETURN : 0);
}

static int by_btf(const struct pby_recipe *r, struct pby_kernel *k, int prog_fd, const char **step)
{
	(void)r;
	(void)k;
	*step = "attach";
	return pby_bpf__link_raw(prog_fd, NULL);
}

static int raw_tracepoint(const struct pby_recipe *r, struct pby_kernel *k, int prog_fd,
			  const char **step)
{
	(void)r;
	(void)k;
	*step = "attach";
	return pby_bpf__link_raw(prog_fd, pby_target_tracepoint);
}

static int tracepoint(const struct pby_recipe *r, struct pby_kernel *k, int prog_fd,
		      const char **step)
{
	(void)r;
	(void)k;
	return pby_perf__tracepoint(prog_fd, "task/task_rename", step);
}

static int uprobe(const struct pby_recipe *r, struct pby_kernel *k, int prog_fd, const char **step)
{
	struct pby_perf_place place = { .path = self, .pid = getpid() };

	(void)k;
	*step = "find the function in this program";
	place.offset = pby_target__offset_of((const void *)pby_target__function);
	if (!place.offset)
		return -ENOENT;
	return pby_perf__uprobe(prog_fd, &place, r->at_return, step);
}

static int uprobe_multi(const struct pby_recipe *r, struct pby_kernel *k, int prog_fd,
			const char **step)
{
	uint64_t offset = pby_target__offset_of((const void *)pby_target__function);

	(void)k;
	*step = "find the function in this program";
	if (!offset)
		return -ENOENT;
	*step = "attach";
	return pby_bpf__link_uprobe_multi(prog_fd, r->attach_type, self, offset,
					  (uint32_t)getpid(), 0);
}

/* As a USDT: on a nop, with a semaphore that the kernel must raise. */
static int usdt(const struct pby_recipe *r, struct pby_kernel *k, int prog_fd, const char **step)
{
	struct pby_perf_place place = { .path = self, .pid = getpid() };
	int fd;

	(void)r;
	(void)k;
	*step = "find the nop in this program";
	place.offset = pby_target__offset_of(pby_target_nop);
	place.semaphore_offset = pby_target__offset_of((const void *)&pby_target_semaphore);
	if (!place.offset || !place.semaphore_offset)
		return -ENOENT;
	fd = pby_perf__uprobe(prog_fd, &place, false, step);
	if (fd < 0 || pby_target_semaphore == 2)
		return fd;
	*step = "raise the semaphore";
	close(fd);
	return -ENODATA;
}

static const char *lsm_hook(struct pby_kernel *k)
{
	(void)k;
	return "bpf_lsm_task_getpgid";
}

static const char *security_function(struct pby_kernel *k)
{
	(void)k;
	return "security_task_getpgid";
}

static const char *tracepoint_type(struct pby_kernel *k)
{
	(void)k;
	return "btf_trace_task_rename";
}

#define IN_KERNEL .trigger = pby_target__call_kernel
#define ON_RENAME .trigger = pby_target__rename
#define IN_PROGRAM .trigger = pby_target__call_function

const struct pby_recipe pby_recipes[PBY_NR_HOOKS] = {
	[PBY_HOOK_KPROBE] = { BPF_PROG_TYPE_KPROBE, .attach = kprobe, IN_KERNEL },
	[PBY_HOOK_KRETPROBE] = { BPF_PROG_TYPE_KPROBE, .attach = kprobe, .at_return = true, IN_KERNEL },
	[PBY_HOOK_KPROBE_MULTI] = { BPF_PROG_TYPE_KPROBE, PBY_BPF_TRACE_KPROBE_MULTI,
				    .attach = kprobe_multi, IN_KERNEL },
	[PBY_HOOK_KRETPROBE_MULTI] = { BPF_PROG_TYPE_KPROBE, PBY_BPF_TRACE_KPROBE_MULTI,
				       .attach = kprobe_multi, .at_return = true, IN_KERNEL },
	[PBY_HOOK_KPROBE_SESSION] = { BPF_PROG_TYPE_KPROBE, PBY_BPF_TRACE_KPROBE_SESSION,
				      .attach = kprobe_multi, IN_KERNEL },
	[PBY_HOOK_FENTRY] = { BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY, pby_target__kernel_function,
			      .attach = by_btf, IN_KERNEL },
	[PBY_HOOK_FEXIT] = { BPF_PROG_TYPE_TRACING, BPF_TRACE_FEXIT, pby_target__kernel_function,
			     .attach = by_btf, IN_KERNEL },
	[PBY_HOOK_FMOD_RET] = { BPF_PROG_TYPE_TRACING, BPF_MODIFY_RETURN, security_function,
				.attach = by_btf, IN_KERNEL },
	[PBY_HOOK_LSM] = { BPF_PROG_TYPE_LSM, BPF_LSM_MAC, lsm_hook, .attach = by_btf, IN_KERNEL },
	[PBY_HOOK_TRACEPOINT] = { BPF_PROG_TYPE_TRACEPOINT, .attach = tracepoint, ON_RENAME },
	[PBY_HOOK_RAW_TP] = { BPF_PROG_TYPE_RAW_TRACEPOINT, .attach = raw_tracepoint, ON_RENAME },
	[PBY_HOOK_TP_BTF] = { BPF_PROG_TYPE_TRACING, BPF_TRACE_RAW_TP, tracepoint_type, true,
			      by_btf, ON_RENAME },
	[PBY_HOOK_UPROBE] = { BPF_PROG_TYPE_KPROBE, .attach = uprobe, IN_PROGRAM },
	[PBY_HOOK_URETPROBE] = { BPF_PROG_TYPE_KPROBE, .attach = uprobe, .at_return = true, IN_PROGRAM },
	[PBY_HOOK_UPROBE_MULTI] = { BPF_PROG_TYPE_KPROBE, PBY_BPF_TRACE_UPROBE_MULTI,
				    .attach = uprobe_multi, IN_PROGRAM },
	[PBY_HOOK_UPROBE_SESSION] = { BPF_PROG_TYPE_KPROBE, PBY_BPF_TRACE_UPROBE_SESSION,
				      .attach = uprobe_multi, IN_PROGRAM },
	[PBY_HOOK_USDT] = { BPF_PROG_TYPE_KPROBE, .attach = usdt, .trigger = pby_target__call_nop },
};

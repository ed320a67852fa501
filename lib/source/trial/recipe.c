// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* recipe.c: the table of experiments. */
#include "source/trial/recipe.h"

#include <bpf/btf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <unistd.h>

#include "source/bpf/make.h"
#include "source/perf_event.h"
#include "source/trial/target.h"

static const char self[] = "/proc/self/exe";

static int kprobe(const struct pby_recipe *r, const struct pby_recipe_at *at, int prog_fd,
		  const char **step)
{
	return pby_perf__kprobe(prog_fd, at->function, at->offset, r->at_return, step);
}

static int kprobe_multi(const struct pby_recipe *r, const struct pby_recipe_at *at, int prog_fd,
			const char **step)
{
	*step = "attach";
	return pby_bpf__link_kprobe_multi(prog_fd, r->attach_type,
					  at->functions ? at->functions : &at->function,
					  at->functions ? at->nr_functions : 1,
					  r->at_return ? PBY_BPF_MULTI_RETURN : 0);
}

static int by_btf(const struct pby_recipe *r, const struct pby_recipe_at *at, int prog_fd,
		  const char **step)
{
	(void)r;
	(void)at;
	*step = "attach";
	return pby_bpf__link_raw(prog_fd, NULL);
}

static int raw_tracepoint(const struct pby_recipe *r, const struct pby_recipe_at *at, int prog_fd,
			  const char **step)
{
	(void)r;
	*step = "attach";
	return pby_bpf__link_raw(prog_fd, at->tracepoint);
}

static int tracepoint(const struct pby_recipe *r, const struct pby_recipe_at *at, int prog_fd,
		      const char **step)
{
	(void)r;
	return pby_perf__tracepoint(prog_fd, at->event, step);
}

static int uprobe(const struct pby_recipe *r, const struct pby_recipe_at *at, int prog_fd,
		  const char **step)
{
	struct pby_perf_place place = { .path = self, .pid = getpid() };

	*step = "find the function in this program";
	place.offset = pby_target__offset_of(at->place);
	if (!place.offset)
		return -ENOENT;
	return pby_perf__uprobe(prog_fd, &place, r->at_return, step);
}

static int uprobe_multi(const struct pby_recipe *r, const struct pby_recipe_at *at, int prog_fd,
			const char **step)
{
	uint64_t offset = pby_target__offset_of(at->place);

	*step = "find the function in this program";
	if (!offset)
		return -ENOENT;
	*step = "attach";
	return pby_bpf__link_uprobe_multi(prog_fd, r->attach_type, self, offset,
					  (uint32_t)getpid(), 0);
}

/* As a USDT: on a nop, with a semaphore that the kernel must raise. */
static int usdt(const struct pby_recipe *r, const struct pby_recipe_at *at, int prog_fd,
		const char **step)
{
	struct pby_perf_place place = { .path = self, .pid = getpid() };
	int fd;

	(void)r;
	*step = "find the nop in this program";
	place.offset = pby_target__offset_of(at->place);
	place.semaphore_offset = pby_target__offset_of((const void *)at->semaphore);
	if (!place.offset || !place.semaphore_offset)
		return -ENOENT;
	fd = pby_perf__uprobe(prog_fd, &place, false, step);
	if (fd < 0 || *at->semaphore == 2)
		return fd;
	*step = "raise the semaphore";
	close(fd);
	return -ENODATA;
}

static const char *function_of(const struct pby_recipe_at *at)
{
	return at->function;
}

static const char *security_of(const struct pby_recipe_at *at)
{
	return at->security;
}

static const char *lsm_of(const struct pby_recipe_at *at)
{
	return at->lsm;
}

static const char *tracepoint_type_of(const struct pby_recipe_at *at)
{
	return at->tracepoint_type;
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
	[PBY_HOOK_FENTRY] = { BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY, function_of,
			      .attach = by_btf, IN_KERNEL },
	[PBY_HOOK_FEXIT] = { BPF_PROG_TYPE_TRACING, BPF_TRACE_FEXIT, function_of,
			     .attach = by_btf, IN_KERNEL },
	[PBY_HOOK_FMOD_RET] = { BPF_PROG_TYPE_TRACING, BPF_MODIFY_RETURN, security_of,
				.attach = by_btf, IN_KERNEL },
	[PBY_HOOK_LSM] = { BPF_PROG_TYPE_LSM, BPF_LSM_MAC, lsm_of, .attach = by_btf, IN_KERNEL },
	[PBY_HOOK_TRACEPOINT] = { BPF_PROG_TYPE_TRACEPOINT, .attach = tracepoint, ON_RENAME },
	[PBY_HOOK_RAW_TP] = { BPF_PROG_TYPE_RAW_TRACEPOINT, .attach = raw_tracepoint, ON_RENAME },
	[PBY_HOOK_TP_BTF] = { BPF_PROG_TYPE_TRACING, BPF_TRACE_RAW_TP, tracepoint_type_of, true,
			      by_btf, ON_RENAME },
	[PBY_HOOK_UPROBE] = { BPF_PROG_TYPE_KPROBE, .attach = uprobe, IN_PROGRAM },
	[PBY_HOOK_URETPROBE] = { BPF_PROG_TYPE_KPROBE, .attach = uprobe, .at_return = true, IN_PROGRAM },
	[PBY_HOOK_UPROBE_MULTI] = { BPF_PROG_TYPE_KPROBE, PBY_BPF_TRACE_UPROBE_MULTI,
				    .attach = uprobe_multi, IN_PROGRAM },
	[PBY_HOOK_UPROBE_SESSION] = { BPF_PROG_TYPE_KPROBE, PBY_BPF_TRACE_UPROBE_SESSION,
				      .attach = uprobe_multi, IN_PROGRAM },
	[PBY_HOOK_USDT] = { BPF_PROG_TYPE_KPROBE, .attach = usdt, .trigger = pby_target__call_nop },
};

struct pby_recipe_at pby_recipe__trial_target(enum pby_hook hook, struct pby_kernel *k)
{
	return (struct pby_recipe_at){
		.function = pby_target__kernel_function(k),
		.security = "security_task_getpgid",
		.lsm = "bpf_lsm_task_getpgid",
		.tracepoint = pby_target_tracepoint,
		.tracepoint_type = "btf_trace_task_rename",
		.event = "task/task_rename",
		.place = hook == PBY_HOOK_USDT ? (const void *)pby_target_nop
					       : (const void *)pby_target__function,
		.semaphore = &pby_target_semaphore,
	};
}

int pby_recipe__kind(const struct pby_recipe *r, const struct pby_recipe_at *at, struct pby_kernel *k,
		     struct pby_bpf_kind *kind, const char **why)
{
	int id = 0;

	*kind = (struct pby_bpf_kind){ .prog_type = r->prog_type, .attach_type = r->attach_type };
	if (!r->btf_name)
		return 0;
	*why = "the kernel's BTF could not be read";
	if (!k->types.btf)
		return -1;
	*why = r->btf_name(at);
	id = btf__find_by_name_kind(k->types.btf, *why,
				    r->btf_typedef ? BTF_KIND_TYPEDEF : BTF_KIND_FUNC);
	kind->btf_id = id > 0 ? (uint32_t)id : 0;
	return id > 0 ? 0 : -1;
}

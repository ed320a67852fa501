// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fexit_image_freed.c: detaching an fexit program frees code that sleeping tasks return to. */
#include "model/kernel.h"
#include "model/rule.h"
#include "rules/kernel/presence.h"

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_fact tramp = pby_presence__old_trampolines(s->kernel), image;

	if (pby_fact__no(tramp)) {
		pby_judgement__cite(j, tramp);
		return PBY_NOT_APPLICABLE;
	}
	/* e21aa341785c gave each image a reference count, and a struct of its own to hold it. */
	image = pby_kernel__composite(s->kernel, "bpf_tramp_image");
	if (image.value == PBY_MAYBE && pby_fact__yes(pby_kernel__since(s->kernel, 5, 12)))
		image = pby_kernel__since(s->kernel, 5, 12);
	pby_judgement__cite(j, image);
	if (pby_fact__yes(image))
		return PBY_CLEAR;
	return pby_fact__yes(tramp) && pby_fact__no(image) ? PBY_FOUND : PBY_UNKNOWN;
}

const struct pby_rule pby_rule_fexit_image_freed = {
	.id = "fexit-image-freed",
	.title = "Detaching an fexit program from a function that sleeps can crash the kernel",
	.severity = PBY_CRITICAL,
	.area = PBY_AREA_KERNEL,
	.needs = "BTF (struct bpf_trampoline, struct bpf_tramp_image)",
	.why = "A task that sleeps inside the traced function will return into the trampoline. This kernel does not count "
	       "such tasks: it frees the trampoline when the program is detached or another one is added, and the "
	       "task returns into freed memory.",
	.advice = "Attach fexit and fmod_ret only to functions that never sleep (not to sys_*, vfs_* or anything that waits); "
		  "use a kretprobe or a tracepoint for the others. Update the kernel.",
	.fixed_by = {
		{ "e21aa341785c", "bpf: Fix fexit trampoline.", "5.12, 5.10.y" },
	},
	.judge = judge,
};

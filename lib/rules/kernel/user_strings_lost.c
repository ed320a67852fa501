// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* user_strings_lost.c: memory of the user that is not in core reads as empty. */
#include "model/kernel.h"
#include "model/rule.h"

/* What sleepable programs may call instead, the best first. */
static const char *const sleeping[] = { "bpf_copy_from_user_str", "bpf_copy_from_user" };

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	/* What bpf_probe_read_user_str() stands on: it must not fault, so it fails. */
	struct pby_fact nofault = pby_kernel__function(s->kernel, "strncpy_from_user_nofault");

	pby_judgement__cite(j, nofault);
	if (nofault.value != PBY_YES)
		return pby_fact__no(nofault) ? PBY_NOT_APPLICABLE : PBY_UNKNOWN;
	for (size_t i = 0; i < sizeof(sleeping) / sizeof(sleeping[0]); i++) {
		struct pby_fact f = pby_kernel__function(s->kernel, sleeping[i]);

		if (!pby_fact__yes(f))
			continue;
		pby_judgement__weigh(j, f);
		pby_judgement__detail(j, "Sleepable programs of this kernel may call %s(), which brings the page in.",
				      sleeping[i]);
		break;
	}
	return PBY_FOUND;
}

const struct pby_rule pby_rule_user_strings_lost = {
	.id = "user-strings-lost",
	.title = "File names and other user strings that are not in memory are lost without a word",
	.severity = PBY_INFO,
	.area = PBY_AREA_KERNEL,
	.needs = "kallsyms or BTF (strncpy_from_user_nofault)",
	.why = "Programs on kprobes and tracepoints run where the kernel must not wait for a page. A string on a page that is "
	       "not resident (often one that a freshly started program has never touched) reads as -EFAULT and shows up as an "
	       "empty name. All kernels are so.",
	.advice = "Read the string at the exit of the system call, when the kernel has brought the page in, or in a sleepable "
		  "program (fentry.s, uprobe.s, lsm.s) by bpf_copy_from_user(). Count the reads that fail.",
	.judge = judge,
};

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * facts_types.h: the types of a kernel, in the text of facts.h:
 *
 *	struct rethook pool:freelist_head ref:refcount_t
 *	func synchronize_rcu_tasks
 *	enum BPF_TRACE_KPROBE_SESSION=56
 */
#ifndef PBY_TEST_FACTS_TYPES_H
#define PBY_TEST_FACTS_TYPES_H

#include <bpf/btf.h>

#include "base/text.h"

/* Each takes what follows its word. 0, or -EINVAL for a bad line. */
int facts__struct(struct btf *btf, struct pby_text line);
int facts__func(struct btf *btf, struct pby_text line);
int facts__enum(struct btf *btf, struct pby_text line);

#endif

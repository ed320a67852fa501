// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * rseq.h: push and pop on the stack of the CPU that executes them, as restartable sequences.
 *
 * The kernel watches a range of instructions: a thread that is preempted, migrated or
 * interrupted by a signal inside it continues at the abort label. The last instruction is the
 * store that makes the change; until then nothing has happened. (linux/rseq.h; Linux 4.18.)
 */
#ifndef PBY_POOL_RSEQ_H
#define PBY_POOL_RSEQ_H

#include <stdbool.h>
#include <stdint.h>

enum { PBY_CPU_OBJS = 60, PBY_CPU_SHIFT = 9 };

/* 512 bytes: eight lines of one CPU. Only threads on that CPU touch it, unless it is frozen. */
struct pby_pool_cpu {
	uint64_t nr;		/* objects on the stack */
	uint64_t frozen;	/* somebody else collects: keep out */
	uint64_t unused[2];
	void *objs[PBY_CPU_OBJS];
};
_Static_assert(sizeof(struct pby_pool_cpu) == 1 << PBY_CPU_SHIFT, "the sequences shift by it");

/* ThreadSanitizer does not see into a sequence and would report every hand-over. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_THREAD__) && __has_include(<sys/rseq.h>)
#include <sys/rseq.h>
#define PBY_POOL_HAS_RSEQ 1

enum pby_rseq_result { PBY_RSEQ_DONE, PBY_RSEQ_REFUSED, PBY_RSEQ_ABORTED };

static inline struct rseq *pby_rseq(void)
{
	return (struct rseq *)((char *)__builtin_thread_pointer() + __rseq_offset);
}

static inline bool pby_rseq__registered(void)
{
	return __rseq_size != 0 && (int32_t)pby_rseq()->cpu_id >= 0;
}

/*
 * The descriptor of a sequence from label 1 to label 2 with its abort handler at label 4; the
 * handler is preceded by the signature that glibc registered, inside an undefined instruction.
 */
#define PBY_RSEQ_BEGIN							\
	".pushsection __rseq_cs, \"aw\"\n\t"				\
	".balign 32\n\t"						\
	"3:\n\t"							\
	".long 0, 0\n\t"						\
	".quad 1f, 2f - 1f, 4f\n\t"					\
	".popsection\n\t"						\
	"leaq 3b(%%rip), %%rax\n\t"					\
	"movq %%rax, 8(%[rseq])\n\t"					\
	"1:\n\t"							\
	"movl 4(%[rseq]), %%eax\n\t"	/* cpu_id */			\
	"cmpl %[nr_cpus], %%eax\n\t"					\
	"jae %l[refused]\n\t"						\
	"shlq $9, %%rax\n\t"		/* PBY_CPU_SHIFT */		\
	"addq %[cpus], %%rax\n\t"					\
	"cmpq $0, 8(%%rax)\n\t"		/* frozen */			\
	"jne %l[refused]\n\t"						\
	"movq (%%rax), %%rcx\n\t"	/* nr */
#define PBY_RSEQ_END							\
	"2:\n\t"							\
	".pushsection __rseq_failure, \"ax\"\n\t"			\
	".byte 0x0f, 0xb9, 0x3d\n\t"	/* ud1 */			\
	".long 0x53053053\n\t"						\
	"4:\n\t"							\
	"jmp %l[aborted]\n\t"						\
	".popsection\n\t"
_Static_assert(RSEQ_SIG == 0x53053053, "the signature in PBY_RSEQ_END");

/* *obj is written inside the sequence and means nothing unless it is done. */
static inline enum pby_rseq_result pby_rseq__pop(struct pby_pool_cpu *cpus, uint32_t nr_cpus, void **obj)
{
	__asm__ __volatile__ goto(
		PBY_RSEQ_BEGIN
		"testq %%rcx, %%rcx\n\t"
		"jz %l[refused]\n\t"
		"movq 24(%%rax, %%rcx, 8), %%rdx\n\t"	/* objs[nr - 1] */
		"movq %%rdx, (%[obj])\n\t"
		"decq %%rcx\n\t"
		"movq %%rcx, (%%rax)\n\t"
		PBY_RSEQ_END
		: : [rseq] "r" (pby_rseq()), [cpus] "r" (cpus), [nr_cpus] "r" (nr_cpus), [obj] "r" (obj)
		: "rax", "rcx", "rdx", "memory", "cc" : refused, aborted);
	return PBY_RSEQ_DONE;
refused:
	return PBY_RSEQ_REFUSED;
aborted:
	return PBY_RSEQ_ABORTED;
}

static inline enum pby_rseq_result pby_rseq__push(struct pby_pool_cpu *cpus, uint32_t nr_cpus, void *obj)
{
	__asm__ __volatile__ goto(
		PBY_RSEQ_BEGIN
		"cmpq $60, %%rcx\n\t"			/* PBY_CPU_OBJS */
		"jae %l[refused]\n\t"
		"movq %[obj], 32(%%rax, %%rcx, 8)\n\t"	/* objs[nr]: above the top, nobody looks there yet */
		"incq %%rcx\n\t"
		"movq %%rcx, (%%rax)\n\t"
		PBY_RSEQ_END
		: : [rseq] "r" (pby_rseq()), [cpus] "r" (cpus), [nr_cpus] "r" (nr_cpus), [obj] "r" (obj)
		: "rax", "rcx", "memory", "cc" : refused, aborted);
	return PBY_RSEQ_DONE;
refused:
	return PBY_RSEQ_REFUSED;
aborted:
	return PBY_RSEQ_ABORTED;
}
_Static_assert(PBY_CPU_OBJS == 60 && PBY_CPU_SHIFT == 9 && __builtin_offsetof(struct pby_pool_cpu, frozen) == 8 &&
	       __builtin_offsetof(struct pby_pool_cpu, objs) == 32, "written out in the sequences");
_Static_assert(__builtin_offsetof(struct rseq, cpu_id) == 4 && __builtin_offsetof(struct rseq, rseq_cs) == 8,
	       "written out in the sequences");
#else
#define PBY_POOL_HAS_RSEQ 0
#endif

#endif

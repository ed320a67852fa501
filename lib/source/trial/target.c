// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* target.c: the harmless functions on which attaching is tried out. */
#define _GNU_SOURCE
#include "source/trial/target.h"

#include <elf.h>
#include <link.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "model/kernel.h"

const char pby_target_tracepoint[] = "task_rename";

const char *pby_target__kernel_function(struct pby_kernel *k)
{
	static const struct { const char *machine, *function; } rows[] = {
		{ "x86_64", "__x64_sys_getpgid" }, { "aarch64", "__arm64_sys_getpgid" },
		{ "riscv64", "__riscv_sys_getpgid" }, { "s390x", "__s390x_sys_getpgid" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strcmp(k->machine, rows[i].machine))
			return rows[i].function;
	return "sys_getpgid";
}

/* A copy for known arguments would not be the function that the probe is on; clang makes none. */
#if __has_attribute(noclone)
#define ONE_COPY __attribute__((noinline, noclone))
#else
#define ONE_COPY __attribute__((noinline))
#endif

ONE_COPY long pby_target__function(long value)
{
	__asm__ volatile("" : "+r"(value));
	return value;
}

/* In .data, so that it lies in the file; 1, so that the kernel's own increment shows as 2. */
volatile uint16_t pby_target_semaphore = 1;

ONE_COPY static void with_nop(void)
{
	__asm__ volatile(".globl pby_target_nop\n"
			 ".hidden pby_target_nop\n"
			 "pby_target_nop: nop");
}

struct wanted {
	uintptr_t address;
	uint64_t offset;
};

/* Called for the program itself first; it is the only object that holds the places asked for. */
static int look_in_segments(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct wanted *w = arg;

	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		uintptr_t start = info->dlpi_addr + p->p_vaddr;

		if (p->p_type != PT_LOAD || w->address < start || w->address >= start + p->p_filesz)
			continue;
		w->offset = w->address - start + p->p_offset;
		return 1;
	}
	return 0;
}

uint64_t pby_target__offset_of(const void *place)
{
	struct wanted w = { .address = (uintptr_t)place };

	dl_iterate_phdr(look_in_segments, &w);
	return w.offset;
}

/* With a pid: getpgid(0) passes by the security hook that lsm and fmod_ret are tried on. */
void pby_target__call_kernel(void)
{
	syscall(SYS_getpgid, syscall(SYS_getpid));
}

void pby_target__rename(void)
{
	prctl(PR_SET_NAME, "probity-trial");
}

void pby_target__call_function(void)
{
	pby_target__function(1);
}

void pby_target__call_nop(void)
{
	with_nop();
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* core.c: opens a core and finds the page tables and the kernel in it. */
#include "source/core/core.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "source/core/kernel_image.h"
#include "source/core/page_cache.h"
#include "source/core/vmcoreinfo.h"

/* Where x86-64 maps the kernel's text and data: arch/x86/include/asm/page_64_types.h. */
static const uint64_t text_map = 0xffffffff80000000ULL;

/* Top tables that may be the kernel's, best first. */
struct root {
	uint64_t phys;
	uint32_t levels;
	uint64_t encrypted;
};

enum { CR0_PAGING = 1u << 31, CR4_LA57 = 1 << 12, MAX_ROOTS = 16 };

static bool root_by_vmcoreinfo(struct pby_text info, struct root *root)
{
	int64_t phys_base, five = 0, mask = 0;
	uint64_t table;

	if (!pby_vmcoreinfo__symbol(info, "init_top_pgt", &table) &&
	    !pby_vmcoreinfo__symbol(info, "swapper_pg_dir", &table))
		return false;
	if (!pby_vmcoreinfo__number(info, "phys_base", &phys_base))
		return false;
	pby_vmcoreinfo__number(info, "pgtable_l5_enabled", &five);
	pby_vmcoreinfo__number(info, "sme_mask", &mask);
	*root = (struct root){ table - text_map + (uint64_t)phys_base, five ? 5 : 4, (uint64_t)mask };
	return true;
}

/*
 * A process's own tables map the kernel as well. With page-table isolation those that are used in
 * user mode do not; the kernel's lie in the page before them.
 */
static uint32_t find_roots(const struct pby_kmem *mem, struct root roots[MAX_ROOTS])
{
	uint32_t nr = root_by_vmcoreinfo(mem->vmcoreinfo, &roots[0]);

	for (uint32_t i = 0; i < mem->cpus.nr && nr + 2 <= MAX_ROOTS; i++) {
		const struct pby_kmem_cpu *cpu = &mem->cpus.items[i];
		uint32_t levels = cpu->cr4 & CR4_LA57 ? 5 : 4;
		uint64_t table = cpu->cr3 & ~0xfffULL;

		if (!(cpu->cr0 & CR0_PAGING) || !table)
			continue;
		roots[nr++] = (struct root){ table, levels, 0 };
		if (table & 0x1000)
			roots[nr++] = (struct root){ table & ~0x1000ULL, levels, 0 };
	}
	return nr;
}

static int find_kernel(struct pby_core *core, struct pby_err *err)
{
	struct root roots[MAX_ROOTS];
	uint32_t nr = find_roots(&core->mem, roots);

	for (uint32_t i = 0; i < nr; i++) {
		struct pby_page page;

		if (pby_paging__start(&core->mem.paging, &core->mem.arena, roots[i].phys, roots[i].levels,
				      roots[i].encrypted))
			return pby_err__set(err, ENOMEM, "%s: no memory", core->path);
		if (pby_kernel_image__find(core) && pby_paging__find(&core->mem, core->image_start, &page))
			return 0;
	}
	/* Virtual addresses alone may be enough: /proc/kcore and its copies have no CPUs. */
	core->mem.paging = (struct pby_paging){ 0 };
	if (pby_kernel_image__find(core))
		return 0;
	if (nr)
		return pby_err__set(err, ENODATA, "%s: the page tables that its notes name lead to no Linux "
				    "kernel: taken before it ran, or damaged?", core->path);
	return pby_err__set(err, ENODATA, "%s: neither VMCOREINFO nor a CPU's registers tell where its page "
			    "tables are", core->path);
}

/* A file that is shorter than its headers promise would show lists that end early. */
static int check_size(const struct pby_core *core, struct pby_err *err)
{
	struct stat st;

	if (fstat(core->mem.fd, &st) || !S_ISREG(st.st_mode) || (uint64_t)st.st_size >= core->mem.file_end)
		return 0;
	return pby_err__set(err, EBADMSG, "%s: cut off: it has %llu bytes and its headers promise %llu; take it "
			    "again where there is room", core->path, (unsigned long long)st.st_size,
			    (unsigned long long)core->mem.file_end);
}

static int open_core(struct pby_core *core, struct pby_err *err)
{
	int fd = open(core->path, O_RDONLY | O_CLOEXEC), rc;

	if (fd < 0)
		return pby_err__set(err, errno, "%s: %s", core->path, strerror(errno));
	rc = pby_kmem__open(&core->mem, fd, core->path, err);
	if (rc)
		return rc;
	if (!core->mem.x86_64)
		return pby_err__set(err, ENOTSUP, "%s: a core of another machine than x86-64", core->path);
	core->mem.cache = pby_page_cache__new(&core->mem.arena);
	rc = check_size(core, err);
	return rc ? rc : find_kernel(core, err);
}

int pby_core__open(struct pby_core *core, const char *path, struct pby_err *err)
{
	int rc;

	*core = (struct pby_core){ .mem = { .fd = -1 }, .path = path };
	rc = open_core(core, err);
	if (rc)
		pby_core__close(core);
	return rc;
}

struct pby_text pby_core__image(const struct pby_core *core)
{
	return pby_text__of(core->image.data, core->image.len);
}

void pby_core__close(struct pby_core *core)
{
	pby_kmem__close(&core->mem);
	pby_buf__free(&core->image);
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* elf_core.c: reads the segments and the notes of a kernel's ELF core. */
#include "source/core/elf_core.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "source/core/formats.h"
#include "source/kmem.h"

/* linux/elf.h: not in every libc's elf.h. */
enum { NOTE_TASKSTRUCT = 4, NOTE_PRSTATUS = 1 };
enum { MAX_SEGMENTS = 1 << 22, MAX_NOTES = 64 << 20 };

/* struct elf_prstatus and user_regs_struct of x86-64 (include/linux/elfcore.h, asm/user_64.h). */
enum { PRSTATUS_REGS = 112, REG_BP = 4, REG_IP = 16, REG_SP = 19, NR_REGS = 27 };

/* target/i386/arch_dump.c of QEMU: version, size, 18 registers, 10 segments of 24 bytes, cr0 to cr4. */
enum { QEMU_CR = 8 + 18 * 8 + 10 * 24, QEMU_SIZE = QEMU_CR + 6 * 8 };

static uint64_t word_at(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* Both kinds of notes come in order of the CPUs: first all of one kind, then all of the other. */
static struct pby_kmem_cpu *cpu_of(struct pby_kmem *mem, uint32_t i)
{
	while (mem->cpus.nr <= i)
		if (!PBY_PUSH(&mem->arena, &mem->cpus))
			return NULL;
	return &mem->cpus.items[i];
}

static void take_registers(struct pby_kmem *mem, const char *desc, uint32_t nr)
{
	struct pby_kmem_cpu *cpu = cpu_of(mem, nr);
	const char *regs = desc + PRSTATUS_REGS;

	if (!cpu)
		return;
	cpu->bp = word_at(regs + 8 * REG_BP);
	cpu->ip = word_at(regs + 8 * REG_IP);
	cpu->sp = word_at(regs + 8 * REG_SP);
}

static void take_control(struct pby_kmem *mem, const char *desc, uint32_t nr)
{
	struct pby_kmem_cpu *cpu = cpu_of(mem, nr);

	if (!cpu)
		return;
	cpu->cr0 = word_at(desc + QEMU_CR);
	cpu->cr3 = word_at(desc + QEMU_CR + 3 * 8);
	cpu->cr4 = word_at(desc + QEMU_CR + 4 * 8);
}

/* Walks the ELF notes: a header, the padded name, the padded content. */
void pby_elf_core__notes(struct pby_kmem *mem, const char *p, size_t size)
{
	uint32_t nr_status = 0, nr_qemu = 0;

	while (size >= sizeof(Elf64_Nhdr)) {
		Elf64_Nhdr n;
		size_t name, desc;

		memcpy(&n, p, sizeof(n));
		name = ((size_t)n.n_namesz + 3) & ~(size_t)3;
		desc = ((size_t)n.n_descsz + 3) & ~(size_t)3;
		if (size - sizeof(n) < name || size - sizeof(n) - name < desc)
			return;
		p += sizeof(n);
		if (n.n_namesz == 5 && !memcmp(p, "CORE", 5)) {
			if (n.n_type == NOTE_TASKSTRUCT) {
				mem->self_task = p + name;
				mem->self_task_size = n.n_descsz;
			}
			if (n.n_type == NOTE_PRSTATUS && mem->x86_64 &&
			    n.n_descsz >= PRSTATUS_REGS + 8 * NR_REGS)
				take_registers(mem, p + name, nr_status++);
		}
		if (n.n_namesz == 5 && !memcmp(p, "QEMU", 5) && mem->x86_64 && n.n_descsz >= QEMU_SIZE)
			take_control(mem, p + name, nr_qemu++);
		if (n.n_namesz == sizeof("VMCOREINFO") && !memcmp(p, "VMCOREINFO", n.n_namesz))
			mem->vmcoreinfo = pby_text__of(p + name, n.n_descsz);
		p += name + desc;
		size -= sizeof(n) + name + desc;
	}
}

static int by_start(const void *a, const void *b)
{
	const struct pby_kmem_range *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/*
 * Ascending, and each address in one range: QEMU's -p gives a physical page once for each mapping of
 * it. Which copy is read makes no difference.
 */
static void put_in_order(struct pby_kmem_range *items, uint32_t *nr)
{
	uint32_t kept = 0;

	if (!*nr)
		return;
	qsort(items, *nr, sizeof(*items), by_start);
	for (uint32_t i = 0; i < *nr; i++) {
		struct pby_kmem_range r = items[i];
		uint64_t end = kept ? items[kept - 1].end : 0;

		if (kept && r.end <= end)
			continue;
		if (kept && r.start < end) {
			r.offset += end - r.start;
			r.start = end;
		}
		items[kept++] = r;
	}
	*nr = kept;
}

static int take_notes(struct pby_kmem *mem, const Elf64_Phdr *ph)
{
	char *notes;

	if (mem->self_task || ph->p_filesz > MAX_NOTES)
		return 0;
	notes = pby_arena__alloc(&mem->arena, ph->p_filesz);
	if (!notes)
		return -ENOMEM;
	if (pby_kmem__read_file(mem, ph->p_offset, notes, ph->p_filesz))
		pby_elf_core__notes(mem, notes, ph->p_filesz);
	return 0;
}

/* Kernel addresses have their highest bit set; QEMU writes 0 or the physical address where it knows none. */
static int take_load(struct pby_kmem *mem, const Elf64_Phdr *ph)
{
	const uint64_t highest = 1ULL << 63;
	struct pby_kmem_range *r;

	if (!ph->p_filesz)
		return 0;
	if (ph->p_vaddr & highest && ph->p_vaddr + ph->p_filesz > ph->p_vaddr) {
		r = PBY_PUSH(&mem->arena, &mem->ranges);
		if (!r)
			return -ENOMEM;
		*r = (struct pby_kmem_range){ ph->p_vaddr, ph->p_vaddr + ph->p_filesz, ph->p_offset };
	}
	/* /proc/kcore has -1 where it is not physical memory. */
	if (!(ph->p_paddr & highest) && ph->p_paddr + ph->p_filesz > ph->p_paddr) {
		r = PBY_PUSH(&mem->arena, &mem->physical);
		if (!r)
			return -ENOMEM;
		*r = (struct pby_kmem_range){ ph->p_paddr, ph->p_paddr + ph->p_filesz, ph->p_offset };
	}
	return 0;
}

/* More than 65534 segments are counted in the first section header. */
static uint32_t count_segments(const struct pby_kmem *mem, const Elf64_Ehdr *eh)
{
	Elf64_Shdr first;

	if (eh->e_phnum != PN_XNUM)
		return eh->e_phnum;
	return eh->e_shoff && pby_kmem__read_file(mem, eh->e_shoff, &first, sizeof(first)) ?
	       first.sh_info : 0;
}

static int read_segments(struct pby_kmem *mem, const Elf64_Ehdr *eh, const char *name,
			 struct pby_err *err)
{
	uint32_t nr = count_segments(mem, eh);

	if (nr > MAX_SEGMENTS)
		return pby_err__set(err, EBADMSG, "%s: %u segments are more than any core has", name, nr);
	for (uint32_t i = 0; i < nr; i++) {
		Elf64_Phdr ph;
		int rc = 0;

		if (!pby_kmem__read_file(mem, eh->e_phoff + (uint64_t)i * sizeof(ph), &ph, sizeof(ph)))
			return pby_err__set(err, EBADMSG, "%s: program header %u is cut off", name, i);
		if (ph.p_type == PT_NOTE)
			rc = take_notes(mem, &ph);
		else if (ph.p_type == PT_LOAD)
			rc = take_load(mem, &ph);
		if (rc)
			return pby_err__set(err, ENOMEM, "%s: no memory for its segments", name);
		if (ph.p_type == PT_LOAD && ph.p_offset + ph.p_filesz > mem->file_end)
			mem->file_end = ph.p_offset + ph.p_filesz;
	}
	return 0;
}

int pby_elf_core__read(struct pby_kmem *mem, const char *name, struct pby_err *err)
{
	Elf64_Ehdr eh;
	int rc;

	rc = pby_core_format__refuse(mem, name, err);
	if (rc)
		return rc;
	if (!pby_kmem__read_file(mem, 0, &eh, sizeof(eh)))
		return pby_err__set(err, EBADMSG, "%s: shorter than an ELF header", name);
	if (memcmp(eh.e_ident, ELFMAG, SELFMAG) || eh.e_ident[EI_CLASS] != ELFCLASS64 ||
	    eh.e_type != ET_CORE || eh.e_phentsize != sizeof(Elf64_Phdr))
		return pby_err__set(err, EBADMSG, "%s: not a 64-bit ELF core", name);
	mem->x86_64 = eh.e_machine == EM_X86_64;
	rc = read_segments(mem, &eh, name, err);
	if (rc)
		return rc;
	if (!mem->ranges.nr && !mem->physical.nr)
		return pby_err__set(err, EBADMSG, "%s: maps no memory", name);
	put_in_order(mem->ranges.items, &mem->ranges.nr);
	put_in_order(mem->physical.items, &mem->physical.nr);
	return 0;
}

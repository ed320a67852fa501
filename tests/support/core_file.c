// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* core_file.c: puts headers, notes, page tables and an image into one file. */
#define _GNU_SOURCE
#include "support/core_file.h"

#include <elf.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/kernel_image.h"

enum { PAGE = 4096, HEADERS = 4096, QEMU_NOTE = 440, PRESENT = 1 };

static void note(struct pby_buf *out, const char *name, const char *desc, size_t size)
{
	Elf64_Nhdr h = { (uint32_t)strlen(name) + 1, (uint32_t)size, 0 };

	pby_buf__add(out, &h, sizeof(h));
	pby_buf__add(out, name, h.n_namesz);
	pby_buf__fill(out, '\0', -h.n_namesz & 3);
	pby_buf__add(out, desc, size);
	pby_buf__fill(out, '\0', -size & 3);
}

static void add_notes(struct pby_buf *out, const struct core_file_form *form)
{
	if (form->registers) {
		char qemu[QEMU_NOTE] = { 0 };
		uint64_t cr[5] = { 1u << 31, 0, 0, CORE_FILE_ROOT + (form->user_tables ? PAGE : 0),
				   form->levels == 5 ? 1 << 12 : 0 };

		memcpy(qemu + QEMU_NOTE - 8 - sizeof(cr), cr, sizeof(cr));
		note(out, "QEMU", qemu, sizeof(qemu));
	}
	if (form->vmcoreinfo) {
		PBY_AUTO_BUF info = { 0 };

		pby_buf__addf(&info, "OSRELEASE=6.1.0-test\nSYMBOL(swapper_pg_dir)=%llx\nSYMBOL(_stext)=%llx\n"
			      "NUMBER(phys_base)=%lld\nNUMBER(pgtable_l5_enabled)=%d\nKERNELOFFSET=9600000\n",
			      (unsigned long long)(core_file_text + CORE_FILE_ROOT - CORE_FILE_IMAGE),
			      (unsigned long long)core_file_text,
			      (long long)(CORE_FILE_IMAGE - (core_file_text - 0xffffffff80000000ULL)),
			      form->levels == 5);
		note(out, "VMCOREINFO", info.data, info.len);
	}
}

static void set_entry(char *memory, uint64_t table, uint64_t index, uint64_t entry)
{
	memcpy(memory + table + 8 * index, &entry, sizeof(entry));
}

/* One table of each level, from CORE_FILE_ROOT on; with isolation the page behind the root is user mode's. */
static void map_image(char *memory, const struct core_file_form *form, size_t pages)
{
	uint64_t table = CORE_FILE_ROOT, next = CORE_FILE_ROOT + 2 * PAGE;

	for (uint32_t level = form->levels; level > 1; level--, table = next, next += PAGE)
		set_entry(memory, table, core_file_text >> (12 + 9 * (level - 1)) & 511, next | PRESENT);
	for (size_t i = 0; i < pages; i++)
		set_entry(memory, table, (core_file_text >> 12 & 511) + i, (CORE_FILE_IMAGE + i * PAGE) | PRESENT);
}

static void add_image(struct pby_buf *out, const struct core_file_form *form)
{
	static const char *const extra[] = { "D_stext", "Dlinux_banner", "Dinit_task", "Dmodules", NULL };
	const struct kallsyms_form kallsyms = { .align = 8, .marker_bytes = 4, .addresses = KALLSYMS_BEHIND_BASE,
						.base = core_file_text };
	PBY_AUTO_BUF table = { 0 };

	/* The tables' place is counted from their own start: they come first. */
	kernel_image__kallsyms(&table, &kallsyms, 1100, extra);
	pby_buf__add(out, table.data, table.len);
	if (form->banner)
		pby_buf__addf(out, "Linux version %s (x@y) (gcc) #1 SMP test\n", form->banner);
	pby_buf__fill(out, '\0', -out->len & (PAGE - 1));
}

void core_file__make(struct pby_buf *out, const struct core_file_form *form)
{
	PBY_AUTO_BUF notes = { 0 }, memory = { 0 }, image = { 0 };
	struct {
		Elf64_Ehdr eh;
		Elf64_Phdr ph[3];
	} h = { .eh = { .e_type = ET_CORE, .e_machine = EM_X86_64, .e_phoff = sizeof(Elf64_Ehdr),
			.e_phentsize = sizeof(Elf64_Phdr), .e_phnum = 3 } };

	memcpy(h.eh.e_ident, ELFMAG, SELFMAG);
	h.eh.e_ident[EI_CLASS] = ELFCLASS64;
	add_notes(&notes, form);
	add_image(&image, form);
	pby_buf__fill(&memory, '\0', CORE_FILE_IMAGE);
	map_image(memory.data, form, image.len / PAGE);
	h.ph[0] = (Elf64_Phdr){ .p_type = PT_NOTE, .p_offset = sizeof(h), .p_filesz = notes.len };
	h.ph[1] = (Elf64_Phdr){ .p_type = PT_LOAD, .p_offset = HEADERS, .p_filesz = memory.len };
	h.ph[2] = (Elf64_Phdr){ .p_type = PT_LOAD, .p_offset = HEADERS + memory.len, .p_filesz = image.len,
				.p_paddr = CORE_FILE_IMAGE, .p_vaddr = form->virtual ? core_file_text : 0 };
	pby_buf__add(out, &h, sizeof(h));
	pby_buf__add(out, notes.data, notes.len);
	pby_buf__fill(out, '\0', HEADERS - out->len);
	pby_buf__add(out, memory.data, memory.len);
	pby_buf__add(out, image.data, image.len);
}

int core_file__fd(const struct pby_buf *core)
{
	int fd = memfd_create("core", 0);

	return fd >= 0 && write(fd, core->data, core->len) == (ssize_t)core->len ? fd : -1;
}

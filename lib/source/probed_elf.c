// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probed_elf.c: sections, segments and notes, each checked against the end of the file. */
#include "source/probed_elf.h"

#include <elf.h>
#include <string.h>

struct elf {
	struct pby_text file;
	Elf64_Ehdr eh;
};

/* size bytes at offset, or NULL beyond the file. */
static const char *at(const struct elf *e, uint64_t offset, uint64_t size)
{
	uint64_t len = pby_text__len(&e->file);

	return offset <= len && size <= len - offset ? e->file.p + offset : NULL;
}

static bool open_elf(struct elf *e, struct pby_text file)
{
	*e = (struct elf){ .file = file };
	if (pby_text__len(&file) < sizeof(e->eh))
		return false;
	memcpy(&e->eh, file.p, sizeof(e->eh));
	return !memcmp(e->eh.e_ident, ELFMAG, SELFMAG) && e->eh.e_ident[EI_CLASS] == ELFCLASS64 &&
	       e->eh.e_ident[EI_DATA] == ELFDATA2LSB;
}

static bool section(const struct elf *e, uint32_t i, Elf64_Shdr *sh)
{
	const char *p = at(e, e->eh.e_shoff + (uint64_t)i * sizeof(*sh), sizeof(*sh));

	if (e->eh.e_shentsize != sizeof(*sh) || i >= e->eh.e_shnum || !p)
		return false;
	memcpy(sh, p, sizeof(*sh));
	return true;
}

static bool segment(const struct elf *e, uint32_t i, Elf64_Phdr *ph)
{
	const char *p = at(e, e->eh.e_phoff + (uint64_t)i * sizeof(*ph), sizeof(*ph));

	if (e->eh.e_phentsize != sizeof(*ph) || i >= e->eh.e_phnum || !p)
		return false;
	memcpy(ph, p, sizeof(*ph));
	return true;
}

static struct pby_text section_bytes(const struct elf *e, const Elf64_Shdr *sh)
{
	const char *p = sh->sh_type == SHT_NOBITS ? NULL : at(e, sh->sh_offset, sh->sh_size);

	return p ? pby_text__of(p, sh->sh_size) : (struct pby_text){ 0 };
}

/* The section of this name. */
static bool find_section(const struct elf *e, const char *name, Elf64_Shdr *sh)
{
	struct pby_text names;
	Elf64_Shdr strings;

	if (!section(e, e->eh.e_shstrndx, &strings))
		return false;
	names = section_bytes(e, &strings);
	for (uint32_t i = 0; section(e, i, sh); i++) {
		struct pby_text n = names;

		if (sh->sh_name >= pby_text__len(&names))
			continue;
		n.p += sh->sh_name;
		if (pby_text__starts(n, name) && pby_text__len(&n) > strlen(name) && !n.p[strlen(name)])
			return true;
	}
	return false;
}

struct note {
	struct pby_text name, desc;
	uint32_t type;
};

static uint64_t aligned(uint64_t n)
{
	return (n + 3) & ~3ull;
}

static bool next_note(struct pby_text *notes, struct note *note)
{
	Elf64_Nhdr h;
	uint64_t len = pby_text__len(notes);
	const char *p = notes->p;

	if (len < sizeof(h))
		return false;
	memcpy(&h, p, sizeof(h));
	len -= sizeof(h);
	if (aligned(h.n_namesz) > len || aligned(h.n_descsz) > len - aligned(h.n_namesz))
		return false;
	p += sizeof(h);
	note->type = h.n_type;
	note->name = pby_text__of(p, h.n_namesz);
	note->desc = pby_text__of(p + aligned(h.n_namesz), h.n_descsz);
	notes->p = p + aligned(h.n_namesz) + aligned(h.n_descsz);
	return true;
}

/* "Go", type 4, in a note segment: survives strip and the loss of section headers. */
static bool has_go_note(const struct elf *e)
{
	Elf64_Phdr ph;

	for (uint32_t i = 0; segment(e, i, &ph); i++) {
		const char *p = ph.p_type == PT_NOTE ? at(e, ph.p_offset, ph.p_filesz) : NULL;
		struct pby_text notes = p ? pby_text__of(p, ph.p_filesz) : (struct pby_text){ 0 };
		struct note n;

		while (p && next_note(&notes, &n))
			if (n.type == 4 && pby_text__starts(n.name, "Go"))
				return true;
	}
	return false;
}

static enum pby_tri is_go(const struct elf *e)
{
	static const char *const sections[] = { ".gopclntab", ".data.rel.ro.gopclntab", ".go.buildinfo",
						".note.go.buildid" };
	Elf64_Shdr sh;

	if (has_go_note(e))
		return PBY_YES;
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		if (find_section(e, sections[i], &sh))
			return PBY_YES;
	return e->eh.e_shnum ? PBY_NO : PBY_MAYBE;
}

/* Where the bytes of an address lie in the file: uprobes are placed by file offset. */
static bool to_offset(const struct elf *e, uint64_t addr, uint64_t *offset)
{
	Elf64_Phdr ph;

	for (uint32_t i = 0; segment(e, i, &ph); i++) {
		if (ph.p_type != PT_LOAD || addr < ph.p_vaddr || addr - ph.p_vaddr >= ph.p_filesz)
			continue;
		*offset = addr - ph.p_vaddr + ph.p_offset;
		return true;
	}
	return false;
}

/* pc, base, semaphore, "provider\0name\0arguments\0"; base is where .stapsdt.base was at link time. */
static void take_usdt(const struct elf *e, struct note *n, const Elf64_Shdr *base,
		      struct pby_arena *arena, struct pby_binary *b)
{
	struct pby_text rest = n->desc, provider, name;
	uint64_t words[3], offset;
	struct pby_usdt *slot;

	if (pby_text__len(&rest) < sizeof(words))
		return;
	memcpy(words, rest.p, sizeof(words));
	rest.p += sizeof(words);
	if (!pby_text__until(&rest, '\0', &provider) || !pby_text__until(&rest, '\0', &name) ||
	    !to_offset(e, words[0] + (base ? base->sh_addr - words[1] : 0), &offset))
		return;
	slot = PBY_PUSH(arena, &b->usdt);
	if (slot)
		*slot = (struct pby_usdt){ offset, pby_arena__printf(arena, "%.*s:%.*s",
			(int)pby_text__len(&provider), provider.p, (int)pby_text__len(&name), name.p) };
}

static void find_usdt(const struct elf *e, struct pby_arena *arena, struct pby_binary *b)
{
	Elf64_Shdr sh, base;
	bool has_base = find_section(e, ".stapsdt.base", &base);
	struct pby_text notes;
	struct note n;

	if (!find_section(e, ".note.stapsdt", &sh))
		return;
	notes = section_bytes(e, &sh);
	while (!pby_text__empty(&notes) && next_note(&notes, &n))
		if (n.type == 3 && pby_text__starts(n.name, "stapsdt"))
			take_usdt(e, &n, has_base ? &base : NULL, arena, b);
}

void pby_probed_elf__read(struct pby_text file, struct pby_arena *arena, struct pby_binary *b)
{
	struct elf e;

	if (!open_elf(&e, file)) {
		b->why = "not a 64-bit ELF file";
		return;
	}
	b->go = is_go(&e);
	if (b->go == PBY_MAYBE)
		b->why = "it has no section headers";
	find_usdt(&e, arena, b);
}

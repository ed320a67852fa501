// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* elf.c: reads ELF tables, each access bounded by the file. */
#include "source/image/elf.h"

#include <elf.h>
#include <errno.h>
#include <string.h>

#include "base/err.h"

/* Copies one record out of the file: what it holds need not be aligned. */
static bool fetch(struct pby_text file, uint64_t offset, void *to, size_t size)
{
	if (offset > pby_text__len(&file) || pby_text__len(&file) - offset < size)
		return false;
	memcpy(to, file.p + offset, size);
	return true;
}

bool pby_elf__is(struct pby_text file)
{
	return pby_text__len(&file) >= SELFMAG && !memcmp(file.p, ELFMAG, SELFMAG);
}

static const char *machine_name(uint16_t machine)
{
	static const struct { uint16_t machine; const char *name; } rows[] = {
		{ EM_X86_64, "x86_64" }, { EM_AARCH64, "aarch64" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].machine == machine)
			return rows[i].name;
	return "";
}

static bool section_header(const struct pby_elf *elf, uint32_t i, Elf64_Shdr *s)
{
	uint64_t offset;

	return i < elf->nr_sections &&
	       !__builtin_add_overflow(elf->sections, (uint64_t)i * sizeof(*s), &offset) &&
	       fetch(elf->file, offset, s, sizeof(*s));
}

static bool content_of(const struct pby_elf *elf, const Elf64_Shdr *s, struct pby_text *content)
{
	uint64_t len = pby_text__len(&elf->file);

	if (s->sh_type == SHT_NOBITS || s->sh_offset > len || len - s->sh_offset < s->sh_size)
		return false;
	*content = pby_text__of(elf->file.p + s->sh_offset, s->sh_size);
	return true;
}

/* The C string at an offset of a string section; false when it is not ended there. */
static bool string_at(struct pby_text strings, uint64_t offset, struct pby_text *string)
{
	const char *end;

	if (offset >= pby_text__len(&strings))
		return false;
	string->p = strings.p + offset;
	end = memchr(string->p, '\0', strings.end - string->p);
	if (!end)
		return false;
	string->end = end;
	return true;
}

/* The first symbol table with its strings. */
static void find_symtab(struct pby_elf *elf)
{
	Elf64_Shdr s, str;

	for (uint32_t i = 0; section_header(elf, i, &s); i++) {
		if (s.sh_type != SHT_SYMTAB || !section_header(elf, s.sh_link, &str))
			continue;
		if (!content_of(elf, &s, &elf->symtab) || !content_of(elf, &str, &elf->strtab))
			elf->symtab = elf->strtab = (struct pby_text){ 0 };
		return;
	}
}

int pby_elf__open(struct pby_text file, struct pby_elf *elf, struct pby_err *err)
{
	Elf64_Shdr names;
	Elf64_Ehdr h;

	if (!fetch(file, 0, &h, sizeof(h)) || h.e_ident[EI_CLASS] != ELFCLASS64 ||
	    h.e_ident[EI_DATA] != ELFDATA2LSB)
		return pby_err__set(err, ENOTSUP, "not a 64-bit little-endian ELF file");
	*elf = (struct pby_elf){ .file = file, .machine = machine_name(h.e_machine),
				 .sections = h.e_shoff, .nr_sections = h.e_shnum };
	if (h.e_shentsize != sizeof(Elf64_Shdr) || !section_header(elf, h.e_shstrndx, &names) ||
	    !content_of(elf, &names, &elf->names))
		return pby_err__set(err, EBADMSG, "an ELF file without sections");
	find_symtab(elf);
	return 0;
}

bool pby_elf__section(const struct pby_elf *elf, const char *name, struct pby_text *content)
{
	struct pby_text string;
	Elf64_Shdr s;

	for (uint32_t i = 0; section_header(elf, i, &s); i++)
		if (string_at(elf->names, s.sh_name, &string) && pby_text__is(string, name))
			return content_of(elf, &s, content);
	return false;
}

bool pby_elf__symbol(const struct pby_elf *elf, uint32_t i, struct pby_elf_symbol *symbol)
{
	Elf64_Sym sym;

	if (!fetch(elf->symtab, (uint64_t)i * sizeof(sym), &sym, sizeof(sym)))
		return false;
	*symbol = (struct pby_elf_symbol){ .value = sym.st_value,
					   .function = ELF64_ST_TYPE(sym.st_info) == STT_FUNC };
	if (sym.st_shndx != SHN_UNDEF)
		string_at(elf->strtab, sym.st_name, &symbol->name);
	return true;
}

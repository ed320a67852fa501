// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* modules.c: walks the list of modules and copies their symbols. */
#include "source/core/modules.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "model/types.h"
#include "source/kmem.h"

enum { MAX_MODULES = 4096, MAX_SYMBOLS = 1 << 20, MAX_NAME = 512, MODULE_NAME = 56 };

/* struct module and struct mod_kallsyms: include/linux/module.h. */
struct layout {
	uint32_t name, kallsyms, symtab, num_symtab, strtab;
};

static bool offset_of(const struct pby_types *types, const char *composite, const char *path, uint32_t *offset)
{
	struct pby_member m;

	if (!types->btf || !pby_types__member(types, composite, path, &m) || m.bit_offset % 8)
		return false;
	*offset = m.bit_offset / 8;
	return true;
}

static bool read_layout(const struct pby_types *types, struct layout *l)
{
	return offset_of(types, "module", "name", &l->name) &&
	       offset_of(types, "module", "kallsyms", &l->kallsyms) &&
	       offset_of(types, "mod_kallsyms", "symtab", &l->symtab) &&
	       offset_of(types, "mod_kallsyms", "num_symtab", &l->num_symtab) &&
	       offset_of(types, "mod_kallsyms", "strtab", &l->strtab);
}

bool pby_modules__read(struct pby_modules *modules, const struct pby_kmem *mem,
		       const struct pby_types *types, uint64_t head)
{
	uint64_t node = head;
	uint32_t list;

	*modules = (struct pby_modules){ 0 };
	if (!head || !offset_of(types, "module", "list", &list))
		return true;
	modules->items = calloc(MAX_MODULES, sizeof(*modules->items));
	if (!modules->items)
		return false;
	while (modules->nr < MAX_MODULES && pby_kmem__u64(mem, node, &node) && node != head)
		modules->items[modules->nr++] = node - list;
	return true;
}

void pby_modules__free(struct pby_modules *modules)
{
	free(modules->items);
	*modules = (struct pby_modules){ 0 };
}

static bool is_printable(const char *s)
{
	for (const char *p = s; *p; p++)
		if (*p <= ' ' || *p == 0x7f)
			return false;
	return *s != '\0';
}

/* A string of unknown length near the end of what is mapped: by halves until it can be read. */
static bool read_name(const struct pby_kmem *mem, uint64_t addr, char name[MAX_NAME + 1])
{
	size_t size = MAX_NAME;

	while (size && !pby_kmem__string(mem, addr, name, size))
		size /= 2;
	return size && memchr(name, '\0', size) && is_printable(name);
}

static void add_symbol(const struct pby_kmem *mem, const Elf64_Sym *sym, uint64_t strings,
		       const char *module, struct pby_buf *out)
{
	char name[MAX_NAME + 1];

	if (sym->st_shndx == SHN_UNDEF || !sym->st_value || !sym->st_name ||
	    !read_name(mem, strings + sym->st_name, name))
		return;
	pby_buf__addf(out, "%llx %c %s\t[%s]\n", (unsigned long long)sym->st_value,
		      ELF64_ST_TYPE(sym->st_info) == STT_FUNC ? 't' : 'd', name, module);
}

static void add_module(const struct pby_kmem *mem, const struct layout *l, uint64_t module,
		       struct pby_buf *out)
{
	char name[MODULE_NAME + 1];
	uint64_t table, symbols, strings;
	uint32_t nr;
	Elf64_Sym *all;

	if (!pby_kmem__string(mem, module + l->name, name, MODULE_NAME) || !is_printable(name) ||
	    !pby_kmem__u64(mem, module + l->kallsyms, &table) ||
	    !pby_kmem__u64(mem, table + l->symtab, &symbols) ||
	    !pby_kmem__u64(mem, table + l->strtab, &strings) ||
	    !pby_kmem__u32(mem, table + l->num_symtab, &nr) || nr > MAX_SYMBOLS)
		return;
	all = malloc((nr + 1) * sizeof(*all));
	if (all && pby_kmem__read(mem, symbols, all, nr * sizeof(*all)))
		for (uint32_t i = 0; i < nr; i++)
			add_symbol(mem, &all[i], strings, name, out);
	free(all);
}

void pby_modules__symbols(const struct pby_modules *modules, const struct pby_kmem *mem,
			  const struct pby_types *types, struct pby_buf *out)
{
	struct layout l;

	if (!read_layout(types, &l))
		return;
	for (uint32_t i = 0; i < modules->nr; i++)
		add_module(mem, &l, modules->items[i], out);
}

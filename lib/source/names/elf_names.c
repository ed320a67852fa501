// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* elf_names.c: reads ELF files through libelf and libdw. */
#include "source/names/elf_names.h"

#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct function {
	uint64_t addr, size;
	const char *name;	/* lies in the file */
	uint8_t rank;		/* of several at one address the one with the least names it */
};

/* An open file. */
struct file {
	int fd;
	Elf *elf;
};

struct pby_elf_names {
	char *path;
	struct file file, debug;	/* debug: a separate one, or empty */
	Dwarf *dwarf;
	struct pby_inlines inlines;
	struct function *functions;	/* ascending by address */
	uint32_t nr, cap;
};

static void close_file(struct file *f)
{
	if (!f->elf)
		return;
	elf_end(f->elf);
	close(f->fd);
	*f = (struct file){ 0 };
}

static bool open_file(struct file *f, const char *path, struct pby_err *err)
{
	*f = (struct file){ .fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) };
	if (f->fd < 0) {
		pby_err__set(err, errno, "%s: %s", path, strerror(errno));
		return false;
	}
	elf_version(EV_CURRENT);
	f->elf = elf_begin(f->fd, ELF_C_READ_MMAP, NULL);
	if (f->elf && elf_kind(f->elf) == ELF_K_ELF)
		return true;
	pby_err__set(err, ENOEXEC, "%s: not an ELF file", path);
	elf_end(f->elf);
	close(f->fd);
	*f = (struct file){ 0 };
	return false;
}

static struct pby_text bytes_of(const Elf_Data *d)
{
	return d && d->d_buf ? pby_text__of(d->d_buf, d->d_size) : (struct pby_text){ 0 };
}

/* Segments come first: they lie on the file's first page. Those of separate debug files are empty. */
static bool build_id_of(Elf *elf, struct pby_build_id *id)
{
	Elf_Scn *section = NULL;
	size_t nr = 0;
	GElf_Phdr ph;
	GElf_Shdr sh;

	elf_getphdrnum(elf, &nr);
	for (size_t i = 0; i < nr && gelf_getphdr(elf, (int)i, &ph); i++)
		if (ph.p_type == PT_NOTE && ph.p_filesz && ph.p_filesz < 1 << 20 &&
		    pby_build_id__of_notes(bytes_of(elf_getdata_rawchunk(elf, (int64_t)ph.p_offset, ph.p_filesz, ELF_T_BYTE)), id))
			return true;
	while ((section = elf_nextscn(elf, section)))
		if (gelf_getshdr(section, &sh) && sh.sh_type == SHT_NOTE &&
		    pby_build_id__of_notes(bytes_of(elf_rawdata(section, NULL)), id))
			return true;
	return false;
}

bool pby_elf_names__build_id(const char *path, struct pby_build_id *id)
{
	struct file f;
	bool found;

	if (!open_file(&f, path, NULL))
		return false;
	found = build_id_of(f.elf, id);
	close_file(&f);
	return found;
}

static bool open_same(struct file *f, const char *path, const struct pby_build_id *id, struct pby_err *err)
{
	char is[PBY_BUILD_ID_HEX] = "none", wanted[PBY_BUILD_ID_HEX];
	struct pby_build_id found;
	bool any;

	if (!open_file(f, path, err))
		return false;
	any = build_id_of(f->elf, &found);
	if (any && pby_build_id__same(&found, id))
		return true;
	if (any)
		pby_build_id__hex(&found, is);
	pby_build_id__hex(id, wanted);
	pby_err__set(err, ESTALE, "%s: its build id is %s, not %s", path, is, wanted);
	close_file(f);
	return false;
}

static uint8_t rank_of(const char *name, uint8_t info)
{
	uint8_t rank = 0;

	/* "write" rather than "__write": what a program calls. */
	while (rank < 16 && name[rank] == '_')
		rank++;
	return (uint8_t)(rank * 4 + (GELF_ST_BIND(info) == STB_LOCAL ? 2 : GELF_ST_BIND(info) == STB_WEAK));
}

static bool add_function(struct pby_elf_names *n, struct function f)
{
	if (n->nr == n->cap) {
		uint32_t cap = n->cap ? n->cap * 2 : 1024;
		struct function *grown = realloc(n->functions, cap * sizeof(*grown));

		if (!grown)
			return false;
		n->functions = grown;
		n->cap = cap;
	}
	n->functions[n->nr++] = f;
	return true;
}

static void add_table(struct pby_elf_names *n, Elf *elf, Elf_Scn *section, const GElf_Shdr *sh)
{
	Elf_Data *d = elf_getdata(section, NULL);
	size_t nr = d && sh->sh_entsize ? d->d_size / sh->sh_entsize : 0;
	GElf_Sym s;

	for (size_t i = 0; i < nr && i < INT32_MAX && gelf_getsym(d, (int)i, &s); i++) {
		const char *name = elf_strptr(elf, sh->sh_link, s.st_name);
		int type = GELF_ST_TYPE(s.st_info);
		/* Functions of assembler often have no type. */
		bool function = type == STT_FUNC || type == STT_GNU_IFUNC || (type == STT_NOTYPE && s.st_size);

		if (function && s.st_shndx != SHN_UNDEF && s.st_value && name && *name &&
		    !add_function(n, (struct function){ s.st_value, s.st_size, name, rank_of(name, s.st_info) }))
			return;
	}
}

static bool add_tables(struct pby_elf_names *n, Elf *elf, uint32_t type)
{
	Elf_Scn *section = NULL;
	uint32_t before = n->nr;
	GElf_Shdr sh;

	while ((section = elf_nextscn(elf, section)))
		if (gelf_getshdr(section, &sh) && sh.sh_type == type)
			add_table(n, elf, section, &sh);
	return n->nr > before;
}

static int by_address(const void *a, const void *b)
{
	const struct function *x = a, *y = b;

	if (x->addr != y->addr)
		return x->addr < y->addr ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void read_functions(struct pby_elf_names *n)
{
	uint32_t kept = 0;

	n->nr = 0;
	if (!(n->debug.elf && add_tables(n, n->debug.elf, SHT_SYMTAB)) && !add_tables(n, n->file.elf, SHT_SYMTAB))
		add_tables(n, n->file.elf, SHT_DYNSYM);
	if (!n->nr)
		return;
	qsort(n->functions, n->nr, sizeof(*n->functions), by_address);
	for (uint32_t i = 0; i < n->nr; i++)
		if (!kept || n->functions[i].addr != n->functions[kept - 1].addr)
			n->functions[kept++] = n->functions[i];
	n->nr = kept;
}

/* Without functions in it, it is no debug information but a line table of assembler at best. */
static Dwarf *dwarf_of(Elf *elf)
{
	Dwarf *d = dwarf_begin_elf(elf, DWARF_C_READ, NULL);
	Dwarf_CU *unit = NULL;
	Dwarf_Die die;

	if (d && !dwarf_get_units(d, NULL, &unit, NULL, NULL, &die, NULL))
		return d;
	dwarf_end(d);
	return NULL;
}

struct pby_elf_names *pby_elf_names__open(const char *path, const struct pby_build_id *id, struct pby_err *err)
{
	struct pby_elf_names *n = calloc(1, sizeof(*n));

	if (n)
		n->path = strdup(path);
	if (!n || !n->path) {
		pby_err__set(err, ENOMEM, "no memory");
		free(n);
		return NULL;
	}
	if (!open_same(&n->file, path, id, err)) {
		pby_elf_names__free(n);
		return NULL;
	}
	n->dwarf = dwarf_of(n->file.elf);
	read_functions(n);
	return n;
}

int pby_elf_names__add_debug(struct pby_elf_names *n, const char *path, const struct pby_build_id *id,
			     struct pby_err *err)
{
	if (n->debug.elf || n->dwarf)
		return 0;
	if (!open_same(&n->debug, path, id, err))
		return -ESTALE;
	n->dwarf = dwarf_of(n->debug.elf);
	read_functions(n);
	return 0;
}

void pby_elf_names__free(struct pby_elf_names *n)
{
	if (!n)
		return;
	pby_inlines__free(&n->inlines);
	dwarf_end(n->dwarf);
	close_file(&n->debug);
	close_file(&n->file);
	free(n->functions);
	free(n->path);
	free(n);
}

const char *pby_elf_names__path(const struct pby_elf_names *n)
{
	return n->path;
}

bool pby_elf_names__has_debug(const struct pby_elf_names *n)
{
	return n->dwarf != NULL;
}

bool pby_elf_names__address(const struct pby_elf_names *n, uint64_t file_offset, uint64_t *addr)
{
	size_t nr = 0;
	GElf_Phdr ph;

	elf_getphdrnum(n->file.elf, &nr);
	for (size_t i = 0; i < nr && gelf_getphdr(n->file.elf, (int)i, &ph); i++) {
		if (ph.p_type != PT_LOAD || file_offset < ph.p_offset || file_offset - ph.p_offset >= ph.p_filesz)
			continue;
		/* Segments may share a page of the file: the one that can be run is meant. */
		if (!(ph.p_flags & PF_X))
			continue;
		*addr = file_offset - ph.p_offset + ph.p_vaddr;
		return true;
	}
	return false;
}

static bool find_symbol(Elf *elf, const char *name, uint64_t *addr)
{
	Elf_Scn *section = NULL;
	GElf_Shdr sh;
	GElf_Sym s;

	while ((section = elf_nextscn(elf, section))) {
		Elf_Data *d = gelf_getshdr(section, &sh) && sh.sh_type == SHT_SYMTAB ? elf_getdata(section, NULL) : NULL;
		size_t nr = d && sh.sh_entsize ? d->d_size / sh.sh_entsize : 0;

		for (size_t i = 0; i < nr && i < INT32_MAX && gelf_getsym(d, (int)i, &s); i++) {
			const char *is = elf_strptr(elf, sh.sh_link, s.st_name);

			if (!is || strcmp(is, name) || s.st_shndx == SHN_UNDEF)
				continue;
			*addr = s.st_value;
			return true;
		}
	}
	return false;
}

bool pby_elf_names__symbol(const struct pby_elf_names *n, const char *name, uint64_t *addr)
{
	return find_symbol(n->file.elf, name, addr) || (n->debug.elf && find_symbol(n->debug.elf, name, addr));
}

const char *pby_elf_names__function(const struct pby_elf_names *n, uint64_t addr, uint32_t *offset, uint32_t *size)
{
	uint32_t low = 0, high = n->nr;
	const struct function *f;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (n->functions[mid].addr <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	if (!low)
		return NULL;
	f = &n->functions[low - 1];
	/* One without a size reaches to the next; what lies behind one with a size has no name. */
	if (f->size && addr - f->addr >= f->size)
		return NULL;
	*offset = addr - f->addr < UINT32_MAX ? (uint32_t)(addr - f->addr) : UINT32_MAX;
	*size = f->size < UINT32_MAX ? (uint32_t)f->size : UINT32_MAX;
	return f->name;
}

uint32_t pby_elf_names__inlines(struct pby_elf_names *n, uint64_t addr, struct pby_inline out[PBY_INLINES_MAX])
{
	return n->dwarf ? pby_inlines__at(&n->inlines, n->dwarf, addr, out) : 0;
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* inlines.c: asks libdw for the scopes around an address. */
#include "source/names/inlines.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

struct pby_cu_range {
	uint64_t low, high;
	Dwarf_Off cu;	/* of its DIE */
};

static bool add_range(struct pby_inlines *in, struct pby_cu_range range)
{
	if (in->nr == in->cap) {
		uint32_t cap = in->cap ? in->cap * 2 : 1024;
		struct pby_cu_range *grown = realloc(in->ranges, cap * sizeof(*grown));

		if (!grown)
			return false;
		in->ranges = grown;
		in->cap = cap;
	}
	in->ranges[in->nr++] = range;
	return true;
}

static int by_low(const void *a, const void *b)
{
	const struct pby_cu_range *x = a, *y = b;

	return x->low < y->low ? -1 : x->low > y->low;
}

/* clang writes no .debug_aranges: the units themselves say what they cover. */
static void find_ranges(struct pby_inlines *in, Dwarf *dwarf)
{
	Dwarf_CU *unit = NULL;
	Dwarf_Die die;
	uint8_t type;

	in->known = true;
	while (!dwarf_get_units(dwarf, unit, &unit, NULL, &type, &die, NULL)) {
		struct pby_cu_range r = { .cu = dwarf_dieoffset(&die) };
		Dwarf_Addr base, low, high;
		ptrdiff_t at = 0;

		if (type != DW_UT_compile)
			continue;
		while ((at = dwarf_ranges(&die, at, &base, &low, &high)) > 0) {
			r.low = low;
			r.high = high;
			if (low < high && !add_range(in, r))
				return;
		}
	}
	if (in->nr)
		qsort(in->ranges, in->nr, sizeof(*in->ranges), by_low);
}

static bool unit_of(struct pby_inlines *in, Dwarf *dwarf, uint64_t addr, Dwarf_Die *cu)
{
	uint32_t low = 0, high;

	if (dwarf_addrdie(dwarf, addr, cu))
		return true;
	if (!in->known)
		find_ranges(in, dwarf);
	for (high = in->nr; low < high;) {
		uint32_t mid = low + (high - low) / 2;

		if (in->ranges[mid].low <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	return low && addr < in->ranges[low - 1].high && dwarf_offdie(dwarf, in->ranges[low - 1].cu, cu);
}

/* The scopes around an address as they lie in the code: of an inlined one those that it was inlined into. */
static int scopes_at(Dwarf_Die *cu, uint64_t addr, Dwarf_Die **scopes)
{
	Dwarf_Die *found = NULL, innermost;
	int nr = dwarf_getscopes(cu, addr, &found);

	*scopes = NULL;
	if (nr > 0) {
		innermost = found[0];
		nr = dwarf_getscopes_die(&innermost, scopes);
	}
	free(found);
	return nr;
}

/* What the compiler was told is below a directory of the machine that built it; that part says nothing. */
static const char *source_name(Dwarf_Die *cu, const char *file)
{
	Dwarf_Attribute attr;
	const char *dir = dwarf_formstring(dwarf_attr(cu, DW_AT_comp_dir, &attr));
	size_t len = dir ? strlen(dir) : 0;

	if (!file)
		return NULL;
	if (len && !strncmp(file, dir, len) && file[len] == '/')
		file += len + 1;
	/* Built in a directory beside its source: "../sysdeps/unix/...". */
	while (!strncmp(file, "./", 2) || !strncmp(file, "../", 3))
		file += file[1] == '.' ? 3 : 2;
	return file;
}

static uint32_t number_of(Dwarf_Die *die, unsigned int name)
{
	Dwarf_Attribute attr;
	Dwarf_Word value;

	return !dwarf_formudata(dwarf_attr(die, name, &attr), &value) && value <= UINT32_MAX ? (uint32_t)value : 0;
}

static void set_call(Dwarf_Die *cu, Dwarf_Die *inlined, struct pby_inline *caller)
{
	Dwarf_Files *files;
	size_t nr;

	caller->line = number_of(inlined, DW_AT_call_line);
	if (!dwarf_getsrcfiles(cu, &files, &nr))
		caller->file = source_name(cu, dwarf_filesrc(files, number_of(inlined, DW_AT_call_file), NULL, NULL));
}

uint32_t pby_inlines__at(struct pby_inlines *in, Dwarf *dwarf, uint64_t addr, struct pby_inline out[PBY_INLINES_MAX])
{
	struct pby_inline now = { 0 };
	Dwarf_Die cu, *scopes;
	Dwarf_Line *line;
	bool whole = false;
	uint32_t nr = 0;
	int nr_scopes, n;

	if (!unit_of(in, dwarf, addr, &cu))
		return 0;
	nr_scopes = scopes_at(&cu, addr, &scopes);
	line = dwarf_getsrc_die(&cu, addr);
	if (line) {
		now.file = source_name(&cu, dwarf_linesrc(line, NULL, NULL));
		if (!dwarf_lineno(line, &n) && n > 0)
			now.line = (uint32_t)n;
	}
	for (int i = 0; i < nr_scopes && !whole; i++) {
		bool inlined = dwarf_tag(&scopes[i]) == DW_TAG_inlined_subroutine;
		const char *name = dwarf_diename(&scopes[i]);

		if (!inlined && dwarf_tag(&scopes[i]) != DW_TAG_subprogram)
			continue;
		now.name = name ? name : "?";
		/* The last place is kept for the function that has an address of its own. */
		if (!inlined || nr < PBY_INLINES_MAX - 1)
			out[nr++] = now;
		whole = !inlined;
		now = (struct pby_inline){ 0 };
		if (inlined)
			set_call(&cu, &scopes[i], &now);
	}
	free(scopes);
	return whole ? nr : 0;
}

void pby_inlines__free(struct pby_inlines *in)
{
	free(in->ranges);
	*in = (struct pby_inlines){ 0 };
}

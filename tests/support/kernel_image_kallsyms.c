// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kernel_image_kallsyms.c: packs names the way the kernel's build does, without looking for good tokens. */
#include <stdio.h>
#include <string.h>

#include "support/kernel_image.h"

static void le(struct pby_buf *out, uint64_t v, int bytes)
{
	for (; bytes--; v >>= 8)
		pby_buf__addc(out, (char)v);
}

static void pad(struct pby_buf *out, size_t start, size_t align)
{
	while ((out->len - start) % align)
		pby_buf__addc(out, '\0');
}

/* Characters stand for themselves; one token is longer, so that unpacking is more than copying. */
enum { NAME_TOKEN = 200 };

static void add_name(struct pby_buf *out, const char *name)
{
	PBY_AUTO_BUF packed = { 0 };

	while (*name) {
		bool token = !strncmp(name, "name_", 5);

		pby_buf__addc(&packed, token ? (char)NAME_TOKEN : *name);
		name += token ? 5 : 1;
	}
	if (packed.len < 0x80) {
		pby_buf__addc(out, (char)packed.len);
	} else {
		pby_buf__addc(out, (char)(0x80 | (packed.len & 0x7f)));
		pby_buf__addc(out, (char)(packed.len >> 7));
	}
	pby_buf__add(out, packed.data, packed.len);
}

static void add_tokens(struct pby_buf *out, size_t start, size_t align)
{
	uint16_t index[256];
	size_t table = out->len;

	for (int i = 0; i < 256; i++) {
		index[i] = (uint16_t)(out->len - table);
		if (i == NAME_TOKEN)
			pby_buf__adds(out, "name_");
		else if (i > ' ' && i < 127)
			pby_buf__addc(out, (char)i);
		else
			pby_buf__addf(out, "t%d_", i);
		pby_buf__addc(out, '\0');
	}
	pad(out, start, align);
	for (int i = 0; i < 256; i++)
		le(out, index[i], 2);
}

enum { PER_CPU = 10, FIRST = 0x100000, STEP = 16 };

uint64_t kernel_image__address(const struct kallsyms_form *form, uint32_t i)
{
	bool per_cpu = form->addresses == KALLSYMS_BEFORE || form->addresses == KALLSYMS_BEHIND;

	if (per_cpu && i < PER_CPU)
		return i * 8;
	return form->base + FIRST + (uint64_t)(i == 21 ? 20 : i) * STEP;
}

static void add_addresses(struct pby_buf *out, size_t start, const struct kallsyms_form *form, uint32_t nr)
{
	uint64_t base = form->base + FIRST;

	for (uint32_t i = 0; i < nr; i++) {
		uint64_t addr = kernel_image__address(form, i);

		if (form->addresses == KALLSYMS_BEHIND_SELF)
			le(out, addr - (form->base + out->len - start), 4);
		else if (form->addresses == KALLSYMS_BEHIND_BASE || addr < form->base)
			le(out, addr < form->base ? addr : addr - base, 4);
		else
			le(out, base - 1 - addr, 4);
	}
	if (form->addresses == KALLSYMS_BEHIND_SELF)
		return;
	pad(out, start, 8);
	le(out, base, 8);
}

void kernel_image__kallsyms(struct pby_buf *out, const struct kallsyms_form *form, uint32_t nr,
			    const char *const *extra)
{
	uint32_t markers[4096], total = 0, nr_markers = 0;
	size_t start = out->len - out->len % 8, names, count;
	char name[400];

	pad(out, start, 8);
	pby_buf__fill(out, 'x', form->offset);
	pad(out, start, form->align);
	for (const char *const *e = extra; *e; e++)
		total++;
	if (form->addresses == KALLSYMS_BEFORE)
		add_addresses(out, start, form, nr + total);
	total = 0;
	count = out->len;
	le(out, 0, 4);
	pad(out, start, form->align);
	names = out->len;
	for (uint32_t i = 0; i < nr || *extra; i++) {
		if (total % 256 == 0)
			markers[nr_markers++] = (uint32_t)(out->len - names);
		if (i < nr)
			snprintf(name, sizeof(name), "%cname_%u", i % 3 ? 'T' : 'd', i);
		if (i == 7)
			snprintf(name, sizeof(name), "t_R%0300d", 7);
		add_name(out, i < nr ? name : *extra++);
		total++;
	}
	memcpy(out->data + count, &total, 4);
	pad(out, start, form->align);
	for (uint32_t i = 0; i < nr_markers; i++)
		le(out, markers[i], form->marker_bytes);
	pad(out, start, form->align);
	for (uint32_t i = 0; form->seqs && i < total; i++)
		le(out, i, 3);
	pad(out, start, form->align);
	add_tokens(out, start, form->align);
	if (form->addresses > KALLSYMS_BEFORE) {
		pad(out, start, form->addresses == KALLSYMS_BEHIND_SELF ? 4 : 8);
		add_addresses(out, start, form, total);
	}
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kallsyms_image.c: finds and unpacks the packed symbol table inside a kernel image. */
#define _GNU_SOURCE
#include "source/image/kallsyms_image.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "source/image/kallsyms_addresses.h"

enum {
	NR_TOKENS = 256,
	MAX_ALIGN = 8,
	MAX_TABLE = 64 << 10,	/* of token strings: offsets have 16 bits */
	MAX_NAMES = 64 << 20,	/* how far before the token table the names may begin */
	MIN_SYMS = 1000, MAX_SYMS = 4 << 20,
	PER_MARKER = 256,
	MAX_CANDIDATES = 4096,	/* bounds for bytes made to waste time: a kernel needs a handful, */
	MAX_STEPS = 64 << 20,	/* and a few hundred thousand */
	MAX_NAME = 1024,	/* KSYM_NAME_LEN is 512 since 6.1 */
};

struct tokens {
	const char *table;	/* where the token table begins in the image */
	const char *behind;	/* and where its index ends */
	struct pby_text text[NR_TOKENS];
};

static uint64_t little(const char *p, int bytes)
{
	uint64_t v = 0;

	while (bytes--)
		v = v << 8 | (uint8_t)p[bytes];
	return v;
}

static const char *aligned(struct pby_text image, const char *p, size_t align)
{
	return image.p + ((size_t)(p - image.p) + align - 1) / align * align;
}

static bool index_at(struct pby_text image, struct tokens *t, const char *index)
{
	if (image.end - index < 2 * NR_TOKENS)
		return false;
	for (int i = 0; i < NR_TOKENS; i++)
		if (little(index + 2 * i, 2) != (uint64_t)(t->text[i].p - t->table))
			return false;
	t->behind = index + 2 * NR_TOKENS;
	return true;
}

/* Does the table begin here, and is its index, the offset of every string, behind it? */
static bool table_at(struct pby_text image, const char *table, struct tokens *t)
{
	size_t len = image.end - table < MAX_TABLE ? image.end - table : MAX_TABLE;
	struct pby_text rest = pby_text__of(table, len);

	t->table = table;
	for (int i = 0; i < NR_TOKENS; i++)
		if (!pby_text__until(&rest, '\0', &t->text[i]))
			return false;
	return index_at(image, t, aligned(image, rest.p, 4)) ||
	       index_at(image, t, aligned(image, rest.p, 8));
}

/*
 * Characters that occur in names are tokens of their own, in the place of their code: every kernel
 * has names with digits, so the table holds "0" to "9" in a row, and 48 strings come before them.
 */
static bool find_tokens(struct pby_text image, struct tokens *t)
{
	static const char digits[] = "\0" "0\0" "1\0" "2\0" "3\0" "4\0" "5\0" "6\0" "7\0" "8\0" "9";
	const char *at = image.p;
	int left = MAX_CANDIDATES;

	while (left-- && (at = memmem(at, image.end - at, digits, sizeof(digits)))) {
		const char *low = at - image.p > MAX_TABLE ? at - MAX_TABLE : image.p;
		const char *p = at++;

		/* p is at the NUL that ends string 47. Walk back to the one that ends string 0. */
		for (int i = 47; i > 0 && p; i--)
			p = memrchr(low, '\0', p - low);
		if (!p)
			continue;
		/* String 0 has no NUL before it, but its place is aligned, and the index tells. */
		p = image.p + (p - image.p) / 4 * 4;
		for (int back = 0; back < 64 && p - image.p >= back; back += 4)
			if (table_at(image, p - back, t))
				return true;
	}
	return false;
}

/* Takes one packed name; its tokens are in *packed. */
static bool take_name(struct pby_text *names, struct pby_text *packed)
{
	size_t len;

	if (pby_text__empty(names))
		return false;
	len = (uint8_t)*names->p++;
	if (len & 0x80) {
		if (pby_text__empty(names))
			return false;
		len = (len & 0x7f) | (size_t)(uint8_t)*names->p++ << 7;
	}
	if (!len || len > pby_text__len(names))
		return false;
	*packed = pby_text__of(names->p, len);
	names->p += len;
	return true;
}

/* Unpacks into name; its length, or 0 when it is no "Tname" of printable characters. */
static size_t unpack_name(const struct tokens *t, struct pby_text packed, char name[MAX_NAME])
{
	size_t len = 0;

	for (const char *p = packed.p; p < packed.end; p++) {
		struct pby_text token = t->text[(uint8_t)*p];

		if (pby_text__len(&token) > MAX_NAME - len)
			return 0;
		memcpy(name + len, token.p, pby_text__len(&token));
		len += pby_text__len(&token);
	}
	for (size_t i = 0; i < len; i++)
		if (name[i] <= ' ' || name[i] == 0x7f)
			return 0;
	return len > 1 && ((name[0] | 0x20) >= 'a' && (name[0] | 0x20) <= 'z') ? len : 0;
}

struct names {
	const char *number;	/* how many, right before them */
	const char *start;
	uint32_t nr;
	uint32_t steps;	/* names walked over in search of them */
};

/* Moves over all names; false when one runs out of the image or the first ones are no symbols. */
static bool measure(const struct tokens *t, struct pby_text *rest, uint32_t nr, uint32_t *steps)
{
	enum { LOOK_AT = 64 };
	struct pby_text packed;
	char name[MAX_NAME];

	for (uint32_t i = 0; i < nr; i++, ++*steps)
		if (!take_name(rest, &packed) || (i < LOOK_AT && !unpack_name(t, packed, name)))
			return false;
	return true;
}

/* Does every 256th name begin where the markers say, each of width bytes? */
static bool confirmed(struct pby_text rest, uint32_t nr, const char *markers, int width)
{
	const char *start = rest.p;
	struct pby_text packed;

	for (uint32_t i = 0; i < nr; i++) {
		if (i % PER_MARKER == 0) {
			if (little(markers, width) != (uint64_t)(rest.p - start))
				return false;
			markers += width;
		}
		take_name(&rest, &packed);
	}
	return true;
}

static bool names_at(struct pby_text image, const struct tokens *t, const char *p, size_t align,
		     uint64_t nr, struct names *n)
{
	struct pby_text all = { p, t->table }, rest = all;
	size_t nr_markers = (nr + PER_MARKER - 1) / PER_MARKER;
	const char *markers;

	n->start = p;
	n->nr = (uint32_t)nr;
	if (!measure(t, &rest, n->nr, &n->steps))
		return false;
	markers = aligned(image, rest.p, align);
	for (int width = 4; width <= 8; width += 4)
		if (markers < t->table && (size_t)(t->table - markers) >= nr_markers * (size_t)width &&
		    confirmed(all, n->nr, markers, width))
			return true;
	return false;
}

/* addresses: NULL when they are not known. */
static bool unpack(const struct tokens *t, const struct names *n,
		   const struct pby_kallsyms_addresses *addresses, struct pby_buf *out)
{
	struct pby_text rest = { n->start, t->table }, packed;
	char name[MAX_NAME];

	for (uint32_t i = 0; i < n->nr; i++) {
		size_t len = take_name(&rest, &packed) ? unpack_name(t, packed, name) : 0;

		if (!len)
			return false;
		if (addresses)
			pby_buf__addf(out, "%llx ", (unsigned long long)
				      pby_kallsyms_addresses__get(addresses, i));
		else
			pby_buf__add(out, "0 ", 2);
		pby_buf__add(out, name, 1);
		pby_buf__addc(out, ' ');
		pby_buf__add(out, name + 1, len - 1);
		pby_buf__addc(out, '\n');
	}
	return true;
}

/* The number stands right before the names; the place whose names the markers confirm is it. */
static bool find_names(struct pby_text image, const struct tokens *t, size_t align, struct names *n)
{
	const char *first = t->table - image.p > MAX_NAMES ? t->table - MAX_NAMES : image.p;

	n->steps = 0;
	for (const char *p = aligned(image, first, align);
	     t->table - p > 2 * MAX_ALIGN && n->steps < MAX_STEPS; p += align) {
		uint64_t nr = little(p, 4);

		n->number = p;
		if (nr >= MIN_SYMS && nr <= MAX_SYMS && names_at(image, t, p + align, align, nr, n))
			return true;
	}
	return false;
}

static int decode(struct pby_text image, const uint64_t *base, struct pby_buf *out, struct pby_err *err)
{
	struct pby_kallsyms_addresses addresses;
	struct pby_kallsyms_place place;
	struct tokens t;
	struct names n;

	if (!find_tokens(image, &t))
		return pby_err__set(err, ENOENT, "no symbol table inside (KALLSYMS)");
	if (!find_names(image, &t, 8, &n) && !find_names(image, &t, 4, &n))
		return pby_err__set(err, ENOENT, "no table of symbol names before its tokens");
	place = (struct pby_kallsyms_place){ image, base ? *base : 0, n.number, t.behind, n.nr };
	if (base && !pby_kallsyms_addresses__find(&place, &addresses))
		return pby_err__set(err, ENOENT, "no table of addresses beside the symbol names");
	out->len = 0;
	if (!unpack(&t, &n, base ? &addresses : NULL, out))
		return pby_err__set(err, EBADMSG, "a damaged table of symbol names");
	return out->failed ? pby_err__set(err, ENOMEM, "no memory for the symbols") : 0;
}

int pby_kallsyms_image__decode(struct pby_text image, struct pby_buf *out, struct pby_err *err)
{
	return decode(image, NULL, out, err);
}

int pby_kallsyms_image__decode_at(struct pby_text image, uint64_t base, struct pby_buf *out,
				  struct pby_err *err)
{
	return decode(image, &base, out, err);
}

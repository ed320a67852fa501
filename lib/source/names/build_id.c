// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* build_id.c: finds the build id among the notes of an ELF file or of the running kernel. */
#include "source/names/build_id.h"

#include <elf.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>

static uint64_t aligned(uint64_t n)
{
	return (n + 3) & ~3ull;
}

bool pby_build_id__of_notes(struct pby_text notes, struct pby_build_id *id)
{
	Elf64_Nhdr h;	/* three words of 32 bits, in files of 32 bits too */

	while (pby_text__len(&notes) >= sizeof(h)) {
		uint64_t left = pby_text__len(&notes) - sizeof(h), name, desc;
		const char *p = notes.p + sizeof(h);

		memcpy(&h, notes.p, sizeof(h));
		name = aligned(h.n_namesz);
		desc = aligned(h.n_descsz);
		/* The last one may end without its padding. */
		if (name > left || h.n_descsz > left - name)
			return false;
		if (h.n_type == NT_GNU_BUILD_ID && h.n_namesz == sizeof("GNU") && !memcmp(p, "GNU", sizeof("GNU")) &&
		    h.n_descsz && h.n_descsz <= sizeof(id->bytes)) {
			*id = (struct pby_build_id){ { 0 } };
			memcpy(id->bytes, p + name, h.n_descsz);
			return !pby_build_id__is_none(id);
		}
		notes.p = p + name + (desc < left - name ? desc : left - name);
	}
	return false;
}

bool pby_build_id__is_none(const struct pby_build_id *id)
{
	static const struct pby_build_id none;

	return pby_build_id__same(id, &none);
}

bool pby_build_id__same(const struct pby_build_id *a, const struct pby_build_id *b)
{
	return !memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

void pby_build_id__hex(const struct pby_build_id *id, char hex[PBY_BUILD_ID_HEX])
{
	size_t len = sizeof(id->bytes);

	/* What is shorter is as long as md5 or a hash of 8 bytes. */
	if (!memcmp(id->bytes + 8, (const uint8_t[12]){ 0 }, 12))
		len = 8;
	else if (!memcmp(id->bytes + 16, (const uint8_t[4]){ 0 }, 4))
		len = 16;
	for (size_t i = 0; i < len; i++)
		snprintf(hex + 2 * i, 3, "%02x", id->bytes[i]);
}

/* No hash begins so but by a chance of 1 in 2^32. */
static const uint8_t mark[4] = { 0, 'i', 'n', 'o' };

struct pby_build_id pby_build_id__of_inode(uint64_t dev, uint64_t inode)
{
	struct pby_build_id id;

	memcpy(id.bytes, mark, sizeof(mark));
	memcpy(id.bytes + 4, &dev, sizeof(dev));
	memcpy(id.bytes + 12, &inode, sizeof(inode));
	return id;
}

bool pby_build_id__inode(const struct pby_build_id *id, uint64_t *dev, uint64_t *inode)
{
	if (memcmp(id->bytes, mark, sizeof(mark)))
		return false;
	memcpy(dev, id->bytes + 4, sizeof(*dev));
	memcpy(inode, id->bytes + 12, sizeof(*inode));
	return true;
}

void pby_build_id__words(const struct pby_build_id *id, char words[PBY_BUILD_ID_WORDS])
{
	char hex[PBY_BUILD_ID_HEX];
	uint64_t dev, inode;

	pby_build_id__hex(id, hex);
	if (pby_build_id__inode(id, &dev, &inode))
		snprintf(words, PBY_BUILD_ID_WORDS, "inode %llu of %u:%u", (unsigned long long)inode, major(dev), minor(dev));
	else
		snprintf(words, PBY_BUILD_ID_WORDS, "build-id %s", hex);
}

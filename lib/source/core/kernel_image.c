// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kernel_image.c: finds where the kernel is mapped, and copies it from there. */
#include "source/core/kernel_image.h"

#include "source/core/core.h"
#include "source/image/banner.h"

/*
 * x86-64 maps its kernel somewhere in these (Documentation/arch/x86/x86_64/mm.rst); modules follow, at
 * half of it in kernels without KASLR. Freed .init sections are holes of a few MB.
 */
static const uint64_t first = 0xffffffff80000000ULL, last = 0xffffffffc0000000ULL;
enum { MAX_HOLE = 32 << 20, MAX_IMAGE = 512 << 20, CHUNK = 2 << 20 };

static bool add_piece(struct pby_core *core, uint64_t addr, uint64_t size)
{
	struct pby_buf *image = &core->image;
	size_t hole;

	if (!image->len)
		core->image_start = addr;
	hole = (size_t)(addr - core->image_start) - image->len;
	pby_buf__fill(image, '\0', hole);
	if (!pby_buf__reserve(image, size + 1))
		return false;
	if (!pby_kmem__read(&core->mem, addr, image->data + image->len, size))
		return false;
	image->len += size;
	image->data[image->len] = '\0';
	return true;
}

static void copy(struct pby_core *core)
{
	/* Tables may map one page a thousand times: no kernel is larger than the file that holds it. */
	uint64_t most = core->mem.file_end + MAX_HOLE < MAX_IMAGE ? core->mem.file_end + MAX_HOLE : MAX_IMAGE;
	uint64_t left, hole = 0;

	core->image.len = 0;
	for (uint64_t addr = first; addr < last && core->image.len < most; addr += left) {
		bool mapped = pby_kmem__piece(&core->mem, addr, &left);

		if (left > last - addr)
			left = last - addr;
		if (!mapped) {
			hole += left;
			if (core->image.len && hole >= MAX_HOLE)
				return;
			continue;
		}
		if (left > CHUNK)
			left = CHUNK;
		if (!add_piece(core, addr, left))
			return;
		hole = 0;
	}
}

bool pby_kernel_image__find(struct pby_core *core)
{
	struct pby_banner banner;

	copy(core);
	return core->image.len && !core->image.failed && pby_banner__find(pby_core__image(core), &banner);
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* wrapping.c: finds the packed kernel inside its boot wrapping. */
#include "source/image/wrapping.h"

#include <stdint.h>
#include <string.h>

static uint64_t little(struct pby_text file, uint64_t offset, int bytes)
{
	uint64_t v = 0;

	while (bytes--)
		v = v << 8 | (uint8_t)file.p[offset + bytes];
	return v;
}

static struct pby_text piece(struct pby_text file, uint64_t offset, uint64_t len)
{
	uint64_t all = pby_text__len(&file);

	return offset > all || all - offset < len ? (struct pby_text){ 0 }
						  : pby_text__of(file.p + offset, len);
}

static bool has(struct pby_text file, uint64_t offset, const char *magic, size_t len)
{
	struct pby_text t = piece(file, offset, len);

	return t.p && !memcmp(t.p, magic, len);
}

enum { SETUP_SECTS = 0x1f1, BOOT_FLAG = 0x1fe, HEADER = 0x202, PROTOCOL = 0x206, KERNEL_VERSION = 0x20e,
       XLOADFLAGS = 0x236, PAYLOAD_OFFSET = 0x248, PAYLOAD_LENGTH = 0x24c, SETUP_END = 0x268 };

static bool is_bzimage(struct pby_text file)
{
	return pby_text__len(&file) > SETUP_END && has(file, BOOT_FLAG, "\x55\xaa", 2) &&
	       has(file, HEADER, "HdrS", 4);
}

static struct pby_text bzimage_banner(struct pby_text file)
{
	uint64_t at = little(file, KERNEL_VERSION, 2) + 0x200;
	struct pby_text t;

	if (at == 0x200 || at >= pby_text__len(&file))
		return (struct pby_text){ 0 };
	t = pby_text__of(file.p + at, strnlen(file.p + at, pby_text__len(&file) - at));
	return t;
}

static void open_bzimage(struct pby_text file, struct pby_wrapping *w)
{
	uint64_t setup = little(file, SETUP_SECTS, 1), protocol = little(file, PROTOCOL, 2);

	w->banner = bzimage_banner(file);
	/* Bit 0: the kernel has a 64-bit entry (protocol 2.12, Linux 3.8). */
	if (protocol >= 0x20c)
		w->machine = little(file, XLOADFLAGS, 2) & 1 ? "x86_64" : "i686";
	/* 0 means 4, for boot loaders of another age. */
	if (protocol >= 0x208)
		w->payload = piece(file, ((setup ? setup : 4) + 1) * 512 + little(file, PAYLOAD_OFFSET, 4),
				   little(file, PAYLOAD_LENGTH, 4));
}

static bool is_zboot(struct pby_text file)
{
	return pby_text__len(&file) > 64 && has(file, 0, "MZ", 2) && has(file, 4, "zimg", 4);
}

static void open_zboot(struct pby_text file, struct pby_wrapping *w)
{
	w->payload = piece(file, little(file, 8, 4), little(file, 12, 4));
}

static bool is_arm64(struct pby_text file)
{
	return pby_text__len(&file) > 64 && has(file, 56, "ARM\x64", 4);
}

static void open_arm64(struct pby_text file, struct pby_wrapping *w)
{
	w->machine = "aarch64";
	w->payload = file;
}

static const struct {
	const char *name;
	bool (*is)(struct pby_text file);
	void (*open)(struct pby_text file, struct pby_wrapping *w);
} rows[] = {
	{ "bzImage", is_bzimage, open_bzimage },
	{ "EFI zboot image", is_zboot, open_zboot },
	{ "arm64 Image", is_arm64, open_arm64 },
};

bool pby_wrapping__open(struct pby_text file, struct pby_wrapping *w)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!rows[i].is(file))
			continue;
		*w = (struct pby_wrapping){ .name = rows[i].name, .machine = "" };
		rows[i].open(file, w);
		return true;
	}
	return false;
}

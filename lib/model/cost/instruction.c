// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* instruction.c: the first bytes of a probed instruction. */
#include "model/cost/instruction.h"

#include <string.h>

/* Bits that must be set so under the mask; the first row that matches counts. */
static const struct {
	const char *bytes, *mask;
	size_t nr;
	const char *variant, *text;
} rows[] = {
	{ "\x0f\x1f\x44\x00", "\xff\xff\xff\xff", 4, "nop5", "a 5-byte nop" },
	{ "\x66\x2e\x0f\x1f\x84", "\xff\xff\xff\xff\xff", 5, "nop10", "a 10-byte nop" },
	{ "\x90", "\xff", 1, "nop", "a nop" },
	{ "\x66\x90", "\xff\xff", 2, "nop", "a nop" },
	{ "\x50", "\xf8", 1, "push", "a push" },
	{ "\x41\x50", "\xff\xf8", 2, "push", "a push" },
	{ "\xe8", "\xff", 1, "push", "a call, emulated as push is" },
	{ "\xe9", "\xfd", 1, "push", "a jump, emulated as push is" },
	{ "\x70", "\xf0", 1, "push", "a jump, emulated as push is" },
	{ "\x0f\x80", "\xff\xf0", 2, "push", "a jump, emulated as push is" },
	{ "\xc3", "\xff", 1, "ret", "a ret" },
	/* Whether endbr64 is taken for a nop differs between kernels. */
	{ "\xf3\x0f\x1e\xfa", "\xff\xff\xff\xff", 4, NULL, "endbr64, of which no price is known" },
	{ "\x0f\x1f", "\xff\xff", 2, NULL, "a long nop of which no price is known" },
	{ "\x66\x0f\x1f", "\xff\xff\xff", 3, NULL, "a long nop of which no price is known" },
	{ "", "", 0, "ret", "an instruction that is stepped over as ret is" },
};

const char *pby_instruction__variant(const uint8_t *bytes, size_t nr, const char **text)
{
	if (!nr) {
		*text = "an instruction that could not be read";
		return NULL;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t same = 0;

		while (same < rows[i].nr && same < nr &&
		       !((bytes[same] ^ (uint8_t)rows[i].bytes[same]) & (uint8_t)rows[i].mask[same]))
			same++;
		if (same != rows[i].nr)
			continue;
		*text = rows[i].text;
		return rows[i].variant;
	}
	return NULL;
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* utf8.c: the shape of UTF-8 as a table. */
#include "base/utf8.h"

#include <stdint.h>

size_t pby_utf8__len(const char *text, size_t left)
{
	static const struct { unsigned char mask, lead; size_t len; uint32_t least; } rows[] = {
		{ 0x80, 0x00, 1, 0 }, { 0xe0, 0xc0, 2, 0x80 },
		{ 0xf0, 0xe0, 3, 0x800 }, { 0xf8, 0xf0, 4, 0x10000 },
	};
	const unsigned char *p = (const unsigned char *)text;

	for (size_t r = 0; left && r < sizeof(rows) / sizeof(rows[0]); r++) {
		uint32_t code;

		if ((p[0] & rows[r].mask) != rows[r].lead)
			continue;
		if (rows[r].len > left)
			return 0;
		code = p[0] & (unsigned char)~rows[r].mask;
		for (size_t i = 1; i < rows[r].len; i++) {
			if ((p[i] & 0xc0) != 0x80)
				return 0;
			code = code << 6 | (p[i] & 0x3f);
		}
		if (code < rows[r].least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
			return 0;
		return rows[r].len;
	}
	return 0;
}

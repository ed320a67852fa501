// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* secret.c: finds addresses in text. */
#include "source/capture/secret.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"

enum { DIGITS = 16 };

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

void pby_secret__zero(struct pby_text text, struct pby_buf *out)
{
	out->len = 0;
	pby_buf__adds(out, "");
	while (!pby_text__empty(&text)) {
		const char *end = text.p;

		while (end < text.end && is_hex(*end))
			end++;
		if (end - text.p == DIGITS && (*text.p | 0x20) == 'f' && (text.p[1] | 0x20) == 'f')
			pby_buf__fill(out, '0', DIGITS);
		else
			pby_buf__add(out, text.p, end - text.p);
		for (text.p = end; text.p < text.end && !is_hex(*text.p); text.p++)
			;
		pby_buf__add(out, end, text.p - end);
	}
}

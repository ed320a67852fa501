// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* csv.c: quotes what would break a table. */
#include "report/csv.h"

#include <string.h>

#include "base/buf.h"

void pby_csv__field(struct pby_buf *out, const char *text)
{
	if (!strpbrk(text, ",\"\r\n")) {
		pby_buf__adds(out, text);
		return;
	}
	pby_buf__addc(out, '"');
	for (; *text; text++) {
		if (*text == '"')
			pby_buf__addc(out, '"');
		pby_buf__addc(out, *text);
	}
	pby_buf__addc(out, '"');
}

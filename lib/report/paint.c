// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* paint.c: the few things that all text reports do. */
#include "report/paint.h"

#include <string.h>

void pby_paint__add(struct pby_buf *out, const struct pby_style *style, enum pby_colour colour,
		    const char *text)
{
	static const char *const codes[] = { "", "\033[1m", "\033[2m", "\033[31;1m", "\033[33;1m",
					     "\033[32m", "\033[36m" };

	if (!style->colour || colour == PBY_PLAIN) {
		pby_buf__adds(out, text);
		return;
	}
	pby_buf__adds(out, codes[colour]);
	pby_buf__adds(out, text);
	pby_buf__adds(out, "\033[0m");
}

/* Columns that the last line of the buffer takes, escape sequences not counted. */
static int column(const struct pby_buf *out)
{
	int col = 0;
	size_t i = out->len;

	while (i > 0 && out->data[i - 1] != '\n')
		i--;
	for (; i < out->len; i++) {
		if (out->data[i] == '\033') {
			while (i < out->len && out->data[i] != 'm')
				i++;
		} else if ((out->data[i] & 0xc0) != 0x80) {
			col++;
		}
	}
	return col;
}

int pby_paint__wrap(struct pby_buf *out, const struct pby_style *style, int indent,
		    const char *text)
{
	int col = column(out), lines = 1;
	bool first = true;

	while (*text) {
		size_t n = strcspn(text, " ");

		if (col > indent && col + !first + (int)n > style->width) {
			while (out->len && out->data[out->len - 1] == ' ')
				out->len--;
			pby_buf__addc(out, '\n');
			pby_buf__fill(out, ' ', indent);
			col = indent;
			lines++;
		} else if (!first) {
			pby_buf__addc(out, ' ');
			col++;
		}
		pby_buf__add(out, text, n);
		col += (int)n;
		first = false;
		text += n;
		while (*text == ' ')
			text++;
	}
	pby_buf__addc(out, '\n');
	return lines;
}

enum pby_colour pby_paint__severity(const char *severity)
{
	static const struct { const char *name; enum pby_colour colour; } rows[] = {
		{ "critical", PBY_RED }, { "high", PBY_RED }, { "medium", PBY_YELLOW },
		{ "low", PBY_CYAN },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strcmp(rows[i].name, severity))
			return rows[i].colour;
	return PBY_PLAIN;
}

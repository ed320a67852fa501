// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* name.c: strings of the kernel that become parts of names. */
#include <ctype.h>
#include <string.h>

#include "source/live/name.h"

enum { MAX_STRING = 255 };

/* Bytes one by one near a page's end: behind it there may be nothing. */
static size_t read_string(const struct pby_kview *view, uint64_t at, char *to, size_t max)
{
	size_t nr = 0;

	while (nr < max) {
		size_t page = 4096 - (at + nr) % 4096, part = max - nr < page ? max - nr : page;

		if (!pby_kmem__read(&view->mem, at + nr, to + nr, part))
			break;
		for (size_t end = nr + part; nr < end; nr++)
			if (!to[nr])
				return nr;
	}
	return nr;
}

bool pby_prove__word(const struct pby_kview *view, uint64_t string, size_t max)
{
	char text[MAX_STRING];
	size_t nr = string ? read_string(view, string, text, max < MAX_STRING ? max : MAX_STRING) : 0;

	for (size_t i = 0; i < nr; i++)
		if (!isalnum((unsigned char)text[i]) && !strchr("_.-", text[i]))
			return false;
	return nr && nr < max;
}

bool pby_name__plain(const struct pby_naming *n, uint64_t string, size_t max)
{
	char text[MAX_STRING];
	size_t nr = string ? read_string(n->view, string, text, max < MAX_STRING ? max : MAX_STRING) : 0;

	for (size_t i = 0; i < nr; i++)
		pby_buf__addc(n->words, text[i] < ' ' || text[i] > '~' ? '?' : text[i]);
	return nr;
}

bool pby_name__quote(const struct pby_naming *n, uint64_t string, size_t max)
{
	pby_buf__addc(n->words, '"');
	if (!pby_name__plain(n, string, max)) {
		n->words->len--;
		return false;
	}
	pby_buf__addc(n->words, '"');
	return true;
}

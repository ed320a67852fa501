// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* html.c: writes the parts of HTML pages. */
#include "report/html.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

void pby_html__text(struct pby_buf *out, const char *text)
{
	static const struct { char c; const char *entity; } rows[] = {
		{ '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" },
		{ '\'', "&#39;" }, { '\n', "\n" }, { '\t', "\t" },
	};
	size_t left = strlen(text);

	while (left) {
		size_t n = pby_utf8__len(text, left), i = 0;

		while (i < sizeof(rows) / sizeof(rows[0]) && rows[i].c != *text)
			i++;
		if (i < sizeof(rows) / sizeof(rows[0]))
			pby_buf__adds(out, rows[i].entity);
		else if (!n || (unsigned char)*text < ' ' || *text == 0x7f)
			pby_buf__adds(out, "\xef\xbf\xbd");
		else
			pby_buf__add(out, text, n);
		n += !n;
		text += n;
		left -= n;
	}
}

void pby_html__open(struct pby_buf *out, const char *tag, const char *class)
{
	if (class)
		pby_buf__addf(out, "<%s class=\"%s\">", tag, class);
	else
		pby_buf__addf(out, "<%s>", tag);
}

void pby_html__close(struct pby_buf *out, const char *tag)
{
	pby_buf__addf(out, "</%s>\n", tag);
}

void pby_html__add(struct pby_buf *out, const char *tag, const char *class, const char *text)
{
	if (!*text)
		return;
	pby_html__open(out, tag, class);
	pby_html__text(out, text);
	pby_html__close(out, tag);
}

void pby_html__labelled(struct pby_buf *out, const char *label, const char *text)
{
	if (!*text)
		return;
	pby_html__open(out, "p", "labelled");
	pby_html__add(out, "span", "label", label);
	pby_html__add(out, "span", NULL, text);
	pby_html__close(out, "p");
}

void pby_html__fold(struct pby_buf *out, const char *summary)
{
	pby_html__open(out, "details", NULL);
	pby_html__add(out, "summary", NULL, summary);
}

void pby_html__unfold(struct pby_buf *out)
{
	pby_html__close(out, "details");
}

void pby_html__badge(struct pby_buf *out, const char *colour, const char *text)
{
	pby_buf__addf(out, "<span class=\"badge ");
	pby_html__text(out, colour);
	pby_buf__adds(out, "\">");
	pby_html__text(out, text);
	pby_html__close(out, "span");
}

void pby_html__severity(struct pby_buf *out, const char *severity)
{
	pby_html__badge(out, severity, severity);
}

static void row(struct pby_buf *out, const char *tag, const char *const *cells, size_t nr)
{
	pby_html__open(out, "tr", NULL);
	for (size_t i = 0; i < nr; i++) {
		pby_html__open(out, tag, NULL);
		pby_html__text(out, cells[i] ? cells[i] : "");
		pby_html__close(out, tag);
	}
	pby_html__close(out, "tr");
}

void pby_html__table(struct pby_buf *out, const char *class, const char *const *head, size_t nr)
{
	pby_html__open(out, "div", "wide");
	pby_html__open(out, "table", class);
	pby_buf__adds(out, "<thead>\n");
	row(out, "th", head, nr);
	pby_buf__adds(out, "</thead><tbody>\n");
}

void pby_html__row(struct pby_buf *out, const char *const *cells, size_t nr)
{
	row(out, "td", cells, nr);
}

void pby_html__table_end(struct pby_buf *out)
{
	pby_buf__adds(out, "</tbody></table></div>\n");
}

void pby_html__begin(struct pby_buf *out, const char *title)
{
	pby_buf__adds(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
			   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
			   "<meta name=\"color-scheme\" content=\"light dark\">\n");
	pby_html__add(out, "title", NULL, title);
	pby_buf__adds(out, "<style>\n");
	pby_buf__adds(out, pby_html_style);
	pby_buf__adds(out, "</style>\n</head>\n<body>\n<main>\n");
}

void pby_html__end(struct pby_buf *out, const char *footer)
{
	pby_buf__adds(out, "</main>\n");
	pby_html__add(out, "footer", NULL, footer);
	pby_buf__adds(out, "</body>\n</html>\n");
}

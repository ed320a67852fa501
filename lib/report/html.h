// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * html.h: the parts that all HTML pages are made of: one self-contained file, without scripts and
 * without anything fetched, light and dark by the reader's choice, and fit to be printed.
 *
 *	pby_html__begin(out, "check: 6.1.0-56-cloud-amd64");
 *	pby_html__add(out, "h1", NULL, "6.1.0-56-cloud-amd64");
 *	pby_html__open(out, "article", "card critical");
 *	pby_html__severity(out, "critical");
 *	pby_html__add(out, "h3", NULL, title);
 *	pby_html__labelled(out, "do", advice);
 *	pby_html__fold(out, "Evidence");
 *	...
 *	pby_html__unfold(out);
 *	pby_html__close(out, "article");
 *	pby_html__end(out, "probity 0.1.0, probity.check/1");
 *
 * Tags and classes are the program's own words and are written as they are; every text and cell
 * comes from a result and is escaped. Classes that the style knows:
 *
 *	card		a block with a coloured edge; with a severity's name, "good" or "unknown"
 *	badge		a small label; with the same names
 *	chips		a row of badges under the title
 *	kicker		the small line above the title
 *	lede		the paragraph below the title
 *	labelled	a paragraph with a label ("do", "here") hung out to its left
 *	id, mono	names in a fixed-width face
 *	dim		what is of second rank
 *	wide		around a table: it scrolls sideways by itself instead of widening the page
 *	facts		a dl of short terms and values, side by side
 *	num		a cell whose figures are right-aligned
 */
#ifndef PBY_REPORT_HTML_H
#define PBY_REPORT_HTML_H

#include <stddef.h>

struct pby_buf;

/* Everything up to <main>; the title is that of the window. */
void pby_html__begin(struct pby_buf *out, const char *title);
/* A footer line, and the end of the page. */
void pby_html__end(struct pby_buf *out, const char *footer);

/* Text with markup escaped; bytes that no page may hold become U+FFFD. Good inside "..." too. */
void pby_html__text(struct pby_buf *out, const char *text);
/* <tag class="class">text</tag>; class may be NULL. Nothing at all for an empty text. */
void pby_html__add(struct pby_buf *out, const char *tag, const char *class, const char *text);
void pby_html__open(struct pby_buf *out, const char *tag, const char *class);
void pby_html__close(struct pby_buf *out, const char *tag);

/* <p class="labelled"><span class="label">label</span><span>text</span></p>; nothing for an empty text. */
void pby_html__labelled(struct pby_buf *out, const char *label, const char *text);
/* What stays folded until it is asked for; unfolded on paper. */
void pby_html__fold(struct pby_buf *out, const char *summary);
void pby_html__unfold(struct pby_buf *out);

/* A badge in the colour of a severity ("critical" to "info"), of "good" or of "unknown". */
void pby_html__badge(struct pby_buf *out, const char *colour, const char *text);
void pby_html__severity(struct pby_buf *out, const char *severity);

/*
 * A table in its scrolling frame, with its head row. class is NULL or "names": the first column holds
 * names that are not broken, the last one takes the room.
 */
void pby_html__table(struct pby_buf *out, const char *class, const char *const *head, size_t nr);
/* NULL cells are empty. */
void pby_html__row(struct pby_buf *out, const char *const *cells, size_t nr);
void pby_html__table_end(struct pby_buf *out);

/* The style sheet, for pby_html__begin(). */
extern const char pby_html_style[];

#endif

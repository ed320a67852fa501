// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* top.c: draws a result with ncurses: the text view, cut to the screen. */
#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "cmd/cost/top.h"

#include <curses.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "report/cost.h"

int pby_top__open(struct pby_err *err)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return pby_err__set(err, ENOTTY, "--top draws on a terminal, and this is none");
	setlocale(LC_CTYPE, "");
	if (!newterm(NULL, stdout, stdin))
		return pby_err__set(err, ENOTTY, "--top: the terminal %s is not known", getenv("TERM") ? getenv("TERM") : "");
	cbreak();
	noecho();
	curs_set(0);
	nodelay(stdscr, TRUE);
	keypad(stdscr, TRUE);
	return 0;
}

/* In a locale of single bytes the plus-minus sign, the one character beyond ASCII, becomes a tilde. */
static void put_line(int y, struct pby_text line)
{
	move(y, 0);
	for (int x = 0; line.p < line.end && x < COLS; x++) {
		size_t len = (unsigned char)*line.p < 0x80 ? 1 : 2;

		if (len > pby_text__len(&line))
			break;
		if (len == 2 && MB_CUR_MAX == 1)
			addch('~');
		else
			addnstr(line.p, (int)len);
		line.p += len;
	}
}

void pby_top__draw(const struct json_object *result, const char *note)
{
	struct pby_style style = { .width = COLS < 40 ? 40 : COLS, .height = LINES - 1 };
	PBY_AUTO_BUF out = { 0 };
	struct pby_text text, line;
	int y = 0;

	if (result)
		pby_cost__text(result, &style, &out);
	text = pby_text__of(pby_buf__text(&out), out.len);
	erase();
	while (y < LINES - 1 && pby_text__line(&text, &line)) {
		if (!y)
			attron(A_BOLD);
		put_line(y++, line);
		attroff(A_BOLD);
	}
	attron(A_REVERSE);
	put_line(LINES - 1, pby_text__str(note));
	attroff(A_REVERSE);
	refresh();
}

enum pby_top_key pby_top__key(void)
{
	switch (getch()) {
	case 'q':
	case 'Q':
	case 3:		/* Ctrl-C where the terminal sends it as a key */
		return PBY_TOP_QUIT;
	case 's':
		return PBY_TOP_SORT;
	case KEY_RESIZE:
		return PBY_TOP_REDRAW;
	default:
		return PBY_TOP_NONE;
	}
}

void pby_top__close(void)
{
	endwin();
}

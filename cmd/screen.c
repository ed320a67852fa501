// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* screen.c: draws text with ncurses, cut to the screen, and reads keys. */
#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "cmd/screen.h"

#include <curses.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/err.h"

int pby_screen__open(struct pby_err *err)
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

struct pby_style pby_screen__style(void)
{
	return (struct pby_style){ .width = COLS < 40 ? 40 : COLS, .height = LINES - 1 };
}

void pby_screen__draw(struct pby_text text, int marked, const char *note)
{
	struct pby_text line;

	erase();
	for (int y = 0; y < LINES - 1 && pby_text__line(&text, &line); y++) {
		attrset(y == marked ? A_REVERSE : y ? A_NORMAL : A_BOLD);
		put_line(y, line);
	}
	attrset(A_REVERSE);
	put_line(LINES - 1, pby_text__str(note));
	attrset(A_NORMAL);
	refresh();
}

enum pby_key pby_screen__key(void)
{
	switch (getch()) {
	case 'q':
	case 'Q':
	case 3:		/* Ctrl-C where the terminal sends it as a key */
		return PBY_KEY_QUIT;
	case 's':
		return PBY_KEY_SORT;
	case KEY_UP:
	case 'k':
		return PBY_KEY_UP;
	case KEY_DOWN:
	case 'j':
		return PBY_KEY_DOWN;
	case KEY_ENTER:
	case '\n':
	case '\r':
	case KEY_RIGHT:
		return PBY_KEY_OPEN;
	case KEY_LEFT:
	case KEY_BACKSPACE:
	case 27:	/* Escape */
	case 127:
		return PBY_KEY_BACK;
	case KEY_RESIZE:
		return PBY_KEY_REDRAW;
	default:
		return PBY_KEY_NONE;
	}
}

void pby_screen__close(void)
{
	endwin();
}

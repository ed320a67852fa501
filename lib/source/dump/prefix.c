// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* prefix.c: one peeler per kind of prefix, tried by the first character until none fits. */
#include "source/dump/prefix.h"

#include <string.h>

#include "source/dump/prefix_date.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char at(const struct pby_text *t, size_t i)
{
	return i < pby_text__len(t) ? t->p[i] : '\0';
}

static void eat_digits(struct pby_text *t)
{
	while (is_digit(at(t, 0)))
		t->p++;
}

static void eat_blank(struct pby_text *t)
{
	pby_text__eat(t, " ");
}

/* "[   T41]", "[    C2]": who printed the line (5.1 and later). */
static bool peel_caller(struct pby_text *t, struct pby_line *line)
{
	struct pby_text s = *t, id;

	if (!pby_text__eat(&s, "["))
		return false;
	pby_text__skip_blanks(&s);
	id.p = s.p;
	if (at(&s, 0) != 'T' && at(&s, 0) != 'C')
		return false;
	s.p++;
	eat_digits(&s);
	id.end = s.p;
	if (id.end - id.p < 2 || !pby_text__eat(&s, "]"))
		return false;
	line->caller = id;
	*t = s;
	return true;
}

/* "[  300.097166]" as nearly every line has it, read without detours: big dumps consist of these. */
static bool peel_usual_stamp(struct pby_text *t, struct pby_line *line)
{
	const char *p = t->p + 1;
	uint32_t part = 0, above = 0;
	uint64_t whole = 0;

	if (t->end - p < 16)
		return false;
	while (*p == ' ' && p < t->end - 8)
		p++;
	for (; is_digit(*p) && p < t->end - 8 && whole < 1ULL << 40; p++)
		whole = whole * 10 + (*p - '0');
	if (*p != '.' || p > t->end - 8 || p[7] != ']')
		return false;
	for (int i = 1; i <= 6; i++) {
		uint32_t digit = (unsigned char)p[i] - (uint32_t)'0';

		above |= digit > 9;
		part = part * 10 + digit;
	}
	if (above)
		return false;
	line->time_s = whole + part / 1e6;
	line->stamped = true;
	t->p = p + 8;
	while (at(t, 0) == '[' && peel_caller(t, line))
		;
	eat_blank(t);
	return true;
}

/* "[  240.] ", of a printk() that knows jiffies only. */
static bool eat_whole_seconds(struct pby_text *t, double *seconds)
{
	struct pby_text s = *t;
	uint64_t whole;

	pby_text__skip_blanks(&s);
	if (!pby_text__u64(&s, &whole) || !pby_text__eat(&s, ".") || at(&s, 0) != ']')
		return false;
	*seconds = whole;
	*t = s;
	return true;
}

static bool peel_stamp(struct pby_text *t, struct pby_line *line)
{
	struct pby_text s = { t->p + 1, t->end };
	double seconds;

	if (peel_usual_stamp(t, line))
		return true;
	if (!pby_seconds__eat(&s, &seconds) && !eat_whole_seconds(&s, &seconds))
		return false;
	/* dmesg -d: "[   12.345678 <    0.000016>]" */
	if (at(&s, 0) == ' ' && at(&s, 1) == '<') {
		const char *end = memchr(s.p, '>', pby_text__len(&s));

		if (!end)
			return false;
		s.p = end + 1;
	}
	/* Vendors put "[    5.123456 / 01-01 12:00:00.000]" and "[  5.1,0]" there. */
	if (at(&s, 0) != ']' && at(&s, 0) != ' ' && at(&s, 0) != ',')
		return false;
	if (!pby_text__until(&s, ']', &(struct pby_text){ 0 }))
		return false;
	line->time_s = seconds;
	line->stamped = true;
	*t = s;
	while (peel_caller(t, line))
		;
	eat_blank(t);
	return true;
}

static bool peel_bracket(struct pby_text *t, struct pby_line *line)
{
	return peel_stamp(t, line) || pby_date__in_brackets(t, line) ||
	       (line->stamped && peel_caller(t, line));
}

/* "<6>", "<30>"; with RFC 5424's version: "<6>1 2025-...". */
static bool peel_priority(struct pby_text *t, struct pby_line *line)
{
	struct pby_text s = { t->p + 1, t->end };
	const char *digits = s.p;

	eat_digits(&s);
	if (s.p == digits || s.p - digits > 3 || !pby_text__eat(&s, ">"))
		return false;
	if (at(&s, 0) == '1' && at(&s, 1) == ' ' && is_digit(at(&s, 2)))
		s.p += 2;
	line->stamped = true;
	*t = s;
	return true;
}

/* "6,1234,5678901,-;", netconsole's and /dev/kmsg's record head; "6,1234,5678901,-,caller=T41;" */
static bool peel_kmsg(struct pby_text *t, struct pby_line *line)
{
	struct pby_text s = *t, rest;
	uint64_t us;

	eat_digits(&s);
	if (!pby_text__eat(&s, ",") || !is_digit(at(&s, 0)))
		return false;
	eat_digits(&s);
	if (!pby_text__eat(&s, ",") || !pby_text__u64(&s, &us) || !pby_text__eat(&s, ","))
		return false;
	if (!memchr("-c+", at(&s, 0), 3) || !pby_text__until(&s, ';', &rest))
		return false;
	line->time_s = us / 1e6;
	line->stamped = true;
	*t = s;
	if (pby_text__eat(&rest, "-,caller="))
		line->caller = rest;
	return true;
}

static bool peel_digit(struct pby_text *t, struct pby_line *line)
{
	return peel_kmsg(t, line) || pby_date__iso(t, line) || pby_date__unix(t, line) ||
	       pby_date__time(t, line);
}

/* "kern  :info  : " of dmesg -x; "kernel: " that a logger left without a date. */
static bool peel_word(struct pby_text *t, struct pby_line *line)
{
	struct pby_text s = *t;

	if (pby_text__eat(&s, "kern") || pby_text__eat(&s, "user") || pby_text__eat(&s, "daemon")) {
		pby_text__skip_blanks(&s);
		if (pby_text__eat(&s, ":") && pby_text__until(&s, ':', &(struct pby_text){ 0 }) &&
		    s.p - t->p < 20) {
			*t = s;
			eat_blank(t);
			line->stamped = true;
			return true;
		}
		s = *t;
	}
	if (pby_text__eat(&s, "kernel: ")) {
		*t = s;
		pby_text__eat(t, ": ");
		line->stamped = true;
		return true;
	}
	return pby_date__syslog(t, line);
}

/* "> ", ">> ", ">  > ": each mark takes one blank with it. */
static bool peel_quote(struct pby_text *t)
{
	struct pby_text s = *t;

	while (at(&s, 0) == ' ' && s.p - t->p < 4)
		s.p++;
	if (at(&s, 0) != '>')
		return false;
	*t = (struct pby_text){ s.p + 1, s.end };
	if (at(t, 0) == ' ' && at(t, 1) != '>')
		t->p++;
	return true;
}

/* "7344   | ", with a bar of a terminal: the lines of a file as bat shows them; "  163\t" of cat -n. */
static void peel_line_number(struct pby_text *t)
{
	static const char bar[] = "\342\224\202 ";
	struct pby_text s = *t;

	while (at(&s, 0) == ' ')
		s.p++;
	if (!is_digit(at(&s, 0)))
		return;
	eat_digits(&s);
	if (at(&s, 0) == '\t') {
		*t = (struct pby_text){ s.p + 1, s.end };
		return;
	}
	while (at(&s, 0) == ' ')
		s.p++;
	if (pby_text__eat(&s, bar))
		*t = s;
}

static bool peel(struct pby_text *t, struct pby_line *line)
{
	char c = at(t, 0);

	if (c == '[')
		return peel_bracket(t, line);
	if (c == '<')
		return peel_priority(t, line);
	if (is_digit(c))
		return peel_digit(t, line);
	return c >= 'A' && c <= 'z' && peel_word(t, line);
}

static void start(struct pby_line *line)
{
	line->caller = (struct pby_text){ 0 };
	line->time_s = -1;
	line->clock_s = 0;
	line->stamped = false;
	line->foreign = false;
}

void pby_prefix__behind_stamp(struct pby_line *line)
{
	if (at(&line->text, 0) > ' ' && at(&line->text, 0) != '[')
		pby_date__monotonic_host(&line->text, line);
	/* A daemon that forwards the kernel's ring keeps the kernel's own stamp. */
	line->foreign = false;
}

bool pby_prefix__usual_stamp(struct pby_text raw, struct pby_line *line)
{
	start(line);
	line->text = raw;
	return peel_usual_stamp(&line->text, line);
}

void pby_prefix__strip(struct pby_text raw, struct pby_line *line)
{
	struct pby_text t = raw;
	int rounds;

	start(line);
	peel_line_number(&t);
	for (rounds = 0; rounds < 16 && peel_quote(&t); rounds++)
		;
	/* Behind the kernel's own stamp the message begins, unless a logger stamped it twice. */
	for (rounds = 0; rounds < 8 && (peel(&t, line) || (rounds && peel_quote(&t))); rounds++) {
		if (line->time_s >= 0 && at(&t, 0) != '[')
			break;
	}
	line->text = t;
	if (line->time_s >= 0)
		pby_prefix__behind_stamp(line);
}

const char *pby_prefix__find_stamp(struct pby_text text)
{
	const char *p = text.p;

	while (p < text.end && (p = memchr(p, '[', text.end - p))) {
		struct pby_text s = { p + 1, text.end };
		double seconds;

		if (pby_seconds__eat(&s, &seconds) && at(&s, 0) == ']' && s.p - p > 7)
			return p;
		p++;
	}
	return NULL;
}

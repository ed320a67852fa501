// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* prefix_date.c: the ways in which loggers write when and where. */
#include "source/dump/prefix_date.h"

#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char at(const struct pby_text *t, size_t i)
{
	return i < pby_text__len(t) ? t->p[i] : '\0';
}

/* Takes exactly what the pattern says: 9 a digit, _ a digit or a blank, a a letter, else itself. */
static bool eat_shape(struct pby_text *t, const char *shape)
{
	const char *p = t->p;

	for (; *shape; shape++, p++) {
		char c = p < t->end ? *p : '\0';
		bool ok = *shape == '9' ? is_digit(c) :
			  *shape == '_' ? is_digit(c) || c == ' ' :
			  *shape == 'a' ? (c | 32) >= 'a' && (c | 32) <= 'z' : c == *shape;

		if (!ok)
			return false;
	}
	t->p = p;
	return true;
}

static void eat_digits(struct pby_text *t)
{
	while (is_digit(at(t, 0)))
		t->p++;
}

/* ".123456" or ",123456" behind the seconds. */
static void eat_fraction(struct pby_text *t)
{
	if ((at(t, 0) == '.' || at(t, 0) == ',') && is_digit(at(t, 1))) {
		t->p++;
		eat_digits(t);
	}
}

static void eat_blank(struct pby_text *t)
{
	pby_text__eat(t, " ");
}

bool pby_seconds__eat(struct pby_text *t, double *s)
{
	struct pby_text c = *t;
	uint64_t whole = 0, part = 0, scale = 1;

	pby_text__skip_blanks(&c);
	if (!pby_text__u64(&c, &whole) || !pby_text__eat(&c, ".") || !is_digit(at(&c, 0)))
		return false;
	for (; is_digit(at(&c, 0)); c.p++) {
		if (scale < 1000000000) {
			part = part * 10 + (*c.p - '0');
			scale *= 10;
		}
	}
	*s = whole + (double)part / scale;
	*t = c;
	return true;
}

static int number(const char *p, const char *end)
{
	int v = 0;

	for (; p < end && is_digit(*p); p++)
		v = v * 10 + (*p - '0');
	return v;
}

/* The month and the day before a time: "2025-06-27T", "Jun  6 ", "Fri Jun 27 ". */
static int days_of(const char *p, const char *end)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	if (end - p >= 11 && end[-7] == '-' && end[-4] == '-')
		return 31 * (number(end - 6, end - 4) - 1) + number(end - 3, end - 1);
	for (; end - p >= 6; p++)
		for (int m = 0; m < 12; m++)
			if (!memcmp(p, months + 3 * m, 3))
				return 31 * m + number(p[4] == ' ' ? p + 5 : p + 4, end);
	return 0;
}

/* A date that was eaten, as seconds; dates without seconds tell too little. */
static double clock_of(const char *from, const char *to)
{
	for (const char *p = from; to - p >= 8; p++) {
		struct pby_text t = { p, to };

		if (eat_shape(&t, "99:99:99"))
			return days_of(from, p) * 86400.0 + number(p, p + 2) * 3600.0 + number(p + 3, p + 5) * 60.0 +
			       number(p + 6, p + 8);
	}
	return 0;
}

static bool eat_bracketed(struct pby_text *t)
{
	static const char *const shapes[] = {
		"[aaa aaa _9 99:99:99 9999]", "[aaa_9 99:99]", "[aaa _9 99:99]",
		"[aaa _9 99:99:99]", "[99:99:99]",
	};
	struct pby_text s;
	double delta;

	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		if (eat_shape(t, shapes[i]))
			return true;
	}
	if (eat_shape(t, "[9999-99-99"))	/* "[2023-06-27 15:21:34.123]" of serial loggers */
		return pby_text__until(t, ']', &(struct pby_text){ 0 });
	s = (struct pby_text){ t->p + 1, t->end };
	pby_text__skip_blanks(&s);
	if (!(pby_text__eat(&s, "+") || pby_text__eat(&s, "-")) || !pby_seconds__eat(&s, &delta) ||
	    !pby_text__eat(&s, "]"))
		return false;
	*t = s;
	return true;
}

bool pby_date__in_brackets(struct pby_text *t, struct pby_line *line)
{
	struct pby_text s = *t;

	if (!eat_bracketed(&s))
		return false;
	line->stamped = true;
	line->clock_s = clock_of(t->p, s.p);
	*t = s;
	eat_blank(t);
	return true;
}

/* A record of netconsole that syslog wrote behind the host: "6,3811,1349569018,-;text" */
static bool is_record(struct pby_text word)
{
	return pby_text__len(&word) > 4 && is_digit(*word.p) && memchr(word.p, ',', 4) &&
	       memchr(word.p, ';', pby_text__len(&word));
}

/* Behind a date: "host kernel: ", "kernel: ", "host kernel: : "; other programs make it foreign. */
static void eat_host_and_tag(struct pby_text *t, struct pby_line *line)
{
	struct pby_text s = *t, word[2];
	int n = 0;

	/* A blank more than one: there is no host, the message itself begins with blanks. */
	if (at(t, 0) == ' ' || at(t, 0) == '[')
		return;
	for (; n < 2 && pby_text__word(&s, &word[n]); n++) {
		bool kernel = pby_text__starts(word[n], "kernel:") || pby_text__starts(word[n], "kernel[");

		if (n == 1 && is_record(word[n])) {
			t->p = word[n].p;
			return;
		}
		if (!kernel && !pby_text__ends(word[n], "]:") &&
		    !(n == 1 && pby_text__ends(word[n], ":")))
			continue;
		line->foreign = !kernel;
		t->p = kernel ? memchr(word[n].p, ':', t->end - word[n].p) : word[n].end;
		t->p = t->p && t->p < t->end ? t->p : word[n].end;
		pby_text__eat(t, ":");
		eat_blank(t);
		if (pby_text__eat(t, ": "))
			line->foreign = false;
		return;
	}
	/* RFC 5424: "host kernel - - - text" */
	if (n == 2 && pby_text__is(word[1], "kernel") && pby_text__eat(&s, " - - - "))
		*t = s;
}

static void eat_zone(struct pby_text *t)
{
	if (pby_text__eat(t, "Z"))
		return;
	if (eat_shape(t, "+99:99") || eat_shape(t, "-99:99") || eat_shape(t, "+9999"))
		return;
	eat_shape(t, "-9999");
}

bool pby_date__iso(struct pby_text *t, struct pby_line *line)
{
	struct pby_text s = *t;
	bool comma;

	if (!eat_shape(&s, "9999-99-99T99:99:99") && !eat_shape(&s, "9999-99-99 99:99:99"))
		return false;
	comma = at(&s, 0) == ',';	/* dmesg --time-format iso: no host follows */
	eat_fraction(&s);
	eat_zone(&s);
	eat_shape(&s, ":");
	line->stamped = true;
	line->clock_s = clock_of(t->p, s.p);
	*t = s;
	eat_blank(t);
	if (!comma)
		eat_host_and_tag(t, line);
	return true;
}

bool pby_date__unix(struct pby_text *t, struct pby_line *line)
{
	struct pby_text s = *t;

	if (!eat_shape(&s, "9999999999.999999 "))
		return false;
	line->stamped = true;
	*t = s;
	eat_host_and_tag(t, line);
	return true;
}

bool pby_date__time(struct pby_text *t, struct pby_line *line)
{
	struct pby_text s = *t;
	const char *kernel;

	if (!eat_shape(&s, "99:99:99"))
		return false;
	eat_fraction(&s);
	kernel = pby_text__find(s, "kernel:");
	if (!pby_text__eat(&s, " ") || !kernel || kernel - s.p > 64)
		return false;
	line->stamped = true;
	*t = s;
	eat_host_and_tag(t, line);
	return true;
}

bool pby_date__syslog(struct pby_text *t, struct pby_line *line)
{
	struct pby_text s = *t;

	if (eat_shape(&s, "aaa 9999-99-99 99:99:99")) {
		eat_fraction(&s);
		if (pby_text__eat(&s, " "))
			pby_text__until(&s, ' ', &(struct pby_text){ 0 });
	} else if (eat_shape(&s, "aaa aaa _9 99:99:99 9999") || eat_shape(&s, "aaa _9 9999 99:99:99") ||
		   eat_shape(&s, "aaa _9 99:99:99") || eat_shape(&s, "aaa _9 99:99")) {
		eat_fraction(&s);
		eat_blank(&s);
	} else {
		return false;
	}
	line->clock_s = clock_of(t->p, s.p);
	line->stamped = true;
	*t = s;
	eat_host_and_tag(t, line);
	return true;
}

bool pby_date__monotonic_host(struct pby_text *t, struct pby_line *line)
{
	const char *blank = memchr(t->p, ' ', pby_text__len(t));
	struct pby_text s = { blank ? blank + 1 : t->end, t->end };

	if (!blank || blank[-1] == ':' || !pby_text__eat(&s, "kernel:"))
		return false;
	*t = s;
	eat_blank(t);
	line->stamped = true;
	return true;
}

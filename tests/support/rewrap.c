// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rewrap.c: see rewrap.h. */
#include "support/rewrap.h"

#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

static void dmesg(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "[%5u.%06u] ", 300 + n / 1000, n % 1000 * 1000);
}

static void caller(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "[%5u.%06u][   T41] ", 300 + n / 1000, n % 1000 * 1000);
}

static void human(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "[Fri Jun  6 15:21:%02u 2025] ", n / 1000 % 60);
}

static void relative(struct pby_buf *out, unsigned int n)
{
	if (n % 50)
		pby_buf__adds(out, "[  +0.001000] ");
	else
		pby_buf__addf(out, "[Jun 6 15:%02u] ", n / 50 % 60);
}

static void delta(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "[%5u.%06u <    0.001000>] ", 300 + n / 1000, n % 1000 * 1000);
}

static void iso_dmesg(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "2025-06-06T15:21:%02u,%06u+02:00 ", n / 1000 % 60, n % 1000 * 1000);
}

static void facility(struct pby_buf *out, unsigned int n)
{
	pby_buf__adds(out, "kern  :err   : ");
	dmesg(out, n);
}

static void kmsg(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "3,%u,%u000,-;", n, 300000 + n);
}

static void kmsg_caller(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "3,%u,%u000,-,caller=T41;", n, 300000 + n);
}

static void priority(struct pby_buf *out, unsigned int n)
{
	pby_buf__adds(out, "<3>");
	dmesg(out, n);
}

static void bare_priority(struct pby_buf *out, unsigned int n)
{
	(void)n;
	pby_buf__adds(out, "<4>");
}

static void journal(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "Jun 06 15:21:%02u web-1 kernel: ", n / 1000 % 60);
}

static void journal_precise(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "Jun 06 15:21:%02u.%06u web-1 kernel: ", n / 1000 % 60, n % 1000 * 1000);
}

static void journal_iso(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "2025-06-06T15:21:%02u+0200 web-1 kernel: ", n / 1000 % 60);
}

static void journal_full(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "Fri 2025-06-06 15:21:%02u CEST web-1 kernel: ", n / 1000 % 60);
}

static void journal_monotonic(struct pby_buf *out, unsigned int n)
{
	dmesg(out, n);
	pby_buf__adds(out, "web-1 kernel: ");
}

static void journal_unix(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "1749216%03u.%06u web-1 kernel: ", n / 1000 % 1000, n % 1000 * 1000);
}

static void syslog(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "Jun  6 15:21:%02u web-1 kernel: ", n / 1000 % 60);
	dmesg(out, n);
}

static void syslog_colons(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "Jun  6 15:21:%02u web-1 kernel: : ", n / 1000 % 60);
	dmesg(out, n);
}

static void rsyslog(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "2025-06-06T15:21:%02u.%06u+02:00 web-1 kernel: ", n / 1000 % 60, n % 1000 * 1000);
	dmesg(out, n);
}

static void rfc5424(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "<3>1 2025-06-06T15:21:%02uZ web-1 kernel - - - ", n / 1000 % 60);
	dmesg(out, n);
}

static void serial(struct pby_buf *out, unsigned int n)
{
	pby_buf__addf(out, "[2025-06-06 15:21:%02u] ", n / 1000 % 60);
	dmesg(out, n);
}

const struct rewrap_style rewrap_styles[] = {
	{ .name = "dmesg", .before = dmesg },
	{ .name = "caller", .before = caller },
	{ .name = "dmesg -T", .before = human },
	{ .name = "dmesg -H", .before = relative },
	{ .name = "dmesg -d", .before = delta },
	{ .name = "dmesg -x", .before = facility },
	{ .name = "dmesg --time-format iso", .before = iso_dmesg },
	{ .name = "kmsg", .before = kmsg },
	{ .name = "kmsg with callers", .before = kmsg_caller },
	{ .name = "priority and stamp", .before = priority },
	{ .name = "priority", .before = bare_priority },
	{ .name = "bare" },
	{ .name = "journalctl", .before = journal },
	{ .name = "journalctl short-precise", .before = journal_precise },
	{ .name = "journalctl short-iso", .before = journal_iso },
	{ .name = "journalctl short-full", .before = journal_full },
	{ .name = "journalctl short-monotonic", .before = journal_monotonic },
	{ .name = "journalctl short-unix", .before = journal_unix },
	{ .name = "journalctl export", .carrier = REWRAP_EXPORT },
	{ .name = "journalctl export, binary", .carrier = REWRAP_EXPORT_BINARY },
	{ .name = "journalctl json", .carrier = REWRAP_JSON },
	{ .name = "syslog", .before = syslog },
	{ .name = "syslog with two colons", .before = syslog_colons },
	{ .name = "rsyslog iso", .before = rsyslog },
	{ .name = "rfc 5424", .before = rfc5424 },
	{ .name = "serial logger", .before = serial },
	{ .name = "crlf", .before = dmesg, .crlf = true },
	{ .name = "colour", .before = dmesg, .colour = true },
	{ .name = "html", .before = dmesg, .html = true },
	{ .name = "html, bare", .html = true },
	{ .name = "quoted-printable", .before = dmesg, .qp = true },
	{ .name = "quote", .before = dmesg, .mark = "> " },
	{ .name = "quote, bare", .mark = "> " },
	{ .name = "quote of a quote", .before = dmesg, .mark = ">  > " },
	{ .name = "quote of a quote, tight", .before = dmesg, .mark = ">> " },
	{ .name = "wrap", .before = dmesg, .columns = 80 },
	{ .name = "wrap, bare", .columns = 80 },
	{ .name = "wrap, callers", .before = caller, .columns = 80 },
	{ .name = "wrap, quote", .before = dmesg, .mark = "> ", .columns = 80 },
	{ .name = "wrap, syslog", .before = syslog, .columns = 80 },
	{ .name = "wrap, journal", .before = journal, .columns = 80 },
	{ .name = "wrap at 76", .before = dmesg, .columns = 76 },
	{ .name = "cut", .before = dmesg, .columns = 80, .hard = true },
	{ .name = "cut, syslog", .before = syslog, .columns = 80, .hard = true },
	{ .name = "cut, crlf", .before = syslog, .columns = 80, .hard = true, .crlf = true },
	{ .name = "gzip", .before = dmesg, .packer = "gzip" },
	{ .name = "xz", .before = dmesg, .packer = "xz" },
	{ .name = "zstd", .before = dmesg, .packer = "zstd" },
};

const unsigned int rewrap_nr_styles = sizeof(rewrap_styles) / sizeof(rewrap_styles[0]);

static bool eat_native(struct pby_text *t)
{
	struct pby_text s = *t, inside;
	uint64_t v;

	if (!pby_text__eat(&s, "["))
		return false;
	pby_text__skip_blanks(&s);
	if (!pby_text__u64(&s, &v) || !pby_text__eat(&s, ".") || !pby_text__u64(&s, &v) || !pby_text__eat(&s, "]"))
		return false;
	if (pby_text__eat(&s, "[") && !pby_text__until(&s, ']', &inside))
		return false;
	pby_text__eat(&s, " ");
	*t = s;
	return true;
}

void rewrap_bare(struct pby_text log, struct pby_buf *out)
{
	struct pby_text line;

	while (pby_text__line(&log, &line)) {
		eat_native(&line);
		pby_buf__add(out, line.p, pby_text__len(&line));
		pby_buf__addc(out, '\n');
	}
}

static void end_line(const struct rewrap_style *style, struct pby_buf *out)
{
	pby_buf__adds(out, style->crlf ? "\r\n" : "\n");
}

/* Breaks a line as a mailer does (the blank at the break is lost) or at the very column. */
static void add_broken(const struct rewrap_style *style, struct pby_text line, struct pby_buf *out)
{
	while (style->columns && pby_text__len(&line) > style->columns) {
		const char *at = line.p + style->columns;

		while (!style->hard && at > line.p && *at != ' ')
			at--;
		if (at == line.p || pby_text__len(&(struct pby_text){ line.p, at }) < 20)
			at = line.p + style->columns;
		pby_buf__adds(out, style->mark ? style->mark : "");
		pby_buf__add(out, line.p, at - line.p);
		end_line(style, out);
		line.p = at;
		while (!style->hard && line.p < line.end && *line.p == ' ')
			line.p++;
	}
	pby_buf__adds(out, style->mark ? style->mark : "");
	pby_buf__add(out, line.p, pby_text__len(&line));
	end_line(style, out);
}

static void add_html(struct pby_text line, struct pby_buf *out)
{
	for (; line.p < line.end; line.p++) {
		const char *as = *line.p == '<' ? "&lt;" : *line.p == '>' ? "&gt;" : *line.p == '&' ? "&amp;" :
				 *line.p == '"' ? "&quot;" : *line.p == '\'' ? "&#39;" : NULL;

		if (as)
			pby_buf__adds(out, as);
		else
			pby_buf__addc(out, *line.p);
	}
	pby_buf__addc(out, '\n');
}

static void add_qp(struct pby_text line, struct pby_buf *out)
{
	unsigned int column = 0;

	for (; line.p < line.end; line.p++) {
		unsigned char c = *line.p;
		bool escape = c == '=' || c < 32 || c > 126;

		if (column + (escape ? 3 : 1) > 75) {
			pby_buf__adds(out, "=\n");
			column = 0;
		}
		column += escape ? 3 : 1;
		if (escape)
			pby_buf__addf(out, "=%02X", c);
		else
			pby_buf__addc(out, c);
	}
	pby_buf__addc(out, '\n');
}

static void add_json(struct pby_text line, unsigned int n, struct pby_buf *out)
{
	bool text = true;

	for (const char *p = line.p; p < line.end; p++)
		text &= (unsigned char)*p < 127;
	pby_buf__addf(out, "{\"__CURSOR\":\"s=1\",\"_TRANSPORT\":\"kernel\",\"SYSLOG_IDENTIFIER\":\"kernel\","
		      "\"_SOURCE_MONOTONIC_TIMESTAMP\":\"%u000\",\"MESSAGE\":%s", 300000 + n, text ? "\"" : "[");
	for (const char *p = line.p; p < line.end; p++) {
		if (!text)
			pby_buf__addf(out, "%s%u", p == line.p ? "" : ",", (unsigned char)*p);
		else if (*p == '"' || *p == '\\')
			pby_buf__addf(out, "\\%c", *p);
		else if (*p < 32)
			pby_buf__addf(out, "\\u%04x", *p);
		else
			pby_buf__addc(out, *p);
	}
	pby_buf__adds(out, text ? "\"}\n" : "]}\n");
}

static void add_export(struct pby_text line, unsigned int n, bool binary, struct pby_buf *out)
{
	uint64_t len = pby_text__len(&line);

	pby_buf__addf(out, "__CURSOR=s=%u\n_TRANSPORT=kernel\nSYSLOG_IDENTIFIER=kernel\n", n);
	if (binary) {
		pby_buf__adds(out, "MESSAGE\n");
		for (int i = 0; i < 64; i += 8)
			pby_buf__addc(out, len >> i & 0xff);
	} else {
		pby_buf__adds(out, "MESSAGE=");
	}
	pby_buf__add(out, line.p, len);
	pby_buf__addf(out, "\n_SOURCE_MONOTONIC_TIMESTAMP=%u000\n\n", 300000 + n);
}

static void pack(const char *packer, struct pby_buf *out)
{
	size_t cap = out->len + out->len / 2 + 4096, n = 0;
	uint8_t *packed = malloc(cap);

	if (!packed)
		return;
	if (!strcmp(packer, "gzip")) {
		z_stream z = { .next_in = (uint8_t *)out->data, .avail_in = out->len, .next_out = packed, .avail_out = cap };

		deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
		deflate(&z, Z_FINISH);
		n = z.total_out;
		deflateEnd(&z);
	} else if (!strcmp(packer, "xz")) {
		lzma_easy_buffer_encode(0, LZMA_CHECK_CRC32, NULL, (uint8_t *)out->data, out->len, packed, &n, cap);
	} else {
		n = ZSTD_compress(packed, cap, out->data, out->len, 1);
	}
	out->len = 0;
	pby_buf__add(out, packed, n);
	free(packed);
}

void rewrap(const struct rewrap_style *style, struct pby_text bare, struct pby_buf *out)
{
	PBY_AUTO_BUF whole = { 0 };
	struct pby_text line;

	out->len = 0;
	if (style->html)
		pby_buf__adds(out, "<!DOCTYPE html>\n<html><head><title>log</title></head><body>\n<pre class=\"log\">\n");
	if (style->qp)
		pby_buf__adds(out, "Content-Transfer-Encoding: quoted-printable\n\n");
	for (unsigned int n = 0; pby_text__line(&bare, &line); n++) {
		whole.len = 0;
		if (style->colour)
			pby_buf__adds(&whole, "\033[32m");
		if (style->before)
			style->before(&whole, n);
		if (style->colour)
			pby_buf__adds(&whole, "\033[0m\033[1;31m");
		pby_buf__add(&whole, line.p, pby_text__len(&line));
		if (style->colour)
			pby_buf__adds(&whole, "\033[0m");
		line = pby_text__of(pby_buf__text(&whole), whole.len);
		if (style->carrier == REWRAP_JSON)
			add_json(line, n, out);
		else if (style->carrier != REWRAP_TEXT)
			add_export(line, n, style->carrier == REWRAP_EXPORT_BINARY, out);
		else if (style->html)
			add_html(line, out);
		else if (style->qp)
			add_qp(line, out);
		else
			add_broken(style, line, out);
	}
	if (style->html)
		pby_buf__adds(out, "</pre></body></html>\n");
	if (style->packer)
		pack(style->packer, out);
}

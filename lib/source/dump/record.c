// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* record.c: one reader per carrier; a plain line costs a look at its first and last character. */
#include "source/dump/record.h"

#include <json-c/json.h>
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "source/dump/lines.h"

/* ---- journal export: KEY=value lines, an empty line ends an entry ---- */

static void end_entry(struct pby_record *r)
{
	if (r->has_message && !r->foreign)
		r->take(r->to, pby_text__of(pby_buf__text(&r->message), r->message.len), true, r->time_s);
	r->has_message = r->foreign = false;
	r->time_s = -1;
}

static void export_field(struct pby_record *r, struct pby_text key, struct pby_text value)
{
	uint64_t us;

	if (pby_text__is(key, "MESSAGE")) {
		r->message.len = 0;
		pby_buf__add(&r->message, value.p, pby_text__len(&value));
		r->has_message = true;
	} else if (pby_text__is(key, "SYSLOG_IDENTIFIER")) {
		r->foreign = !pby_text__is(value, "kernel");
	} else if (pby_text__is(key, "_SOURCE_MONOTONIC_TIMESTAMP")) {
		if (pby_text__u64(&value, &us))
			r->time_s = us / 1e6;
	}
}

/* A field with bytes that are no text: its name alone, eight bytes of length, the bytes, "\n". */
static int export_binary(struct pby_record *r, struct pby_text key, struct pby_err *err)
{
	struct pby_text bytes;
	char name[32];
	uint64_t size = 0;
	int rc;

	pby_text__copy(key, name, sizeof(name));	/* reading on overwrites the line */
	rc = pby_lines__raw(r->lines, 8, &bytes, err);
	if (rc <= 0)
		return rc;
	for (int i = 7; i >= 0; i--)
		size = size << 8 | (unsigned char)bytes.p[i];
	if (size >= PBY_LINE_MAX) {
		r->export = false;
		return 0;
	}
	rc = pby_lines__raw(r->lines, size + 1, &bytes, err);
	if (rc <= 0)
		return rc;
	bytes.end--;
	export_field(r, pby_text__str(name), bytes);
	return 0;
}

/* KEY=value, or the name of a field with bytes. */
static bool is_field(struct pby_text line)
{
	const char *p = line.p;

	while (p < line.end && ((*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || *p == '_'))
		p++;
	return p > line.p && (p == line.end || *p == '=');
}

/* An entry begins with __CURSOR; what was cut out of the middle with any field of the journal's own. */
static bool begins_export(struct pby_text line)
{
	static const char *const keys[] = {
		"__CURSOR=", "__REALTIME_TIMESTAMP=", "__MONOTONIC_TIMESTAMP=", "_BOOT_ID=",
		"_TRANSPORT=", "_MACHINE_ID=", "_HOSTNAME=", "_SOURCE_MONOTONIC_TIMESTAMP=",
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (pby_text__starts(line, keys[i]))
			return true;
	return pby_text__starts(line, "MESSAGE=");
}

static int export_line(struct pby_record *r, struct pby_text line, struct pby_err *err)
{
	struct pby_text key;

	if (pby_text__empty(&line)) {
		end_entry(r);
		return 0;
	}
	if (pby_text__until(&line, '=', &key)) {
		export_field(r, key, line);
		return 0;
	}
	return export_binary(r, line, err);
}

/* ---- JSON: one object per line, or spread over lines ---- */

static void json_bytes(struct pby_record *r, struct json_object *array)
{
	r->plain.len = 0;
	for (size_t i = 0; i < pby_json__len(array); i++)
		pby_buf__addc(&r->plain, json_object_get_int(pby_json__item(array, i)));
}

/* The keys under which journals and log shippers keep the text. */
static void json_message(struct pby_record *r, struct json_object *o)
{
	static const char *const keys[] = { "MESSAGE", "message", "log", "msg" };
	const char *who = pby_json__get_str(o, "SYSLOG_IDENTIFIER");
	uint64_t us = json_object_get_uint64(pby_json__get(o, "_SOURCE_MONOTONIC_TIMESTAMP"));

	if (*who && strcmp(who, "kernel"))
		return;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct json_object *m = pby_json__get(o, keys[i]);

		if (json_object_is_type(m, json_type_array)) {
			json_bytes(r, m);
		} else if (json_object_is_type(m, json_type_string)) {
			r->plain.len = 0;
			pby_buf__add(&r->plain, json_object_get_string(m), json_object_get_string_len(m));
		} else {
			continue;
		}
		r->take(r->to, pby_text__of(pby_buf__text(&r->plain), r->plain.len), true, us ? us / 1e6 : -1);
		return;
	}
}

/* False: this is no JSON after all. */
static bool json_line(struct pby_record *r, struct pby_text line)
{
	enum { OBJECT_MAX = 8 << 20 };
	struct json_object *o;

	if (!r->tok)
		r->tok = json_tokener_new_ex(32);
	if (!r->tok)
		return false;
	o = json_tokener_parse_ex(r->tok, line.p, pby_text__len(&line));
	r->fed += pby_text__len(&line) + 1;
	if (o && json_object_is_type(o, json_type_object)) {
		json_message(r, o);
		json_object_put(o);
	} else if (json_tokener_get_error(r->tok) == json_tokener_continue && r->fed < OBJECT_MAX) {
		return true;
	} else {
		json_object_put(o);
		r->fed = 0;
		json_tokener_reset(r->tok);
		return false;
	}
	r->fed = 0;
	json_tokener_reset(r->tok);
	return true;
}

/* ---- quoted-printable ---- */

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* A guess decodes only what mailers write everywhere: "=3D" and "=20". */
static bool is_escape(const struct pby_record *r, struct pby_text t)
{
	if (pby_text__len(&t) < 3 || hex_digit(t.p[1]) < 0 || hex_digit(t.p[2]) < 0)
		return false;
	return r->qp == PBY_QP_STATED || !memcmp(t.p, "=3D", 3) || !memcmp(t.p, "=20", 3);
}

static void qp_decode(struct pby_record *r, struct pby_text t)
{
	while (!pby_text__empty(&t)) {
		if (*t.p == '=' && is_escape(r, t)) {
			pby_buf__addc(&r->soft, hex_digit(t.p[1]) << 4 | hex_digit(t.p[2]));
			t.p += 3;
		} else {
			pby_buf__addc(&r->soft, *t.p++);
		}
	}
}

/* Mailers break at 76 columns at most; a row of "=" is a ruler and no break. */
static bool has_soft_break(struct pby_text t)
{
	size_t len = pby_text__len(&t);

	return len > 1 && t.end[-1] == '=' && t.end[-2] != '=' && len <= 78;
}

static void qp_line(struct pby_record *r, struct pby_text line)
{
	bool soft = has_soft_break(line);

	if (soft)
		line.end--;
	qp_decode(r, line);
	if (soft && r->soft.len < PBY_LINE_MAX)
		return;
	r->take(r->to, pby_text__of(pby_buf__text(&r->soft), r->soft.len), false, -1);
	r->soft.len = 0;
}

static void look_for_qp(struct pby_record *r, struct pby_text line)
{
	if (pby_text__starts(line, "Content-Transfer-Encoding:"))
		r->qp = pby_text__find(line, "quoted-printable") ? PBY_QP_STATED : PBY_QP_NO;
	else if (r->qp == PBY_QP_NO && has_soft_break(line) && pby_text__len(&line) > 70)
		r->qp = PBY_QP_GUESSED;
}

int pby_record__line(struct pby_record *r, struct pby_text line, struct pby_err *err)
{
	char first = pby_text__empty(&line) ? '\0' : *line.p;

	if (!r->export && (first == '_' || first == 'M') && begins_export(line)) {
		r->export = true;
		r->time_s = -1;
	}
	if (r->export && (!first || is_field(line)))
		return export_line(r, line, err);
	if (r->export) {	/* another text follows in the same file */
		end_entry(r);
		r->export = false;
	}
	if ((first == '{' || r->fed) && json_line(r, line))
		return 0;
	if (first && (line.end[-1] == '=' || first == 'C'))
		look_for_qp(r, line);
	if (r->qp != PBY_QP_NO)
		qp_line(r, line);
	else
		r->take(r->to, line, false, -1);
	return 0;
}

bool pby_record__is_inside(const struct pby_record *r)
{
	return r->export || r->fed || r->qp != PBY_QP_NO;
}

void pby_record__flush(struct pby_record *r)
{
	end_entry(r);
	if (r->soft.len)
		r->take(r->to, pby_text__of(pby_buf__text(&r->soft), r->soft.len), false, -1);
	r->soft.len = 0;
}

void pby_record__free(struct pby_record *r)
{
	pby_buf__free(&r->message);
	pby_buf__free(&r->soft);
	pby_buf__free(&r->plain);
	if (r->tok)
		json_tokener_free(r->tok);
}

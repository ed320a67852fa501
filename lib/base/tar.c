// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tar.c: reads tar archives. */
#include "base/tar.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "base/unpack.h"

enum { BLOCK = 512, MAX_EXTENSION = 1 << 20 };

struct header {
	char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], checksum[8];
	char type, link[100], magic[8], uname[32], gname[32], major[8], minor[8], prefix[155], pad[12];
};
_Static_assert(sizeof(struct header) == BLOCK, "a tar header is one block");

struct pby_tar {
	struct pby_unpack *from;
	struct pby_buf path;
	struct pby_buf long_name;	/* from an extension before the header */
	uint64_t long_size;
	bool has_long_size, sparse;
	uint64_t left;		/* bytes of the entry that were not read */
	uint64_t padding;	/* behind them */
};

struct pby_tar *pby_tar__open(struct pby_unpack *from)
{
	struct pby_tar *t = calloc(1, sizeof(*t));

	if (t)
		t->from = from;
	return t;
}

void pby_tar__close(struct pby_tar *t)
{
	if (!t)
		return;
	pby_buf__free(&t->path);
	pby_buf__free(&t->long_name);
	free(t);
}

static int take(struct pby_tar *t, void *to, size_t size, struct pby_err *err)
{
	ssize_t n = pby_unpack__read(t->from, to, size, err);

	if (n < 0)
		return (int)n;
	return n == (ssize_t)size ? 1 : n ? pby_err__set(err, EBADMSG, "a tar archive that was cut off") : 0;
}

ssize_t pby_tar__read(struct pby_tar *t, void *to, size_t size, struct pby_err *err)
{
	size_t want = t->left < size ? (size_t)t->left : size;
	int rc;

	if (!want)
		return 0;
	rc = take(t, to, want, err);
	if (rc <= 0)
		return rc ? rc : pby_err__set(err, EBADMSG, "a tar archive that was cut off");
	t->left -= want;
	return want;
}

static int skip(struct pby_tar *t, struct pby_err *err)
{
	char piece[16 * 1024];

	t->left += t->padding;
	t->padding = 0;
	while (t->left) {
		ssize_t n = pby_tar__read(t, piece, sizeof(piece), err);

		if (n <= 0)
			return n ? (int)n : -EBADMSG;
	}
	return 0;
}

/* Octal digits, or GNU's big-endian binary with the high bit of the first byte set. */
static bool number(const char *field, size_t len, uint64_t *value)
{
	const uint8_t *p = (const uint8_t *)field;
	uint64_t v = 0;

	if (p[0] & 0x80) {
		for (size_t i = 0; i < len; i++) {
			if (v >> 55)
				return false;
			v = v << 8 | (i ? p[i] : p[i] & 0x7f);
		}
		*value = v;
		return true;
	}
	while (len && *p == ' ')
		p++, len--;
	for (; len && *p >= '0' && *p <= '7'; p++, len--) {
		if (v >> 60)
			return false;
		v = v << 3 | (*p - '0');
	}
	*value = v;
	return !len || *p == ' ' || !*p;
}

/* The sum of the header's bytes, with the sum's own field taken as blanks. */
static bool sum_is_right(const struct header *h)
{
	const uint8_t *p = (const uint8_t *)h;
	uint64_t wanted, sum = 0;

	for (size_t i = 0; i < BLOCK; i++)
		sum += i - offsetof(struct header, checksum) < sizeof(h->checksum) ? ' ' : p[i];
	return number(h->checksum, sizeof(h->checksum), &wanted) && wanted == sum;
}

static struct pby_text field(const char *p, size_t size)
{
	return pby_text__of(p, strnlen(p, size));
}

/* Drops "/", "./" and "//"; false when the path climbs with "..". */
static bool normalize(struct pby_text path, struct pby_buf *out)
{
	out->len = 0;
	pby_buf__adds(out, "");
	while (!pby_text__empty(&path)) {
		struct pby_text part;

		if (!pby_text__until(&path, '/', &part)) {
			part = path;
			path.p = path.end;
		}
		if (pby_text__empty(&part) || pby_text__is(part, "."))
			continue;
		if (pby_text__is(part, ".."))
			return false;
		if (out->len)
			pby_buf__addc(out, '/');
		pby_buf__add(out, part.p, pby_text__len(&part));
	}
	return !memchr(pby_buf__text(out), '\0', out->len);
}

static void set_path(struct pby_tar *t, const struct header *h, struct pby_tar_entry *e)
{
	PBY_AUTO_BUF raw = { 0 };
	struct pby_text prefix = field(h->prefix, sizeof(h->prefix));

	if (t->long_name.len) {
		pby_buf__add(&raw, t->long_name.data, t->long_name.len);
	} else {
		/* GNU's own format keeps times where ustar has the prefix. */
		if (!memcmp(h->magic, "ustar\0" "00", 8) && !pby_text__empty(&prefix)) {
			pby_buf__add(&raw, prefix.p, pby_text__len(&prefix));
			pby_buf__addc(&raw, '/');
		}
		prefix = field(h->name, sizeof(h->name));
		pby_buf__add(&raw, prefix.p, pby_text__len(&prefix));
	}
	if (!normalize(pby_text__of(pby_buf__text(&raw), raw.len), &t->path) ||
	    (!t->path.len && e->kind == PBY_TAR_FILE)) {
		t->path.len = 0;
		e->kind = PBY_TAR_OTHER;
	}
	e->path = t->path.len ? pby_buf__text(&t->path) : "";
}

/* "27 path=some/long/name\n" and so on. */
static bool take_pax(struct pby_tar *t, struct pby_text all)
{
	while (!pby_text__empty(&all)) {
		struct pby_text record = all, key;
		uint64_t len;

		if (!pby_text__u64(&record, &len) || !pby_text__eat(&record, " ") ||
		    len > pby_text__len(&all) || all.p + len <= record.p || all.p[len - 1] != '\n')
			return false;
		record.end = all.p + len - 1;
		all.p += len;
		if (!pby_text__until(&record, '=', &key))
			return false;
		if (pby_text__is(key, "path")) {
			t->long_name.len = 0;
			pby_buf__add(&t->long_name, record.p, pby_text__len(&record));
		} else if (pby_text__is(key, "size")) {
			if (!pby_text__u64(&record, &t->long_size))
				return false;
			t->has_long_size = true;
		} else if (pby_text__starts(key, "GNU.sparse.")) {
			t->sparse = true;
		}
	}
	return true;
}

/* An entry that speaks of the next one: pax records, or GNU's long name. */
static int take_extension(struct pby_tar *t, char type, struct pby_err *err)
{
	PBY_AUTO_BUF text = { 0 };
	ssize_t n;

	if (t->left > MAX_EXTENSION)
		return pby_err__set(err, EBADMSG, "a tar header extension of %llu bytes",
				    (unsigned long long)t->left);
	if (!pby_buf__reserve(&text, t->left))
		return pby_err__set(err, ENOMEM, "no memory for a tar header");
	n = pby_tar__read(t, text.data, t->left, err);
	if (n < 0)
		return (int)n;
	text.len = n;
	if (type == 'x' && !take_pax(t, pby_text__of(text.data, text.len)))
		return pby_err__set(err, EBADMSG, "damaged pax records in a tar archive");
	if (type == 'L') {
		t->long_name.len = 0;
		pby_buf__add(&t->long_name, text.data, strnlen(text.data, text.len));
	}
	return skip(t, err);
}

static int take_header(struct pby_tar *t, struct header *h, struct pby_err *err)
{
	static const struct header zeros;
	int rc = take(t, h, sizeof(*h), err);

	if (rc <= 0 || !memcmp(h, &zeros, sizeof(zeros)))
		return rc < 0 ? rc : 0;
	if (!sum_is_right(h) || !number(h->size, sizeof(h->size), &t->left) || t->left > INT64_MAX)
		return pby_err__set(err, EBADMSG, "a damaged tar header");
	t->padding = -t->left % BLOCK;
	return 1;
}

static enum pby_tar_kind kind_of(char type)
{
	static const struct { char type; enum pby_tar_kind kind; } rows[] = {
		{ '0', PBY_TAR_FILE }, { '\0', PBY_TAR_FILE }, { '7', PBY_TAR_FILE },
		{ '5', PBY_TAR_DIRECTORY },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].type == type)
			return rows[i].kind;
	return PBY_TAR_OTHER;
}

int pby_tar__next(struct pby_tar *t, struct pby_tar_entry *e, struct pby_err *err)
{
	struct header h;
	int rc = skip(t, err);

	t->long_name.len = 0;
	t->has_long_size = t->sparse = false;
	while (!rc) {
		rc = take_header(t, &h, err);
		if (rc <= 0)
			return rc;
		if (!strchr("xgLK", h.type) || !h.type)
			break;
		rc = take_extension(t, h.type, err);
	}
	if (rc < 0)
		return rc;
	if (t->has_long_size) {
		if (t->long_size > INT64_MAX)
			return pby_err__set(err, EBADMSG, "a damaged tar header");
		t->left = t->long_size;
		t->padding = -t->left % BLOCK;
	}
	*e = (struct pby_tar_entry){ .kind = t->sparse ? PBY_TAR_OTHER : kind_of(h.type), .size = t->left };
	set_path(t, &h, e);
	return t->path.failed || t->long_name.failed ? pby_err__set(err, ENOMEM, "no memory for a path") : 1;
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* input.c: reading bytes, finding out whether they are compressed, and decompressing them. */
#include "source/dump/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/unpack_format.h"

enum { RAW_SIZE = 256 * 1024 };

/* Images that no text reader can use, with what would turn them into text. */
static const struct {
	const char *magic;
	size_t len;
	const char *what;
} images[] = {
	{ "\177ELF", 4, "an ELF image (a vmcore or a program)" },
	{ "KDUMP   ", 8, "a compressed kdump image" },
	{ "makedumpfile", 12, "a flattened kdump image" },
	{ "LPKSHHRH", 8, "a journal file (use journalctl --file)" },
};

/* Bytes as they lie in the input; 0 at its end, or -errno. */
static ssize_t read_some(struct pby_input *in, void *to, size_t room, struct pby_err *err)
{
	ssize_t n;

	if (in->fd < 0) {
		n = in->mem_len < room ? in->mem_len : room;
		if (n)
			memcpy(to, in->mem, n);
		in->mem += n;
		in->mem_len -= n;
	} else {
		do
			n = read(in->fd, to, room);
		while (n < 0 && errno == EINTR);
	}
	if (n < 0)
		return pby_err__set(err, errno, "%s: cannot read: %s", in->name, strerror(errno));
	in->raw_ends = n == 0;
	in->raw_read += n;
	return n;
}

static int refill(struct pby_input *in, struct pby_err *err)
{
	ssize_t n;

	if (in->raw_pos && in->raw_pos == in->raw_len)
		in->raw_pos = in->raw_len = 0;
	if (in->raw_ends || in->raw_len == RAW_SIZE)
		return 0;
	n = read_some(in, in->raw + in->raw_len, RAW_SIZE - in->raw_len, err);
	if (n < 0)
		return n;
	in->raw_len += n;
	return 0;
}

static struct pby_text raw_text(const struct pby_input *in)
{
	return pby_text__of((const char *)in->raw + in->raw_pos, in->raw_len - in->raw_pos);
}

static int look_at_magic(struct pby_input *in, struct pby_err *err)
{
	int rc;

	while (in->raw_len < 16 && !in->raw_ends) {
		rc = refill(in, err);
		if (rc)
			return rc;
	}
	for (size_t i = 0; i < sizeof(images) / sizeof(images[0]); i++) {
		if (in->raw_len < images[i].len || memcmp(in->raw, images[i].magic, images[i].len))
			continue;
		return pby_err__set(err, EINVAL, "%s: is %s, not text; of a vmcore take what "
				    "crash's \"log\" and \"foreach bt\" print", in->name, images[i].what);
	}
	in->format = pby_unpack_format__of(raw_text(in));
	if (in->format && in->format->whole)
		return pby_err__set(err, EINVAL, "%s: is packed in an older format of %s: unpack it first",
				    in->name, in->format->name);
	return 0;
}

static int start(struct pby_input *in, struct pby_err *err)
{
	in->raw = malloc(RAW_SIZE);
	if (!in->raw)
		return pby_err__set(err, ENOMEM, "%s: no memory", in->name);
	return look_at_magic(in, err);
}

int pby_input__open(struct pby_input *in, const char *path, struct pby_err *err)
{
	struct stat st;
	int rc;

	*in = (struct pby_input){ .name = path, .fd = STDIN_FILENO };
	if (strcmp(path, "-"))
		in->fd = open(path, O_RDONLY | O_CLOEXEC);
	else
		in->name = "standard input";
	if (in->fd < 0)
		return pby_err__set(err, errno, "%s: cannot open: %s", path, strerror(errno));
	if (!fstat(in->fd, &st) && S_ISDIR(st.st_mode))
		rc = pby_err__set(err, EISDIR, "%s: is a directory; name the files in it", path);
	else
		rc = start(in, err);
	if (rc)
		pby_input__close(in);
	return rc;
}

int pby_input__open_mem(struct pby_input *in, const char *name, const void *bytes, size_t len,
			struct pby_err *err)
{
	int rc;

	*in = (struct pby_input){ .name = name, .fd = -1, .mem = bytes, .mem_len = len };
	rc = start(in, err);
	if (rc)
		pby_input__close(in);
	return rc;
}

/* What was read to look at its magic, then straight from the file. */
static ssize_t read_plain(struct pby_input *in, void *buf, size_t size, struct pby_err *err)
{
	size_t n = in->raw_len - in->raw_pos;
	ssize_t more;

	if (n) {
		n = n < size ? n : size;
		memcpy(buf, in->raw + in->raw_pos, n);
		in->raw_pos += n;
		in->given += n;
		return n;
	}
	more = in->raw_ends ? 0 : read_some(in, buf, size, err);
	if (more > 0)
		in->given += more;
	return more;
}

/* The text ends here although the compressed data are not complete. */
static ssize_t cut_here(struct pby_input *in, int why, struct pby_err *err)
{
	in->done = true;
	in->cut = true;
	if (in->given)
		return 0;
	if (why == -ENOMEM)
		return pby_err__set(err, ENOMEM, "%s: %s data need more memory than they may have",
				    in->name, in->format->name);
	return pby_err__set(err, EILSEQ, "%s: damaged %s data within the first %llu bytes", in->name,
			    in->format->name, (unsigned long long)in->raw_read);
}

/* After the end of one stream another of the same kind may follow (cat a.gz b.gz); junk may too. */
static bool another_follows(const struct pby_input *in)
{
	return pby_unpack_format__of(raw_text(in)) == in->format;
}

static void end_stream(struct pby_input *in)
{
	in->format->stop(in->state);
	in->state = NULL;
	in->in_stream = false;
}

static ssize_t read_packed(struct pby_input *in, void *buf, size_t size, struct pby_err *err)
{
	while (!in->done) {
		struct pby_text packed;
		bool end = false, stuck;
		ssize_t made;
		int rc;

		if (in->raw_pos && in->raw_len - in->raw_pos < PBY_UNPACK_MAGIC_MAX) {
			memmove(in->raw, in->raw + in->raw_pos, in->raw_len - in->raw_pos);
			in->raw_len -= in->raw_pos;
			in->raw_pos = 0;
			rc = refill(in, err);
			if (rc)
				return rc;
		}
		if (in->raw_pos == in->raw_len && in->raw_ends && !in->in_stream) {
			in->done = true;
			break;
		}
		if (!in->state && in->given && !another_follows(in)) {
			in->done = true;
			break;
		}
		if (!in->state && !(in->state = in->format->start()))
			return pby_err__set(err, ENOMEM, "%s: no memory", in->name);
		in->in_stream = true;
		packed = raw_text(in);
		made = in->format->step(in->state, &packed, buf, size, &end);
		if (made < 0)
			return cut_here(in, (int)made, err);
		stuck = !made && !end && packed.p == raw_text(in).p;
		in->raw_pos = in->raw_len - pby_text__len(&packed);
		in->given += made;
		if (end)
			end_stream(in);
		if (made)
			return made;
		if (stuck && in->raw_ends)
			return cut_here(in, -EBADMSG, err);
		if (!end && in->raw_pos == in->raw_len && (rc = refill(in, err)))
			return rc;
	}
	return 0;
}

ssize_t pby_input__read(struct pby_input *in, void *buf, size_t size, struct pby_err *err)
{
	return in->format ? read_packed(in, buf, size, err) : read_plain(in, buf, size, err);
}

void pby_input__close(struct pby_input *in)
{
	if (in->state)
		in->format->stop(in->state);
	free(in->raw);
	if (in->fd > STDERR_FILENO)
		close(in->fd);
	*in = (struct pby_input){ .fd = -1 };
}

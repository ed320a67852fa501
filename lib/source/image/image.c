// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* image.c: a kernel that is not running, from whatever file it comes in: unwraps it and fills the model. */
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/filemap.h"
#include "base/unpack.h"
#include "model/kernel.h"
#include "source/image/banner.h"
#include "source/image/contents.h"
#include "source/image/deb.h"
#include "source/image/elf.h"
#include "source/image/image.h"
#include "source/image/wrapping.h"
#include "source/kernel_files.h"

/* A vmlinux with debug information has 1 GB. Unpacked kernels without have 30 to 100 MB. */
static const size_t max_file = 4ULL << 30, max_unpacked = 1ULL << 30;

/* A kernel comes in a few wrappings: package, boot image, compression. More is a trick. */
enum { MAX_DEPTH = 5 };

static int take(struct pby_text file, const char *where, int depth, struct pby_kernel *k,
		struct pby_err *err);

static void set_release(struct pby_kernel *k, const struct pby_banner *b, const char *machine)
{
	char *release = pby_arena__strndup(&k->arena, b->release.p, pby_text__len(&b->release));
	char *version = pby_arena__strndup(&k->arena, b->version.p, pby_text__len(&b->version));

	pby_kernel__set_release(k, release, version, machine);
}

static int take_vmlinux(struct pby_text file, const char *where, struct pby_kernel *k,
			struct pby_err *err)
{
	struct pby_banner banner;
	struct pby_elf elf;
	int rc = pby_elf__open(file, &elf, err);

	if (rc)
		return rc;
	if (pby_banner__find(file, &banner))
		set_release(k, &banner, elf.machine);
	pby_contents__btf(&elf, file, where, k);
	pby_contents__symbols(&elf, file, where, k);
	pby_contents__config(file, where, k);
	return 0;
}

/* A kernel without an ELF header, as arm64 boots it. */
static int take_raw(struct pby_text file, const char *machine, const char *where, struct pby_kernel *k)
{
	struct pby_banner banner;

	if (pby_banner__find(file, &banner))
		set_release(k, &banner, machine);
	pby_contents__btf(NULL, file, where, k);
	pby_contents__symbols(NULL, file, where, k);
	pby_contents__config(file, where, k);
	return 0;
}

static int take_packed(struct pby_text packed, const char *where, int depth, struct pby_kernel *k,
		       struct pby_err *err)
{
	PBY_AUTO_BUF image = { 0 };
	int rc = pby_unpack__all(packed, max_unpacked, &image, err);

	return rc ? rc : take(pby_text__of(pby_buf__text(&image), image.len), where, depth + 1, k, err);
}

static int take_wrapping(const struct pby_wrapping *w, const char *where, int depth,
			 struct pby_kernel *k, struct pby_err *err)
{
	struct pby_banner banner;
	int rc;

	if (pby_text__empty(&w->payload))
		return pby_err__set(err, EBADMSG, "a damaged %s: its payload lies outside", w->name);
	if (!strcmp(w->machine, "aarch64"))
		return take_raw(w->payload, w->machine, where, k);
	if (!pby_unpack__format(w->payload) && !pby_elf__is(w->payload))
		return pby_err__set(err, ENOTSUP, "a %s packed by neither gzip, xz, lzma, zstd nor lz4", w->name);
	rc = take_packed(w->payload, where, depth, k, err);
	if (!rc && (!k->release || !*k->release) && pby_banner__parse(w->banner, &banner))
		set_release(k, &banner, w->machine);
	return rc;
}

static int take_package(struct pby_text file, const char *where, int depth, struct pby_kernel *k,
			struct pby_err *err)
{
	struct pby_deb deb = { 0 };
	char inner[600];
	int rc = pby_deb__read(file, &deb, err);

	snprintf(inner, sizeof(inner), "%s: %s", where, deb.path[PBY_DEB_IMAGE]);
	if (!rc)
		rc = take(pby_text__of(deb.part[PBY_DEB_IMAGE].data, deb.part[PBY_DEB_IMAGE].len), inner,
			  depth + 1, k, err);
	if (!rc)
		pby_contents__package(&deb, where, k);
	pby_deb__free(&deb);
	return rc;
}

static bool is_btf(struct pby_text file)
{
	return pby_text__len(&file) > 24 && !memcmp(file.p, "\x9f\xeb\x01", 3);
}

static int take_btf(struct pby_text file, const char *where, struct pby_kernel *k, struct pby_err *err)
{
	pby_contents__btf(NULL, file, where, k);
	if (k->btf.read != PBY_YES)
		return pby_err__set(err, EBADMSG, "%s", k->btf.why);
	return 0;
}

static int take(struct pby_text file, const char *where, int depth, struct pby_kernel *k,
		struct pby_err *err)
{
	struct pby_wrapping w;

	if (depth > MAX_DEPTH)
		return pby_err__set(err, EBADMSG, "wrapped more than %d times", MAX_DEPTH);
	if (pby_deb__is(file))
		return take_package(file, where, depth, k, err);
	if (pby_elf__is(file))
		return take_vmlinux(file, where, k, err);
	if (is_btf(file))
		return take_btf(file, where, k, err);
	if (pby_wrapping__open(file, &w))
		return take_wrapping(&w, where, depth, k, err);
	if (pby_unpack__format(file))
		return take_packed(file, where, depth, k, err);
	return pby_err__set(err, ENOEXEC, "no kernel image, vmlinux, raw BTF or Debian kernel package");
}

int pby_image__take(struct pby_text file, const char *where, struct pby_kernel *k, struct pby_err *err)
{
	int rc = take(file, where, 0, k, err);

	if (rc || k->btf.read == PBY_YES || k->symbols.read == PBY_YES || k->config.read == PBY_YES)
		return rc;
	return pby_err__set(err, ENODATA, "neither types (%s) nor symbols (%s)",
			    k->btf.why ? k->btf.why : "none", k->symbols.why ? k->symbols.why : "none");
}

int pby_source__image(const char *path, struct pby_kernel *k, struct pby_err *err)
{
	PBY_AUTO_FILEMAP file = { 0 };
	int rc = pby_filemap__open(&file, path, max_file, err);

	if (rc)
		return rc;
	rc = pby_image__take(file.text, path, k, err);
	return rc ? pby_err__prefix(err, rc, "%s", path) : 0;
}

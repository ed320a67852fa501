// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* contents.c: reads types, symbols and configuration out of an unpacked kernel. */
#define _GNU_SOURCE
#include "source/image/contents.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "model/kernel.h"
#include "source/image/deb.h"
#include "source/image/elf.h"
#include "source/image/ikconfig.h"
#include "source/image/kallsyms_image.h"

static const char *inside(struct pby_kernel *k, const char *where, const char *part)
{
	return pby_arena__printf(&k->arena, "%s (%s)", where, part);
}

static int quiet(enum libbpf_print_level level, const char *fmt, va_list ap)
{
	(void)level;
	(void)fmt;
	(void)ap;
	return 0;
}

/* Valid BTF at this very place, or NULL. Its header says how long it is. */
static struct btf *btf_at(struct pby_text t)
{
	struct btf_header h;
	uint64_t len;

	if (pby_text__len(&t) < sizeof(h))
		return NULL;
	memcpy(&h, t.p, sizeof(h));
	len = (uint64_t)h.hdr_len + h.str_off + h.str_len;
	if (h.magic != BTF_MAGIC || h.version != BTF_VERSION || len > pby_text__len(&t) || len > UINT32_MAX)
		return NULL;
	return btf__new(t.p, (uint32_t)len);
}

/* Without sections: the header is 24 bytes that hardly anything else looks like. */
static struct btf *btf_search(struct pby_text file)
{
	static const char header[] = "\x9f\xeb\x01\0\x18\0\0";
	enum { MAX_CANDIDATES = 64 };
	const char *p;

	for (int i = 0; i < MAX_CANDIDATES; i++, file.p = p + 1) {
		struct btf *btf;

		p = memmem(file.p, pby_text__len(&file), header, sizeof(header));
		if (!p)
			return NULL;
		btf = btf_at((struct pby_text){ p, file.end });
		/* The BTF of a module or a program has few types. */
		if (btf && btf__type_cnt(btf) > 1000)
			return btf;
		btf__free(btf);
	}
	return NULL;
}

void pby_contents__btf(const struct pby_elf *elf, struct pby_text file, const char *where,
		       struct pby_kernel *k)
{
	struct pby_text section = { 0 };
	struct btf *btf;

	libbpf_set_print(quiet);
	if (elf && !pby_elf__section(elf, ".BTF", &section)) {
		pby_kernel__domain_failed(k, &k->btf, where, "the kernel has no section .BTF");
		return;
	}
	btf = elf ? btf_at(section) : btf_search(file);
	if (btf)
		pby_kernel__take_btf(k, btf, inside(k, where, "BTF"));
	else
		pby_kernel__domain_failed(k, &k->btf, where, elf ? "its section .BTF is damaged"
								 : "no valid BTF in it");
}

/*
 * As /proc/kallsyms would print it; letters tell functions from data and are used for nothing. False
 * for a vmlinux that carries types only, whose few symbols would pass for a kernel that lacks the others.
 */
static bool symtab_text(const struct pby_elf *elf, struct pby_buf *out)
{
	enum { MIN_FUNCTIONS = 5000 };
	struct pby_elf_symbol s;
	uint32_t functions = 0;

	for (uint32_t i = 0; pby_elf__symbol(elf, i, &s); i++) {
		if (pby_text__empty(&s.name) || memchr(s.name.p, '\n', pby_text__len(&s.name)))
			continue;
		pby_buf__addf(out, "%llx %c ", (unsigned long long)s.value, s.function ? 't' : 'd');
		pby_buf__add(out, s.name.p, pby_text__len(&s.name));
		pby_buf__addc(out, '\n');
		functions += s.function;
	}
	return functions >= MIN_FUNCTIONS && !out->failed;
}

void pby_contents__symbols(const struct pby_elf *elf, struct pby_text file, const char *where,
			   struct pby_kernel *k)
{
	PBY_AUTO_BUF text = { 0 };
	struct pby_err err;

	if (elf && symtab_text(elf, &text) &&
	    !pby_kernel__take_symbols(k, &text, inside(k, where, ".symtab")))
		return;
	text.len = 0;
	if (pby_kallsyms_image__decode(file, &text, &err))
		pby_kernel__domain_failed(k, &k->symbols, where, err.text);
	else
		pby_kernel__take_symbols(k, &text, inside(k, where, "its kallsyms"));
}

void pby_contents__config(struct pby_text file, const char *where, struct pby_kernel *k)
{
	PBY_AUTO_BUF text = { 0 };

	if (pby_ikconfig__find(file, &text))
		pby_kernel__take_config(k, pby_text__of(text.data, text.len), inside(k, where, "IKCONFIG"));
	else
		pby_kernel__domain_failed(k, &k->config, where, "no configuration inside (IKCONFIG)");
}

void pby_contents__package(struct pby_deb *deb, const char *where, struct pby_kernel *k)
{
	struct pby_buf *config = &deb->part[PBY_DEB_CONFIG], *symbols = &deb->part[PBY_DEB_SYMBOLS];
	struct pby_domain kept = k->symbols;

	if (k->config.read != PBY_YES && config->len)
		pby_kernel__take_config(k, pby_text__of(config->data, config->len),
					inside(k, where, deb->path[PBY_DEB_CONFIG]));
	if (k->symbols.read == PBY_YES || !symbols->len)
		return;
	/* Debian's System.map is one line since 4.x; then the reason of the kernel itself says more. */
	if (pby_kernel__take_symbols(k, symbols, inside(k, where, deb->path[PBY_DEB_SYMBOLS])))
		k->symbols = kept;
}

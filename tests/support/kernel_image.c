// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kernel_image.c: ELF files, boot images and packages around what a test wants to have read. */
#define _GNU_SOURCE
#include "support/kernel_image.h"

#include <bpf/btf.h>
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/root.h"
#include "base/tar_out.h"

static void pad(struct pby_buf *out, size_t align)
{
	while (out->len % align)
		pby_buf__addc(out, '\0');
}

void kernel_image__btf(struct pby_buf *out, const char *name, const char *member)
{
	struct btf *btf = btf__new_empty();
	int type = btf__add_int(btf, "int", 4, BTF_INT_SIGNED);
	const void *raw;
	uint32_t size;

	btf__add_struct(btf, name, 4);
	btf__add_field(btf, member, type, 0, 0);
	for (int i = 0; i < 1500; i++) {
		char filler[32];

		snprintf(filler, sizeof(filler), "filler_%d", i);
		btf__add_struct(btf, filler, 0);
	}
	raw = btf__raw_data(btf, &size);
	pby_buf__add(out, raw, size);
	btf__free(btf);
}

struct section {
	const char *name;
	struct pby_text content;
	uint32_t type, link;
};

static void symbols(struct pby_buf *symtab, struct pby_buf *strtab, uint32_t nr)
{
	Elf64_Sym none = { 0 };

	pby_buf__add(symtab, &none, sizeof(none));
	pby_buf__addc(strtab, '\0');
	for (uint32_t i = 0; i < nr; i++) {
		Elf64_Sym s = { .st_name = (uint32_t)strtab->len, .st_shndx = 1,
				.st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC), .st_value = i };

		pby_buf__add(symtab, &s, sizeof(s));
		pby_buf__addf(strtab, "function_%u", i);
		pby_buf__addc(strtab, '\0');
	}
}

static void add_section(struct pby_buf *out, struct pby_buf *headers, struct pby_buf *names,
			const struct section *s)
{
	Elf64_Shdr h = { .sh_type = s->type, .sh_link = s->link, .sh_name = (uint32_t)names->len,
			 .sh_size = pby_text__len(&s->content) };

	pad(out, 64);
	h.sh_offset = out->len;
	pby_buf__add(out, s->content.p, pby_text__len(&s->content));
	pby_buf__add(headers, &h, sizeof(h));
	pby_buf__add(names, s->name, strlen(s->name) + 1);
}

void kernel_image__elf(struct pby_buf *out, struct pby_text rodata, struct pby_text btf,
		       uint32_t nr_functions)
{
	PBY_AUTO_BUF symtab = { 0 }, strtab = { 0 }, names = { 0 }, headers = { 0 };
	Elf64_Ehdr e = { .e_ident = ELFMAG, .e_machine = EM_X86_64, .e_type = ET_EXEC,
			 .e_shentsize = sizeof(Elf64_Shdr) };
	size_t start = out->len;
	Elf64_Shdr h = { 0 };

	e.e_ident[EI_CLASS] = ELFCLASS64;
	e.e_ident[EI_DATA] = ELFDATA2LSB;
	symbols(&symtab, &strtab, nr_functions);
	struct section sections[] = {
		{ ".rodata", rodata, SHT_PROGBITS, 0 },
		{ ".BTF", btf, SHT_PROGBITS, 0 },
		/* Linked to the one behind it; without .BTF both move down. */
		{ ".symtab", kernel_image__text(&symtab), SHT_SYMTAB, pby_text__empty(&btf) ? 3 : 4 },
		{ ".strtab", kernel_image__text(&strtab), SHT_STRTAB, 0 },
	};

	pby_buf__add(out, &e, sizeof(e));
	pby_buf__add(&headers, &h, sizeof(h));
	pby_buf__addc(&names, '\0');
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		if (!pby_text__empty(&sections[i].content) || sections[i].type != SHT_PROGBITS)
			add_section(out, &headers, &names, &sections[i]);
	e.e_shstrndx = (uint16_t)(headers.len / sizeof(h));
	e.e_shnum = e.e_shstrndx + 1;
	h = (Elf64_Shdr){ .sh_type = SHT_STRTAB, .sh_offset = out->len, .sh_size = names.len };
	pby_buf__add(out, names.data, names.len);
	pby_buf__add(&headers, &h, sizeof(h));
	pad(out, 64);
	e.e_shoff = out->len - start;
	pby_buf__add(out, headers.data, headers.len);
	memcpy(out->data + start, &e, sizeof(e));
}

static void put16(char *at, uint32_t v)
{
	at[0] = (char)v;
	at[1] = (char)(v >> 8);
}

static void put32(char *at, uint32_t v)
{
	put16(at, v);
	put16(at + 2, v >> 16);
}

void kernel_image__bzimage(struct pby_buf *out, struct pby_text payload, const char *banner)
{
	enum { SETUP_SECTS = 2, BODY = (SETUP_SECTS + 1) * 512, BEFORE = 64, BANNER_AT = 0x300 };
	char head[BODY + BEFORE] = { 0 };

	head[0x1f1] = SETUP_SECTS;
	put16(head + 0x1fe, 0xaa55);
	memcpy(head + 0x202, "HdrS", 4);
	put16(head + 0x206, 0x20f);
	put16(head + 0x20e, BANNER_AT - 0x200);
	put16(head + 0x236, 1);
	put32(head + 0x248, BEFORE);
	/* The build appends the unpacked size, and counts it. */
	put32(head + 0x24c, (uint32_t)pby_text__len(&payload) + 4);
	memcpy(head + BANNER_AT, banner, strlen(banner) + 1);
	pby_buf__add(out, head, sizeof(head));
	pby_buf__add(out, payload.p, pby_text__len(&payload));
	pby_buf__add(out, "\x12\x34\x56\x78", 4);
	pby_buf__fill(out, '\0', 512);
}

void kernel_image__tar(struct pby_buf *out, const struct kernel_image_file *files, size_t nr)
{
	PBY_AUTO_FD fd = memfd_create("tar", MFD_CLOEXEC);
	struct pby_tar_out *tar = pby_tar_out__open(fd, false);

	for (size_t i = 0; i < nr; i++)
		pby_tar_out__add(tar, files[i].path, files[i].content, 0, NULL);
	pby_tar_out__finish(tar, NULL);
	pby_tar_out__close(tar);
	lseek(fd, 0, SEEK_SET);
	pby_fd__read_all(fd, "tar", 1 << 30, out, NULL);
}

static void member(struct pby_buf *out, const char *name, struct pby_text content)
{
	size_t len = pby_text__len(&content);

	pby_buf__addf(out, "%-16s%-12d%-6d%-6d%-8s%-10zu`\n", name, 0, 0, 0, "100644", len);
	pby_buf__add(out, content.p, len);
	if (len % 2)
		pby_buf__addc(out, '\n');
}

void kernel_image__deb(struct pby_buf *out, const char *format, const struct kernel_image_file *files,
		       size_t nr)
{
	PBY_AUTO_BUF tar = { 0 }, packed = { 0 };

	kernel_image__tar(&tar, files, nr);
	kernel_image__pack(&packed, format, kernel_image__text(&tar));
	pby_buf__adds(out, "!<arch>\n");
	member(out, "debian-binary", pby_text__str("2.0\n"));
	member(out, "control.tar", pby_text__str("odd"));
	member(out, "data.tar.x/", kernel_image__text(&packed));
}

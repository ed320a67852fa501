// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* namer.c: opens the file that a key is about, once, and makes frames of what it knows. */
#include "source/names/namer.h"

#include <stdio.h>
#include <string.h>

#include "base/filemap.h"
#include "source/names/elf_names.h"

/* The file of a build id. Without names: why there are none. */
struct pby_namer_file {
	struct pby_build_id id;
	struct pby_elf_names *names;
	const char *base;	/* "libc.so.6" */
	const char *why;
};

void pby_namer__init(struct pby_namer *n, const struct pby_namer_options *options, struct pby_arena *arena)
{
	*n = (struct pby_namer){ .options = *options, .arena = arena };
	n->files.dirs = options->dirs;
}

/* In the arena of answers, where the same text is wanted again and again. */
static const char *text(struct pby_namer *n, const char *t)
{
	uint32_t i = t ? pby_map__get(&n->texts, t, strlen(t)) : PBY_MAP_NONE;
	char **slot;

	if (!t)
		return NULL;
	if (i != PBY_MAP_NONE)
		return n->text_of.items[i];
	slot = PBY_PUSH(&n->own, &n->text_of);
	if (!slot)
		return "";
	*slot = pby_arena__strdup(n->arena, t);
	pby_map__put(&n->texts, *slot, strlen(*slot), n->text_of.nr - 1);
	return *slot;
}

static int kernel_id(const struct pby_namer *n, struct pby_build_id *id, struct pby_err *err)
{
	const char *path = n->options.notes ? n->options.notes : "/sys/kernel/notes";
	PBY_AUTO_FILEMAP notes = { .map = NULL };
	int rc = pby_filemap__open(&notes, path, 1 << 20, err);

	if (rc)
		return rc;
	return pby_build_id__of_notes(notes.text, id) ? 0 : pby_err__set(err, ENOENT, "%s: the kernel has no build id", path);
}

/* Randomisation moves all of the kernel's text by one number. */
static int place_kernel(struct pby_namer *n, struct pby_err *err)
{
	const char *path = pby_elf_names__path(n->kernel);
	uint64_t stext;

	if (!pby_elf_names__has_debug(n->kernel))
		return pby_err__set(err, ENODATA, "%s: it holds no debug information", path);
	if (!pby_elf_names__symbol(n->kernel, "_stext", &stext))
		return pby_err__set(err, ENODATA, "%s: it has no symbol _stext", path);
	n->slide = n->options.stext - stext;
	return 0;
}

static int try_kernel(struct pby_namer *n, const char *path, const struct pby_build_id *id, struct pby_err *err)
{
	int rc;

	n->kernel = pby_elf_names__open(path, id, err);
	rc = n->kernel ? place_kernel(n, err) : -ESTALE;
	if (!rc)
		return 0;
	pby_elf_names__free(n->kernel);
	n->kernel = NULL;
	return rc;
}

int pby_namer__open_kernel(struct pby_namer *n, struct pby_err *err)
{
	const char *paths[PBY_DEBUG_PATHS];
	char hex[PBY_BUILD_ID_HEX];
	struct pby_build_id id;
	int rc = kernel_id(n, &id, err);
	uint32_t nr;

	if (rc)
		return rc;
	if (!n->options.stext || n->options.etext <= n->options.stext)
		return pby_err__set(err, ENODATA, "where the kernel lies is not known: /proc/kallsyms shows no addresses");
	if (n->options.vmlinux)
		return try_kernel(n, n->options.vmlinux, &id, err);
	nr = pby_debug_files__of_kernel(&n->files, &id, n->options.release, paths);
	for (uint32_t i = 0; i < nr; i++)
		if (!try_kernel(n, paths[i], &id, err))
			return 0;
	if (nr)
		return -ENOENT;
	pby_build_id__hex(&id, hex);
	return pby_err__set(err, ENOENT, "no debug information of the kernel (build id %s) was found", hex);
}

const char *pby_namer__kernel_path(const struct pby_namer *n)
{
	return n->kernel ? pby_elf_names__path(n->kernel) : NULL;
}

/* What DWARF knows of the address; the last one is the function itself. */
static uint32_t add_inlines(struct pby_namer *n, struct pby_elf_names *names, uint64_t addr, const char *module,
			    struct pby_frame *frames)
{
	struct pby_inline inlines[PBY_INLINES_MAX];
	uint32_t nr = pby_elf_names__inlines(names, addr, inlines);

	for (uint32_t i = 0; i < nr; i++)
		frames[i] = (struct pby_frame){
			.name = text(n, inlines[i].name), .module = module, .file = text(n, inlines[i].file),
			.file_line = inlines[i].line, .inlined = i + 1 < nr,
		};
	return nr;
}

static struct pby_named answer(struct pby_namer *n, const struct pby_frame *frames, uint32_t nr)
{
	struct pby_frame *kept = nr ? pby_arena__alloc(n->arena, nr * sizeof(*kept)) : NULL;

	if (!kept)
		return (struct pby_named){ .why = nr ? "no memory is left for names" : "the debug information does not cover it" };
	memcpy(kept, frames, nr * sizeof(*kept));
	return (struct pby_named){ .frames = kept, .nr = nr };
}

static struct pby_named find_kernel(struct pby_namer *n, uint64_t at)
{
	struct pby_frame frames[PBY_INLINES_MAX] = { 0 };

	if (!n->kernel || at <= n->options.stext || at > n->options.etext)
		return (struct pby_named){ .why = "it is no function of the kernel proper" };
	return answer(n, frames, add_inlines(n, n->kernel, at - 1 - n->slide, NULL, frames));
}

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void open_of(struct pby_namer *n, struct pby_namer_file *f)
{
	const char *paths[PBY_DEBUG_PATHS];
	char words[PBY_BUILD_ID_WORDS];
	struct pby_build_id id = f->id;
	uint64_t dev, inode;
	uint32_t nr = pby_debug_files__of(&n->files, &f->id, false, paths);
	bool by_place = pby_build_id__inode(&f->id, &dev, &inode);

	for (uint32_t i = 0; i < nr && !f->names; i++)
		if (!by_place || pby_elf_names__build_id(paths[i], &id))
			f->names = pby_elf_names__open(paths[i], &id, NULL);
	pby_build_id__words(&f->id, words);
	if (!f->names) {
		f->why = pby_arena__printf(n->arena, "no file of %s was found%s%s", words, n->files.cut ? ": " : "",
					   n->files.cut ? n->files.cut : "");
		return;
	}
	f->base = text(n, base_of(pby_elf_names__path(f->names)));
	nr = pby_elf_names__has_debug(f->names) ? 0 : pby_debug_files__of(&n->files, &id, true, paths);
	for (uint32_t i = 0; i < nr; i++)
		if (!pby_elf_names__add_debug(f->names, paths[i], &id, NULL))
			break;
}

static struct pby_namer_file *file_of(struct pby_namer *n, const struct pby_build_id *id)
{
	uint32_t i = pby_map__get(&n->by_id, (const char *)id->bytes, sizeof(id->bytes));
	struct pby_namer_file *f, **slot;

	if (i != PBY_MAP_NONE)
		return n->opened.items[i];
	f = pby_arena__alloc(&n->own, sizeof(*f));
	slot = f ? PBY_PUSH(&n->own, &n->opened) : NULL;
	if (!slot)
		return NULL;
	*slot = f;
	f->id = *id;
	open_of(n, f);
	pby_map__put(&n->by_id, (const char *)f->id.bytes, sizeof(f->id.bytes), n->opened.nr - 1);
	return f;
}

static struct pby_named find_in_file(struct pby_namer *n, const struct pby_name_key *key)
{
	struct pby_namer_file *f = file_of(n, &key->id);
	struct pby_frame frames[PBY_INLINES_MAX] = { 0 };
	uint32_t nr, offset = 0, size = 0;
	const char *function;
	uint64_t addr, before;
	char unnamed[300];

	if (!f || !f->names)
		return (struct pby_named){ .why = f ? f->why : "no memory is left for names" };
	if (!pby_elf_names__address(f->names, key->at, &addr))
		return (struct pby_named){ .why = "it lies in no code of its file" };
	/* A program is interrupted anywhere: also before the first instruction of a function. */
	before = addr - 1;
	function = pby_elf_names__function(f->names, before, &offset, &size);
	if (!function) {
		before = addr;
		function = pby_elf_names__function(f->names, before, &offset, &size);
	}
	nr = add_inlines(n, f->names, before, f->base, frames);
	snprintf(unnamed, sizeof(unnamed), "%s+0x%llx", f->base, (unsigned long long)addr);
	if (!nr)
		frames[nr++] = (struct pby_frame){ .module = f->base, .name = text(n, function ? function : unnamed) };
	if (function) {
		/* Of aliases the table knows the one that is called; C++ is told apart by it. */
		frames[nr - 1].name = text(n, function);
		frames[nr - 1].offset = offset + (uint32_t)(addr - before);
		frames[nr - 1].size = size;
	}
	for (uint32_t i = 0; i < nr; i++)
		frames[i].addr = addr;
	return answer(n, frames, nr);
}

struct pby_named pby_namer__find(struct pby_namer *n, const struct pby_name_key *key)
{
	return pby_build_id__is_none(&key->id) ? find_kernel(n, key->at) : find_in_file(n, key);
}

void pby_namer__free(struct pby_namer *n)
{
	for (uint32_t i = 0; i < n->opened.nr; i++)
		pby_elf_names__free(n->opened.items[i]->names);
	pby_elf_names__free(n->kernel);
	pby_debug_files__free(&n->files);
	pby_map__free(&n->texts);
	pby_map__free(&n->by_id);
	pby_arena__free(&n->own);
	*n = (struct pby_namer){ .arena = NULL };
}

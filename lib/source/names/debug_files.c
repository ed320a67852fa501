// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* debug_files.c: the usual places, and a bounded walk for programs and libraries that no link names. */
#define _GNU_SOURCE
#include "source/names/debug_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/names/elf_names.h"

enum { MOST_FILES = 50000, MOST_ENTRIES = 1000000, MOST_DEPTH = 12 };

static const char *const usual_debug[] = { "/usr/lib/debug", NULL };
static const char *const usual_programs[] = {
	"/usr/bin", "/usr/sbin", "/usr/lib", "/usr/lib64", "/usr/libexec", "/usr/local", "/bin", "/sbin", "/lib", "/lib64",
	"/opt", NULL,
};
static const char *const none[] = { NULL };

struct finding {
	struct pby_debug_files *files;
	const char **paths;
	uint32_t nr;
};

__attribute__((format(printf, 2, 3))) static void try_path(struct finding *to, const char *format, ...)
{
	char path[PATH_MAX];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(path, sizeof(path), format, args);
	va_end(args);
	if (len > 0 && len < (int)sizeof(path) && to->nr < PBY_DEBUG_PATHS && !access(path, R_OK))
		to->paths[to->nr++] = pby_arena__strdup(&to->files->arena, path);
}

static const char *const *list(const char *const *given, const char *const *usual)
{
	return given ? given : usual;
}

/* What debuginfod's client has fetched before; nothing is fetched here. */
static void try_fetched(struct finding *to, const char *hex, bool debug)
{
	const char *file = debug ? "debuginfo" : "executable", *dir = getenv("DEBUGINFOD_CACHE_PATH"), *home = getenv("HOME"),
		   *cache = getenv("XDG_CACHE_HOME");

	if (dir && *dir) {
		try_path(to, "%s/%s/%s", dir, hex, file);
		return;
	}
	if (cache && *cache)
		try_path(to, "%s/debuginfod_client/%s/%s", cache, hex, file);
	else if (home && *home)
		try_path(to, "%s/.cache/debuginfod_client/%s/%s", home, hex, file);
	if (home && *home)
		try_path(to, "%s/.debuginfod_client_cache/%s/%s", home, hex, file);
}

/* DIR/.build-id/4a/5a9b....debug; without .debug it is a link to the program. */
static void try_links(struct finding *to, const char *dir, const char *hex, bool debug)
{
	try_path(to, "%s/.build-id/%.2s/%s%s", dir, hex, hex + 2, debug ? ".debug" : "");
}

static void try_all_links(struct finding *to, const char *hex, bool debug)
{
	const struct pby_debug_dirs *d = &to->files->dirs;

	for (const char *const *dir = list(d->more, none); *dir; dir++)
		try_links(to, *dir, hex, debug);
	for (const char *const *dir = list(d->debug, usual_debug); *dir; dir++)
		try_links(to, *dir, hex, debug);
	/* Fedora keeps the links to programs there. */
	if (!debug && !d->programs)
		try_links(to, "/usr/lib", hex, false);
	if (!d->debug)
		try_fetched(to, hex, debug);
}

static void remember(struct pby_debug_files *f, const struct pby_build_id *id, uint32_t path)
{
	struct pby_build_id *key;

	if (pby_map__get(&f->by_id, (const char *)id->bytes, sizeof(id->bytes)) != PBY_MAP_NONE)
		return;
	key = pby_arena__alloc(&f->arena, sizeof(*key));
	if (!key)
		return;
	*key = *id;
	pby_map__put(&f->by_id, (const char *)key->bytes, sizeof(key->bytes), path);
}

/* By its build id and by its place: the same build may lie in several. */
static void take_file(struct pby_debug_files *f, const char *path, const struct stat *st)
{
	struct pby_build_id id, place = pby_build_id__of_inode(st->st_dev, st->st_ino);
	char **slot;

	f->nr_looked_at++;
	if (!pby_elf_names__build_id(path, &id))
		return;
	slot = PBY_PUSH(&f->arena, &f->paths);
	if (!slot)
		return;
	*slot = pby_arena__strdup(&f->arena, path);
	remember(f, &id, f->paths.nr - 1);
	remember(f, &place, f->paths.nr - 1);
}

/* Libraries need not be executable, programs are; separate debug information holds no code. */
static bool may_be_program(int dir, const char *name, struct stat *st)
{
	if (fstatat(dir, name, st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st->st_mode))
		return false;
	return (st->st_mode & 0111 || strstr(name, ".so")) && !pby_text__ends(pby_text__str(name), ".debug");
}

static void walk(struct pby_debug_files *f, const char *path, int depth, uint32_t *entries)
{
	DIR *d = opendir(path);
	struct dirent *e;

	if (f->step)
		f->step(f->who);
	while (d && !f->cut && (e = readdir(d))) {
		char below[PATH_MAX];
		struct stat st;

		if (++*entries > MOST_ENTRIES || f->nr_looked_at >= MOST_FILES) {
			f->cut = "there are more files than are looked at";
			break;
		}
		if (e->d_name[0] == '.' || (e->d_type != DT_DIR && e->d_type != DT_REG && e->d_type != DT_UNKNOWN) ||
		    snprintf(below, sizeof(below), "%s/%s", path, e->d_name) >= (int)sizeof(below))
			continue;
		if (e->d_type == DT_DIR && depth < MOST_DEPTH)
			walk(f, below, depth + 1, entries);
		else if (e->d_type != DT_DIR && may_be_program(dirfd(d), e->d_name, &st))
			take_file(f, below, &st);
	}
	if (d)
		closedir(d);
}

static bool is_link(const char *path)
{
	struct stat st;

	return !lstat(path, &st) && S_ISLNK(st.st_mode);
}

static void walk_all(struct pby_debug_files *f)
{
	uint32_t entries = 0;

	f->walked = true;
	for (const char *const *dir = list(f->dirs.more, none); *dir; dir++)
		walk(f, *dir, 0, &entries);
	for (const char *const *dir = list(f->dirs.programs, usual_programs); *dir; dir++)
		/* /bin is a link to /usr/bin nearly everywhere. */
		if (!is_link(*dir))
			walk(f, *dir, 0, &entries);
}

static void try_walked(struct finding *to, const struct pby_build_id *id)
{
	struct pby_debug_files *f = to->files;
	uint32_t i;

	if (!f->walked)
		walk_all(f);
	i = pby_map__get(&f->by_id, (const char *)id->bytes, sizeof(id->bytes));
	if (i != PBY_MAP_NONE)
		try_path(to, "%s", f->paths.items[i]);
}

uint32_t pby_debug_files__of(struct pby_debug_files *f, const struct pby_build_id *id, bool debug,
			     const char *paths[PBY_DEBUG_PATHS])
{
	struct finding to = { f, paths, 0 };
	char hex[PBY_BUILD_ID_HEX];
	uint64_t dev, inode;

	pby_build_id__hex(id, hex);
	if (!pby_build_id__inode(id, &dev, &inode))
		try_all_links(&to, hex, debug);
	if (!debug && !to.nr)
		try_walked(&to, id);
	return to.nr;
}

static void try_kernels(struct finding *to, const char *dir, const char *release)
{
	try_path(to, "%s/boot/vmlinux-%s", dir, release);
	try_path(to, "%s/boot/vmlinux-%s.debug", dir, release);
	try_path(to, "%s/lib/modules/%s/vmlinux", dir, release);
	try_path(to, "%s/lib/modules/%s/vmlinux.debug", dir, release);
	try_path(to, "%s/usr/lib/modules/%s/vmlinux", dir, release);
	try_path(to, "%s/usr/lib/modules/%s/vmlinux.debug", dir, release);
}

uint32_t pby_debug_files__of_kernel(struct pby_debug_files *f, const struct pby_build_id *id, const char *release,
				    const char *paths[PBY_DEBUG_PATHS])
{
	struct finding to = { f, paths, 0 };
	char hex[PBY_BUILD_ID_HEX];

	pby_build_id__hex(id, hex);
	try_all_links(&to, hex, true);
	for (const char *const *dir = list(f->dirs.more, none); *dir; dir++) {
		try_kernels(&to, *dir, release);
		try_path(&to, "%s/vmlinux-%s", *dir, release);
		try_path(&to, "%s/vmlinux", *dir);
	}
	for (const char *const *dir = list(f->dirs.debug, usual_debug); *dir; dir++)
		try_kernels(&to, *dir, release);
	if (f->dirs.programs)
		return to.nr;
	try_path(&to, "/boot/vmlinux-%s", release);
	try_path(&to, "/lib/modules/%s/vmlinux", release);
	try_path(&to, "/lib/modules/%s/build/vmlinux", release);
	return to.nr;
}

void pby_debug_files__free(struct pby_debug_files *f)
{
	pby_map__free(&f->by_id);
	pby_arena__free(&f->arena);
}

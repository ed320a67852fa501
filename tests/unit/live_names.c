// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* live_names.c: tests of the proofs behind the names of locks, on a little kernel memory made here. */
#define _GNU_SOURCE
#include "support/cmocka.h"

#include <elf.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "source/live/kname.h"

/* The made memory: one page at this address; offsets below are into it. */
static const uint64_t base = 0xff11000000000000ULL;
enum { SIZE = 4096, SYMBOL = 0x800 };

struct world {
	struct pby_kview view;
	struct pby_symbols syms;
	struct pby_arena arena;
	int fd;
};

static void put(struct world *w, uint64_t offset, uint64_t value)
{
	assert_int_equal(pwrite(w->fd, &value, sizeof(value), (off_t)(SIZE + offset)), sizeof(value));
}

static void put_text(struct world *w, uint64_t offset, const char *text)
{
	assert_int_equal(pwrite(w->fd, text, strlen(text) + 1, (off_t)(SIZE + offset)), strlen(text) + 1);
}

/* Two that are on one list; one with itself is a list that holds nothing. */
static void put_pair(struct world *w, uint64_t one, uint64_t other)
{
	put(w, one, base + other);
	put(w, one + 8, base + other);
	put(w, other, base + one);
	put(w, other + 8, base + one);
}

static void set_up(struct world *w)
{
	struct { Elf64_Ehdr eh; Elf64_Phdr ph; } head = {
		.eh = { .e_type = ET_CORE, .e_phoff = sizeof(Elf64_Ehdr), .e_phnum = 1, .e_phentsize = sizeof(Elf64_Phdr) },
		.ph = { .p_type = PT_LOAD, .p_offset = SIZE, .p_vaddr = base, .p_filesz = SIZE },
	};

	memset(w, 0, sizeof(*w));
	w->fd = memfd_create("memory", 0);
	memcpy(head.eh.e_ident, ELFMAG, SELFMAG);
	head.eh.e_ident[EI_CLASS] = ELFCLASS64;
	assert_int_equal(ftruncate(w->fd, 2 * SIZE), 0);
	assert_int_equal(pwrite(w->fd, &head, sizeof(head), 0), sizeof(head));
	assert_int_equal(pby_kmem__open(&w->view.mem, dup(w->fd), "memory", NULL), 0);
	pby_symbols__add(&w->syms, pby_text__str("some_map_ops"), base + SYMBOL, 'd', false);
	pby_symbols__add(&w->syms, pby_text__str("far_behind"), base + (1 << 20), 'd', false);
	assert_true(pby_addresses__build(&w->view.addresses, &w->syms));
}

static void tear_down(struct world *w)
{
	pby_addresses__free(&w->view.addresses);
	pby_symbols__free(&w->syms);
	pby_kmem__close(&w->view.mem);
	pby_arena__free(&w->arena);
	close(w->fd);
}

static struct pby_lock name_at(struct world *w, enum pby_lock_kind kind, uint64_t offset)
{
	struct pby_lock lock = { .addr = base + offset, .kind = kind, .owner_pid = PBY_PID_UNKNOWN };

	pby_kname__set(&w->view, &lock, &w->arena);
	return lock;
}

/* struct inode at 0x100, its superblock at 0x200, that one's root at 0x300, its type at 0x340. */
static void make_inode(struct world *w)
{
	struct pby_layout *l = &w->view.layout;

	l->inode_rwsem = (struct pby_field){ 0x20, 40, true };
	l->inode_host = (struct pby_field){ 0x60, 8, true };
	l->inode_sb = (struct pby_field){ 0x00, 8, true };
	l->inode_ino = (struct pby_field){ 0x08, 8, true };
	l->sb_list = (struct pby_field){ 0x00, 16, true };
	l->sb_umount = (struct pby_field){ 0x40, 40, true };
	l->sb_root = (struct pby_field){ 0x10, 8, true };
	l->sb_type = (struct pby_field){ 0x18, 8, true };
	l->sb_dev = (struct pby_field){ 0x20, 4, true };
	l->sb_id = (struct pby_field){ 0x28, 8, true };
	l->sb_writers = (struct pby_field){ 0x80, 3 * 16, true };
	l->sb_frozen = (struct pby_field){ 0xc0, 4, true };
	l->dentry_sb = (struct pby_field){ 0x00, 8, true };
	l->fs_type_name = (struct pby_field){ 0x00, 8, true };
	put(w, 0x100, base + 0x200);
	put(w, 0x108, 13);
	put(w, 0x160, base + 0x100);
	put_pair(w, 0x200, 0x3f0);
	put(w, 0x210, base + 0x300);
	put(w, 0x218, base + 0x340);
	put(w, 0x220, 7 << 20 | 3);
	put_text(w, 0x228, "loop3");
	put(w, 0x2c0, 4);
	put(w, 0x300, base + 0x200);
	put(w, 0x340, base + 0x350);
	put_text(w, 0x350, "ext2");
}

static void members_of_proven_objects_are_named(void **state)
{
	struct pby_lock lock;
	struct world w;

	(void)state;
	set_up(&w);
	make_inode(&w);
	lock = name_at(&w, PBY_LOCK_RWSEM, 0x120);
	assert_string_equal(lock.name, "inode->i_rwsem of inode 13 on loop3 (ext2, 7:3), frozen");
	assert_string_equal(lock.part, "inode->i_rwsem");
	assert_int_equal(lock.named_by, PBY_NAMED_OBJECT);
	assert_string_equal(name_at(&w, PBY_LOCK_RWSEM, 0x240).name, "sb->s_umount of loop3 (ext2, 7:3), frozen");
	/* The second of an array of three. */
	assert_string_equal(name_at(&w, PBY_LOCK_PERCPU_RWSEM, 0x290).part, "superblock's freeze level (page faults)");
	/* The same place, but a lock of another kind. */
	assert_null(name_at(&w, PBY_LOCK_MUTEX, 0x120).name);
	tear_down(&w);
}

static void what_does_not_come_back_proves_nothing(void **state)
{
	static const struct { const char *what; uint64_t offset, value; } breaks[] = {
		{ "i_data.host", 0x160, 0x1234 },
		{ "i_sb", 0x100, 0 },
		{ "s_list", 0x208, 0 },
		{ "root's d_sb", 0x300, 0x5678 },
		{ "a type without a name", 0x340, 1 },
		{ "a type whose name is no word", 0x350, 0x8180010203 },
		{ "a type whose name is empty", 0x350, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(breaks) / sizeof(breaks[0]); i++) {
		struct world w;

		set_up(&w);
		make_inode(&w);
		put(&w, breaks[i].offset, breaks[i].value);
		assert_null(name_at(&w, PBY_LOCK_RWSEM, 0x120).name);
		tear_down(&w);
	}
}

static void an_empty_list_proves_no_superblock(void **state)
{
	struct world w;

	(void)state;
	set_up(&w);
	make_inode(&w);
	put_pair(&w, 0x200, 0x200);
	assert_null(name_at(&w, PBY_LOCK_RWSEM, 0x120).name);
	tear_down(&w);
}

static void names_of_the_kernel_cannot_harm_a_terminal(void **state)
{
	struct pby_layout *l;
	struct world w;

	(void)state;
	set_up(&w);
	l = &w.view.layout;
	l->map_freeze_mutex = (struct pby_field){ 0x40, 32, true };
	l->map_ops = (struct pby_field){ 0x00, 8, true };
	l->map_id = (struct pby_field){ 0x08, 4, true };
	l->map_name = (struct pby_field){ 0x10, 16, true };
	put(&w, 0x400, base + SYMBOL);
	put(&w, 0x408, 12);
	put_text(&w, 0x410, "a\033[2Jb");
	assert_string_equal(name_at(&w, PBY_LOCK_MUTEX, 0x440).name, "map->freeze_mutex of map 12 \"a?[2Jb\"");
	put(&w, 0x400, base + SYMBOL + 8);
	assert_null(name_at(&w, PBY_LOCK_MUTEX, 0x440).name);
	tear_down(&w);
}

static void static_objects_are_named_by_their_symbol(void **state)
{
	struct world w;

	(void)state;
	set_up(&w);
	assert_string_equal(name_at(&w, PBY_LOCK_MUTEX, SYMBOL).name, "some_map_ops");
	assert_string_equal(name_at(&w, PBY_LOCK_MUTEX, SYMBOL + 0x40).name, "some_map_ops+0x40");
	assert_int_equal(name_at(&w, PBY_LOCK_MUTEX, SYMBOL).named_by, PBY_NAMED_SYMBOL);
	assert_null(name_at(&w, PBY_LOCK_MUTEX, SYMBOL + (65 << 10)).name);
	tear_down(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_of_proven_objects_are_named),
		cmocka_unit_test(what_does_not_come_back_proves_nothing),
		cmocka_unit_test(an_empty_list_proves_no_superblock),
		cmocka_unit_test(names_of_the_kernel_cannot_harm_a_terminal),
		cmocka_unit_test(static_objects_are_named_by_their_symbol),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

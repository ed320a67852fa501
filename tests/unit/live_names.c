// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* live_names.c: tests of the proofs behind the names of locks, on a little kernel memory made here. */
#define _GNU_SOURCE
#include "support/cmocka.h"

#include <elf.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "source/live/kmapping.h"
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

enum { MM = 0x900, VMA = 0x980, OTHER_VMA = 0xb00, MAPPED_FILE = 0xa00, OWNER = 0xa80 };

/* A process 12 whose file, inode 13 on 7:3, lies at 0x5000 to 0x7000 from its page 2 on; anonymous memory behind it. */
static void make_mappings(struct world *w)
{
	struct pby_layout *l = &w->view.layout;

	make_inode(w);
	l->mm_owner = (struct pby_field){ 0x10, 8, true };
	l->task_mm = (struct pby_field){ 0x00, 8, true };
	l->task_tgid = (struct pby_field){ 0x08, 4, true };
	l->vma_start = (struct pby_field){ 0x00, 8, true };
	l->vma_end = (struct pby_field){ 0x08, 8, true };
	l->vma_mm = (struct pby_field){ 0x10, 8, true };
	l->vma_pgoff = (struct pby_field){ 0x18, 8, true };
	l->vma_file = (struct pby_field){ 0x20, 8, true };
	l->file_inode = (struct pby_field){ 0x08, 8, true };
	put(w, MM + 0x10, base + OWNER);
	put(w, OWNER, base + MM);
	put(w, OWNER + 0x08, 12);
	put(w, VMA, 0x5000);
	put(w, VMA + 0x08, 0x7000);
	put(w, VMA + 0x10, base + MM);
	put(w, VMA + 0x18, 2);
	put(w, VMA + 0x20, base + MAPPED_FILE);
	put(w, MAPPED_FILE + 0x08, base + 0x100);
	put(w, OTHER_VMA, 0x7000);
	put(w, OTHER_VMA + 0x08, 0x9000);
	put(w, OTHER_VMA + 0x10, base + MM);
}

static void check_mappings(const struct world *w)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	struct pby_kmapping at;

	assert_true(pby_kmapping__find(&w->view, base + MM, 0x5123, &at));
	assert_int_equal(at.inode, 13);
	assert_int_equal(at.dev, 7 << 20 | 3);
	assert_int_equal(at.offset, 2 * page + 0x123);
	assert_true(pby_kmapping__find(&w->view, base + MM, 0x6fff, &at));
	assert_false(pby_kmapping__find(&w->view, base + MM, 0x4fff, &at));
	assert_false(pby_kmapping__find(&w->view, base + MM, 0x7000, &at));
	assert_false(pby_kmapping__find(&w->view, base + MM, 0x100000, &at));
	/* Memory that is no mm any more. */
	assert_false(pby_kmapping__find(&w->view, base + 0x100, 0x5123, &at));
	assert_false(pby_kmapping__find(&w->view, 0, 0x5123, &at));
	assert_true(pby_kmapping__is_mm_of(&w->view, base + MM, 12));
	assert_false(pby_kmapping__is_mm_of(&w->view, base + MM, 13));
	assert_false(pby_kmapping__is_mm_of(&w->view, base + 0x100, 12));
}

static void mappings_in_a_maple_tree(void **state)
{
	struct pby_layout *l;
	struct world w;

	(void)state;
	set_up(&w);
	make_mappings(&w);
	l = &w.view.layout;
	l->mm_maple_root = (struct pby_field){ 0x08, 8, true };
	l->maple_range_pivots = (struct pby_field){ 8, 15 * 8, true };
	l->maple_range_slots = (struct pby_field){ 128, 16 * 8, true };
	l->maple_arange_pivots = (struct pby_field){ 8, 9 * 8, true };
	l->maple_arange_slots = (struct pby_field){ 80, 10 * 8, true };
	/* The root, with gaps, leads below 0x10000 to a leaf; the bits are those of include/linux/maple_tree.h. */
	put(&w, MM + 0x08, (base + 0x400) | 3 << 3 | 4 | 2);
	put(&w, 0x408, 0xffff);
	put(&w, 0x450, (base + 0x500) | 1 << 3 | 4);
	/* The leaf: nothing up to 0x4fff, the file, the other one, nothing behind. */
	put(&w, 0x508, 0x4fff);
	put(&w, 0x510, 0x6fff);
	put(&w, 0x518, 0x8fff);
	put(&w, 0x588, base + VMA);
	put(&w, 0x590, base + OTHER_VMA);
	check_mappings(&w);
	/* A node that leads to itself ends the walk. */
	put(&w, 0x450, (base + 0x400) | 3 << 3 | 4);
	assert_false(pby_kmapping__find(&w.view, base + MM, 0x5123, &(struct pby_kmapping){ 0 }));
	tear_down(&w);
}

static void mappings_in_a_red_black_tree(void **state)
{
	struct pby_layout *l;
	struct world w;

	(void)state;
	set_up(&w);
	make_mappings(&w);
	l = &w.view.layout;
	l->mm_rb_root = (struct pby_field){ 0x08, 8, true };
	l->vma_rb = (struct pby_field){ 0x28, 24, true };
	l->rb_right = (struct pby_field){ 0x08, 8, true };
	l->rb_left = (struct pby_field){ 0x10, 8, true };
	put(&w, MM + 0x08, base + OTHER_VMA + 0x28);
	put(&w, OTHER_VMA + 0x38, base + VMA + 0x28);
	check_mappings(&w);
	put(&w, VMA + 0x38, base + VMA + 0x28);
	assert_false(pby_kmapping__find(&w.view, base + MM, 0x1000, &(struct pby_kmapping){ 0 }));
	tear_down(&w);
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
		cmocka_unit_test(mappings_in_a_maple_tree),
		cmocka_unit_test(mappings_in_a_red_black_tree),
		cmocka_unit_test(members_of_proven_objects_are_named),
		cmocka_unit_test(what_does_not_come_back_proves_nothing),
		cmocka_unit_test(an_empty_list_proves_no_superblock),
		cmocka_unit_test(names_of_the_kernel_cannot_harm_a_terminal),
		cmocka_unit_test(static_objects_are_named_by_their_symbol),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

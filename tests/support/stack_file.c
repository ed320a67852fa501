// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* stack_file.c: lays tables and a stack out in one file and describes them. */
#define _GNU_SOURCE
#include "support/stack_file.h"

#include <bpf/btf.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"

enum { ENTRY = 6, TABLES_AT = STACK_FILE_FUNCTIONS * STACK_FILE_STEP };

/* Types as the kernel's BTF has them: offsets in bits. */
static struct btf *make_types(bool old)
{
	static const char *const saved[] = { "r15", "r14", "r13", "r12", "bx", "bp", "ret_addr" };
	struct btf *btf = btf__new_empty();
	int s16 = btf__add_int(btf, "short", 2, BTF_INT_SIGNED);
	int u32 = btf__add_int(btf, "unsigned int", 4, 0), u64 = btf__add_int(btf, "unsigned long", 8, 0);

	btf__add_struct(btf, "orc_entry", ENTRY);
	btf__add_field(btf, "sp_offset", s16, 0, 0);
	btf__add_field(btf, "bp_offset", s16, 16, 0);
	btf__add_field(btf, "sp_reg", u32, 32, 4);
	btf__add_field(btf, "bp_reg", u32, 36, 4);
	btf__add_field(btf, "type", u32, 40, old ? 2 : 3);
	btf__add_field(btf, old ? "end" : "signal", u32, old ? 42 : 43, 1);
	btf__add_struct(btf, "inactive_task_frame", 7 * 8);
	for (int i = 0; i < 7; i++)
		btf__add_field(btf, saved[i], u64, 64 * i, 0);
	return btf;
}

static void add_symbol(struct stack_file *f, const char *name, uint64_t addr)
{
	pby_symbols__add(&f->syms, pby_text__str(name), addr, 'T', false);
}

static void add_symbols(struct stack_file *f, uint64_t ips, uint64_t entries)
{
	add_symbol(f, "_stext", stack_file_text);
	for (int i = 0; i < STACK_FILE_FUNCTIONS; i++) {
		snprintf(f->names[i], sizeof(f->names[i]), "f%d", i);
		add_symbol(f, f->names[i], stack_file_text + i * STACK_FILE_STEP);
	}
	add_symbol(f, "_etext", stack_file_text + TABLES_AT);
	add_symbol(f, "__start_orc_unwind_ip", ips);
	add_symbol(f, "__stop_orc_unwind_ip", entries);
	add_symbol(f, "__start_orc_unwind", entries);
}

/* Text, of which no byte is read, then the two tables. */
static void add_tables(struct pby_buf *out, const struct stack_file_rule *rules, uint32_t nr)
{
	pby_buf__fill(out, '\0', TABLES_AT);
	for (uint32_t i = 0; i < nr; i++) {
		uint32_t ip = rules[i].offset - (TABLES_AT + 4 * i);

		pby_buf__add(out, &ip, sizeof(ip));
	}
	for (uint32_t i = 0; i < nr; i++) {
		pby_buf__add(out, &rules[i].sp_offset, 2);
		pby_buf__add(out, &rules[i].bp_offset, 2);
		pby_buf__add(out, &rules[i].bits, 2);
	}
}

bool stack_file__make(struct stack_file *f, const struct stack_file_rule *rules, uint32_t nr_rules, bool old,
		      const uint64_t *words, uint32_t nr_words)
{
	PBY_AUTO_BUF file = { 0 };
	uint64_t ips = stack_file_text + TABLES_AT;
	size_t used = nr_words * sizeof(*words);

	memset(f, 0, sizeof(*f));
	add_tables(&file, rules, nr_rules);
	f->ranges[1] = (struct pby_kmem_range){ stack_file_text, stack_file_text + file.len, 0 };
	f->ranges[0] = (struct pby_kmem_range){ stack_file_stack, stack_file_stack + STACK_FILE_SIZE, file.len };
	pby_buf__fill(&file, '\0', STACK_FILE_SIZE - used);
	pby_buf__add(&file, words, used);
	f->view.mem = (struct pby_kmem){ .fd = memfd_create("stack", 0), .ranges = { f->ranges, 2, 2 } };
	f->task = (struct pby_ktask){ .addr = 1, .stack = stack_file_stack, .stack_size = STACK_FILE_SIZE,
				      .sp = stack_file_stack + STACK_FILE_SIZE - used };
	add_symbols(f, ips, ips + 4 * nr_rules);
	return write(f->view.mem.fd, file.data, file.len) == (ssize_t)file.len &&
	       !pby_types__index(&f->types, make_types(old)) && pby_addresses__build(&f->view.addresses, &f->syms);
}

void stack_file__free(struct stack_file *f)
{
	pby_addresses__free(&f->view.addresses);
	pby_symbols__free(&f->syms);
	pby_types__free(&f->types);
	pby_kmem__close(&f->view.mem);
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* modules.h: the loaded modules, from memory. */
#ifndef PBY_CORE_MODULES_H
#define PBY_CORE_MODULES_H

#include <stdbool.h>
#include <stdint.h>

struct pby_buf;
struct pby_kmem;
struct pby_types;

/* Addresses of their struct module; a list that makes no sense ends there. */
struct pby_modules {
	uint64_t *items;
	uint32_t nr;
};

/* head: where the list begins (the symbol "modules"), or 0: none. False without memory. */
bool pby_modules__read(struct pby_modules *modules, const struct pby_kmem *mem,
		       const struct pby_types *types, uint64_t head);
void pby_modules__free(struct pby_modules *modules);

/*
 * Appends their symbols in lines as /proc/kallsyms has them, "ffffffffc055c040 t queue_take\t[pby_trouble]".
 * What BTF or memory lacks is left out.
 */
void pby_modules__symbols(const struct pby_modules *modules, const struct pby_kmem *mem,
			  const struct pby_types *types, struct pby_buf *out);

#endif

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_kallsyms.c: any bytes as a symbol table; what was read can be found again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "model/kernel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(struct pby_kernel *k)
{
	for (uint32_t i = 0; i < k->syms.nr && i < 50; i++) {
		struct pby_text name = pby_symbol__name(&k->syms.items[i]);
		char text[512];

		/* Names longer than a kernel's, or with a NUL inside, cannot be asked for. */
		if (pby_text__len(&name) >= sizeof(text) || memchr(name.p, 0, pby_text__len(&name)))
			continue;
		pby_text__copy(name, text, sizeof(text));
		if (!pby_symbols__find(&k->syms, text) || !pby_symbols__count(&k->syms, text))
			abort();
	}
	pby_kernel__function(k, "synchronize_rcu_tasks");
	pby_kernel__data_symbol(k, "tasks_rcu_exit_srcu");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pby_kernel k = { 0 };
	struct pby_buf text = { 0 };

	pby_buf__add(&text, data, size);
	/* A table of fewer than a hundred symbols is refused: the rest of the input shall count too. */
	for (int i = 0; i < 100; i++)
		pby_buf__addf(&text, "\n%016x T filler_%d", i * 16, i);
	pby_kernel__take_symbols(&k, &text, "input");
	pby_buf__free(&text);
	ask(&k);
	pby_kernel__free(&k);
	return 0;
}

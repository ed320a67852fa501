// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* pattern.h: the small patterns in which knowledge names functions, locks and tasks. */
#ifndef PBY_PATTERN_H
#define PBY_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* "a|b*c|d*": alternatives in which "*" stands for any text. */

/* The length of the alternative's fixed text when it matches, else -1; exact ones give INT16_MAX. */
int pby_pattern__fit(struct pby_text alternative, const char *name);
/* The best fit among the alternatives, or -1. */
int pby_pattern__fit_any(struct pby_text alternatives, const char *name);
bool pby_pattern__match(const char *alternatives, const char *name);

/*
 * Finds the elements (separated by blanks) one after the other in names[from..nr), each further out
 * than the one before. Returns the number of elements, or 0; *last is where the last one was found.
 */
uint32_t pby_pattern__find(const char *elements, const char *const *names, uint32_t from,
			   uint32_t nr, uint32_t *last);

#endif

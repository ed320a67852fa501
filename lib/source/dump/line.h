// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* line.h: one line of kernel text, freed from what loggers and mailers put around it. */
#ifndef PBY_DUMP_LINE_H
#define PBY_DUMP_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct pby_line {
	struct pby_text text;	/* leading blanks kept: they tell frames from messages */
	struct pby_text caller;	/* "T41", "C2" of CONFIG_PRINTK_CALLER; empty without */
	double time_s;		/* the kernel's stamp; -1 without */
	uint32_t nr;		/* physical line, from 1 */
	uint32_t width;		/* columns of the physical line it ends on */
	double clock_s;		/* by the logger's date: seconds in a year of months of 31 days; 0: none */
	bool stamped;		/* a logger began a message here: it continues nothing */
	bool foreign;		/* of another program than the kernel */
};

#endif

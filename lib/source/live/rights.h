// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rights.h: what this process may read of the kernel, and what would let it read more. */
#ifndef PBY_LIVE_RIGHTS_H
#define PBY_LIVE_RIGHTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct pby_rights {
	bool root;		/* effective user 0 */
	uint64_t caps;		/* effective capabilities over the machine, a bit for each number */
	bool confidential;	/* kernel lockdown at level confidentiality */
	bool first_pid_ns;	/* sees all processes of the machine, not those of a container alone */
};

/* Reads /proc/self/status and uid_map, /proc/self/ns/pid and the lockdown file. */
void pby_rights__read(struct pby_rights *rights);
/* The effective set of the text of /proc/PID/status; 0 when it has none. */
uint64_t pby_rights__caps_of(struct pby_text status);
/* Is that the map of the first user namespace, "0 0 4294967295"? */
bool pby_rights__is_first_user_ns(struct pby_text uid_map);

/* What to do so that the source answers; NULL when rights are not what is missing. error: errno of the refusal. */
const char *pby_rights__for_stacks(const struct pby_rights *rights);
const char *pby_rights__for_memory(const struct pby_rights *rights, int error);

#endif

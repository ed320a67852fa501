// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* target.h: where a link is attached, in words. */
#ifndef PBY_JOIN_TARGET_H
#define PBY_JOIN_TARGET_H

#include "model/join/join.h"

/* Fills target (or target_why), module, addr and offset of probe. */
void pby_join_target__of_link(struct pby_join *join, const struct pby_bpf_link *link,
			      struct pby_probe *probe);

#endif

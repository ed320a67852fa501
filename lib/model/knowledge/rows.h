// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rows.h: short forms in which the tables of knowledge are written. */
#ifndef PBY_KNOWLEDGE_ROWS_H
#define PBY_KNOWLEDGE_ROWS_H

#include "model/hang/knowledge.h"

/*	W(frames, class, object, scope, ender, who, source, more fields...)
 *	W("rtnl_lock", MUTEX, "rtnl_mutex", GLOBAL, HOLDER, NULL, "net/core/rtnetlink.c"),
 */
#define W(f, c, o, sc, e, w, src, ...) {				\
	.frames = f, .cls = PBY_WAIT_##c, .object = o, .scope = PBY_SCOPE_##sc,	\
	.ender = PBY_END_##e, .who = w, .source = src, ##__VA_ARGS__ }

/* A lock: ended by its holder. */
#define L(f, c, o, sc, src, ...) W(f, c, o, sc, HOLDER, NULL, src, ##__VA_ARGS__)

/*	H(frames, mode, object, scope, source) */
#define H(f, m, o, sc, src, ...) {					\
	.frames = f, .mode = PBY_MODE_##m, .object = o, .scope = PBY_SCOPE_##sc, .source = src, ##__VA_ARGS__ }

#define PART(part)							\
	const struct pby_knowledge_part pby_knowledge_##part = {	\
		.name = #part, .waits = waits, .nr_waits = sizeof(waits) / sizeof(waits[0]),	\
		.holds = holds, .nr_holds = sizeof(holds) / sizeof(holds[0]) };

/* For a table without holds: C has no arrays of length 0. */
#define PART_WAITS(part)						\
	const struct pby_knowledge_part pby_knowledge_##part = {	\
		.name = #part, .waits = waits, .nr_waits = sizeof(waits) / sizeof(waits[0]) };

#define KNOWLEDGE(part) extern const struct pby_knowledge_part pby_knowledge_##part;
#include "model/knowledge/parts.def"
#undef KNOWLEDGE

#endif

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* dump_text.h: a parsed dump as short lines that tests compare and people read. */
#ifndef PBY_TEST_DUMP_TEXT_H
#define PBY_TEST_DUMP_TEXT_H

#include "base/buf.h"
#include "model/dump.h"

/*
 * 11 'rcu_tasks_kthre' D hung,dump 147s: __schedule schedule ?foo bar[mod]
 *  holds event_mutex@perf_trace_init
 * note soft-lockup cpu 2 value 136
 * lockdep circular of 12: wants a, holds b
 *  #1 b: lock_acquire ...
 *  order a --> b
 * Stamps, lines and sources are left out: they differ between wrappings of one text.
 */
void dump_text(const struct pby_dump *dump, struct pby_buf *out);

/* Reads bytes and renders them; the text of an error when reading fails. Caller frees. */
void dump_text_of(const char *name, const void *bytes, size_t len, struct pby_buf *out);

#endif

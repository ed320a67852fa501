// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_words.h: short forms that the text, CSV and full-screen views of probity locks share. */
#ifndef PBY_REPORT_LOCKS_WORDS_H
#define PBY_REPORT_LOCKS_WORDS_H

#include <stddef.h>

#include "base/buf.h"

struct json_object;

/* "9.1 s", "340 us": a member in nanoseconds. */
void locks_words__time(struct pby_buf *out, const struct json_object *from, const char *key);
/* The lock's name, or its kind and address. */
void locks_words__lock(struct pby_buf *out, const struct json_object *lock);
/* The same for a column: "percpu_rwsem ffff8880a0140140". */
void locks_words__short(struct pby_buf *out, const struct json_object *lock);
/* "java 812"; "" for null. */
void locks_words__task(struct pby_buf *out, const struct json_object *task);
/* "runs on CPU 1", "asleep (D)", "ready, without a CPU"; "" when nobody looked. */
const char *locks_words__doing(const struct json_object *task);
/* "java 812 writes", "7 readers", "nobody", "?". */
void locks_words__owner(struct pby_buf *out, const struct json_object *lock);
/* The name of the verdict, or "no verdict". */
const char *locks_words__verdict(const struct json_object *lock);
/* The finding that is the verdict, or NULL. */
const struct json_object *locks_words__finding(const struct json_object *lock);
/* "fork 901 -> dup_mmap_sem, to read -> reg 840 -> mmap_lock of 812, to write -> java 815, which sleeps". */
void locks_words__chain(struct pby_buf *out, const struct json_object *lock);
/* "uprobe_notify_resume 72 %, do_mmap 20 %" of "waiter_callers" or "holder_callers". */
void locks_words__callers(struct pby_buf *out, const struct json_object *callers);
/* "put (inlined) app.c:8 < fill app.c:12 < main": the innermost first, at most so many. */
void locks_words__stack(struct pby_buf *out, const struct json_object *frames, size_t most);
/* "uprobe registration by reg 840 (register_for_each_vma), holds; uprobe firing: 24 waits". */
void locks_words__probes(struct pby_buf *out, const struct json_object *probes);
/* "itself: about 12 ms of CPU for the programs, ...": what looking took; nothing of a recording. */
void locks_words__own(struct pby_buf *out, const struct json_object *result);
/* Sentences about what was dropped or not seen, each handed to add; returns how many. */
unsigned int locks_words__blind(const struct json_object *result, void (*add)(void *to, const char *sentence), void *to);

#endif

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* knowledge.h: what is known of kernel stacks, as data: what such a task waits for, what it holds. */
#ifndef PBY_KNOWLEDGE_H
#define PBY_KNOWLEDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/text.h"
#include "model/task.h"
#include "model/hang/primitive.h"
#include "model/hang/wait_class.h"

/*
 * Patterns name frames from the innermost outwards, separated by blanks: each element must be found
 * further out than the one before it, with any frames between. "a|b" is either, a trailing "*"
 * stands for any rest. So "kernel_wait4|do_wait zap_pid_ns_processes" is a task that reaps.
 */

/* Of which kind of thing there is one object each: decides when two waits mean the same object. */
enum pby_scope {
	PBY_SCOPE_NONE,		/* not an object that could be compared */
	PBY_SCOPE_GLOBAL,	/* one in the whole kernel: the same name is the same object */
	PBY_SCOPE_MM,		/* one in each address space: the same for all threads of a process */
	PBY_SCOPE_INODE,
	PBY_SCOPE_FILE,
	PBY_SCOPE_SB,		/* one in each superblock or journal */
	PBY_SCOPE_BDEV,		/* one in each block device, disk or queue */
	PBY_SCOPE_DEV,		/* one in each other device */
	PBY_SCOPE_NET,		/* one in each network object */
	PBY_SCOPE_TASK,
	PBY_SCOPE_OBJECT,	/* one in each object of some other kind */
};

/* Who ends the wait; "who" of the row says it more closely. */
enum pby_ender {
	PBY_END_UNKNOWN,	/* who: in words, what would end it */
	PBY_END_HOLDER,		/* whoever holds the lock */
	PBY_END_KTHREAD,	/* who: comm of a kernel thread, a pattern */
	PBY_END_WORK,		/* the worker that runs this work. who: its function, a pattern, or NULL */
	PBY_END_TASK,		/* who: frames of the task, a pattern */
	PBY_END_CHILD,		/* a child of the waiter */
	PBY_END_NS_MEMBER,	/* a member of the waiter's pid namespace */
	PBY_END_GROUP,		/* other threads of the waiter's group */
	PBY_END_READER,		/* readers: whoever holds the object, as for locks, but any number */
	PBY_END_DEVICE,		/* who: in words, the device */
	PBY_END_PEER,		/* who: in words, a remote machine */
	PBY_END_USER,		/* who: in words, a program in user space */
	PBY_END_NOBODY,		/* a timer, or nothing at all */
};

struct pby_wait_row {
	const char *frames;
	const char *object;	/* what it waits for, as one would say it */
	const char *who;
	const char *source;	/* file of the kernel where it waits */
	const char *since;	/* first and last release with these names; NULL: no limit known */
	const char *until;
	uint8_t cls;		/* enum pby_wait_class */
	uint8_t scope;		/* enum pby_scope */
	uint8_t ender;		/* enum pby_ender */
	uint8_t primitive;	/* enum pby_primitive: only when it sleeps in this way; 0: in any */
	bool always;		/* wrong in any task state, S and I too */
	bool deep;		/* the first frame may lie anywhere: says where, when nothing says what */
	bool any_primitive;	/* also when a lock of its own is slept on (funnel locks) */
	bool remote;		/* SCOPE_MM: the address space of another process */
};

/* What a task holds that has such frames. */
struct pby_hold_row {
	const char *frames;
	const char *object;
	const char *source;
	uint8_t mode;		/* enum pby_lock_mode */
	uint8_t scope;
	const char *with;	/* only where the function itself waits, and for this object; NULL: always */
};

/* What lockdep's name of a lock class means. */
struct pby_lockname_row {
	const char *name;	/* pattern, as printed without subclass */
	const char *object;	/* NULL: the name itself */
	uint8_t cls;		/* of a wait for it to write or to own */
	uint8_t scope;
	bool noise;		/* held all the time by idle tasks; nothing to learn from */
};

/* One table of one subsystem. */
struct pby_knowledge_part {
	const char *name;
	const struct pby_wait_row *waits;
	size_t nr_waits;
	const struct pby_hold_row *holds;
	size_t nr_holds;
};

/* Every part, ended by NULL: lib/model/knowledge/parts.def lists them. */
extern const struct pby_knowledge_part *const pby_knowledge_parts[];

/* The row that matches the whole name, or NULL. */
const struct pby_lockname_row *pby_lockname__find(const char *name);

/* A row whose first element a frame of this name fits. */
struct pby_row_fit {
	const void *row;	/* pby_wait_row or pby_hold_row */
	const char *rest;	/* the elements behind the first, "" for none */
	int fit;		/* as of pby_pattern__fit(): exact ones beat those with a "*" */
};

/* What is known of a name. All its rows: know->fits.items[start] on, first those of waits, then those of holds. */
struct pby_name_rows {
	enum pby_primitive primitive;
	uint32_t start;
	uint32_t nr_waits;
	uint32_t nr_holds;
};

struct pby_row_link;
struct pby_row_globs {
	struct pby_row_glob *items;
	uint32_t nr;
	uint32_t cap;
};

/* The rows by their first frame, to judge many stacks quickly. */
struct pby_knowledge {
	struct pby_arena arena;
	struct pby_map waits_by_frame;	/* exact name -> first entry in links */
	struct pby_map holds_by_frame;
	PBY_VEC(struct pby_row_link) links;
	struct pby_row_globs glob_waits;	/* in the order of the tables */
	struct pby_row_globs glob_holds;
	/* What was found for the names asked so far: a dump has few. */
	struct pby_map asked;
	PBY_VEC(struct pby_name_rows) answers;
	PBY_VEC(struct pby_row_fit) fits;
};

/* The name must outlive know. Valid until the next call; nothing without memory. */
struct pby_name_rows pby_knowledge__rows(struct pby_knowledge *know, const char *name);

/* 0 or -ENOMEM. Free with the next one. */
int pby_knowledge__init(struct pby_knowledge *know);
void pby_knowledge__free(struct pby_knowledge *know);

#endif

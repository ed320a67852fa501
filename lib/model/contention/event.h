// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * event.h: what happens at contended locks, one event after the other: what a recording holds.
 *
 *	 1000120 begin    pid 841 cpu 1 lock ffff9a0c04a1c0d8 flags 2 owner 840 (writing) stack 17
 *	 1000450 owner    lock ffff9a0c04a1c0d8 task 840, D, stack 3
 *	 3100200 release  pid 840 lock ffff9a0c04a1c0d8
 *	 3100900 end      pid 841 cpu 0 lock ffff9a0c04a1c0d8 ret 0
 *
 * Events may come a little out of order, and any of them may be missing: fold.h copes.
 */
#ifndef PBY_CONTENTION_EVENT_H
#define PBY_CONTENTION_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "model/lock.h"
#include "model/task.h"

enum pby_lock_event_type {
	PBY_LOCK_BEGIN,		/* pid begins to wait: flags, stack; owner as it found it */
	PBY_LOCK_END,		/* pid has it, or gave up: ret. stack: where it waited, when taken at the end */
	PBY_LOCK_RELEASE,	/* pid let go of a lock that others wait for (7.2) */
	PBY_LOCK_OWNER,		/* somebody looked who has it: owner, owner_pid, state, on_cpu, stack of the owner */
	PBY_LOCK_TASK,		/* somebody looked at a waiter: state, on_cpu, stack; lock 0 */
	PBY_LOCK_EXIT,		/* pid is gone: whatever it waited for is over; lock 0 */
	PBY_LOCK_LOST,		/* flags: number of events that were dropped before this one */
	PBY_LOCK_EVENT_TYPES
};

struct pby_lock_event {
	uint8_t type;		/* enum pby_lock_event_type */
	uint8_t owner;		/* enum pby_lock_owner: BEGIN, OWNER */
	uint8_t owner_mode;	/* enum pby_lock_mode of the owner */
	char state;		/* of the task looked at: OWNER, TASK; 0 unknown */
	uint8_t on_cpu;		/* enum pby_tri: OWNER, TASK */
	uint8_t throttled;	/* enum pby_tri: OWNER, TASK */
	bool handoff;		/* asked for, says the lock's word: BEGIN, OWNER */
	int16_t cpu;		/* -1 unknown */
	uint32_t flags;		/* LCB_F_* of BEGIN; number of LOST */
	uint64_t ns;		/* CLOCK_MONOTONIC */
	uint64_t lock;
	int32_t pid;		/* whose event it is; OWNER: PBY_PID_UNKNOWN */
	int32_t owner_pid;	/* PBY_PID_UNKNOWN */
	int32_t ret;		/* END: 0 or -errno */
	uint32_t nr_readers;	/* of OWNER_READERS */
	uint32_t stack;		/* number of a stack that was defined before; 0 none */
	uint32_t user_stack;
	uint64_t count_word;	/* raw, BEGIN and OWNER; 0 unknown */
	uint64_t owner_word;
};

/*
 * Names, which a recording defines before they are first used. They may be defined again: the last
 * one counts (a comm changes, a pid comes back as another task, an address as another lock).
 */
enum pby_lock_name_type {
	PBY_LOCK_NAMES_TASK,	/* number: pid, tgid, text: comm (any bytes) */
	PBY_LOCK_NAMES_LOCK,	/* number: address, kind, mm_tgid, text: name */
	PBY_LOCK_NAMES_STACK,	/* number: of the stack, addrs innermost first; user */
	PBY_LOCK_NAMES_SYMBOL,	/* number: address, text: function, module, offset, size; file and line when known */
	PBY_LOCK_NAMES_UNSEEN,	/* text: what was not seen, module: why */
	PBY_LOCK_NAME_TYPES
};

struct pby_lock_name {
	uint8_t type;		/* enum pby_lock_name_type */
	uint8_t kind;		/* enum pby_lock_kind */
	bool user;		/* a stack of a program */
	bool inlined;		/* a symbol: one more function inlined at that address, the inner ones first */
	int32_t tgid;		/* TASK; LOCK: mm_tgid; PBY_PID_UNKNOWN */
	uint64_t number;
	const char *text;	/* borrowed, NUL-terminated; never NULL */
	const char *module;	/* or NULL */
	const char *file;	/* or NULL */
	uint32_t offset, size, line;
	const uint64_t *addrs;
	uint32_t nr_addrs;
};


#endif

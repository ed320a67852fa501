// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tape.h: writes the events of contended locks into a recording, as they come: for the child only. */
#ifndef PBY_LOCKS_TAPE_H
#define PBY_LOCKS_TAPE_H

#include "base/buf.h"
#include "model/addresses.h"
#include "model/contention/record.h"
#include "source/locks/hooks.h"
#include "source/locks/shot.h"

struct ring_buffer;

enum { PBY_TAPE_TASKS = 4096, PBY_TAPE_LOCKS = 4096, PBY_TAPE_STACKS = 8192, PBY_TAPE_OWNERS = 256 };

/* What was named last in each place: what falls out of it is named again. */
struct pby_locks_tape {
	int fd;
	struct ring_buffer *ring;
	struct pby_record_writer writer;
	struct pby_buf out;
	const struct pby_locks_hooks *hooks;
	const struct pby_addresses *addresses;
	int error;		/* errno of the first write that failed: nothing is written from there on */
	struct {
		int32_t tid;
		char comm[PBY_LOCKS_COMM];
	} tasks[PBY_TAPE_TASKS];
	uint64_t locks[PBY_TAPE_LOCKS];
	uint8_t stacks[2][PBY_TAPE_STACKS / 8];
	struct {
		uint64_t task;
		int32_t tid;
	} owners[PBY_TAPE_OWNERS];
};

/* fd stays the caller's. addresses may be empty. */
int pby_locks_tape__open(struct pby_locks_tape *t, int fd, const struct pby_locks_hooks *hooks,
			 const struct pby_addresses *addresses, const struct pby_record_head *head, struct pby_err *err);
/* Takes what has come since the last time; often enough that the ring (8 MiB) does not run full. */
void pby_locks_tape__drain(struct pby_locks_tape *t);
/* Who had which lock at a glance. */
void pby_locks_tape__note(struct pby_locks_tape *t, const struct pby_locks_shot *shot);
/* The end of the recording, with what the hooks lost. */
void pby_locks_tape__close(struct pby_locks_tape *t, uint64_t now_ns, const struct pby_locks_loss *loss);

#endif

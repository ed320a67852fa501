// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tape.h: writes the events of contended locks into a recording, as they come: for the child only. */
#ifndef PBY_LOCKS_TAPE_H
#define PBY_LOCKS_TAPE_H

#include "base/buf.h"
#include "base/slots.h"
#include "model/contention/record.h"
#include "source/locks/frame_names.h"
#include "source/locks/hooks.h"
#include "source/locks/shot.h"

struct pby_region;
struct ring_buffer;

enum { PBY_TAPE_TASKS = 4096, PBY_TAPE_LOCKS = 4096, PBY_TAPE_STACKS = 8192, PBY_TAPE_OWNERS = 256, PBY_TAPE_FRAMES = 1 << 16 };

/* What was named last in each place: what falls out of it is named again. */
struct pby_locks_tape {
	int fd;
	struct ring_buffer *ring;
	struct pby_record_writer writer;
	struct pby_buf out;
	const struct pby_locks_hooks *hooks;
	struct pby_frame_names names;
	struct pby_arena arena;
	struct pby_program_files files;
	struct pby_slots frames;	/* that were met: what takes long to name is named at the end */
	int error;		/* errno of the first write that failed: nothing is written from there on */
	struct {
		int32_t tid;
		char comm[PBY_LOCKS_COMM];
	} tasks[PBY_TAPE_TASKS];
	uint64_t locks[PBY_TAPE_LOCKS];
	uint8_t stacks[2][PBY_TAPE_STACKS / 8];
	struct {
		uint64_t lock;
		int32_t tgid;
	} met[PBY_TAPE_STACKS];		/* where a stack of a program was met first */
	uint8_t without_files[PBY_TAPE_STACKS / 8];	/* stacks of programs whose files the kernel could not tell yet */
	struct {
		uint64_t task;
		int32_t tid;
	} owners[PBY_TAPE_OWNERS];
};

/* fd stays the caller's. */
int pby_locks_tape__open(struct pby_locks_tape *t, int fd, const struct pby_locks_hooks *hooks,
			 const struct pby_frame_names *names, const struct pby_record_head *head, struct pby_err *err);
/* Takes what has come since the last time; often enough that the ring (8 MiB) does not run full. */
void pby_locks_tape__drain(struct pby_locks_tape *t);
/* Who had which lock at a glance. */
void pby_locks_tape__note(struct pby_locks_tape *t, const struct pby_locks_shot *shot);
/* The end of the recording: the names that files hold, and what the hooks lost. region is told of every step. */
void pby_locks_tape__close(struct pby_locks_tape *t, uint64_t now_ns, const struct pby_locks_loss *loss,
			   struct pby_region *region);

#endif

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* check_world.h: one execution of a scene, step by step; explore.c decides which steps. */
#ifndef LAB_CHECK_WORLD_H
#define LAB_CHECK_WORLD_H

#include "lab/engine/c11.h"
#include "lab/engine/check.h"
#include "lab/engine/check_op.h"
#include "lab/engine/coro.h"

enum { LAB_HEAP_WORDS = 4096, LAB_FINISH_STEPS = 4096 };

struct lab_check {
	const struct lab_scene *scene;
	struct lab_heap heap, scratch;
	char *heap_image, *scratch_image;	/* as setup left them */
	void *arg;
	struct lab_c11 memory;
	int16_t number_of[LAB_HEAP_WORDS];	/* of a heap word, -1: not met yet */
	uint64_t initial[LAB_C11_WORDS];
	int nr_words;
	struct lab_coro_set coros;
	int running;				/* coroutine, or -1 */
	struct lab_cpu cpus[LAB_SCENE_THREADS + 1];	/* the last one runs finish() */
	struct lab_thread {
		struct lab_step step;	/* what it would do next */
		uint64_t result;
		uint64_t history;
		bool done;
		bool asleep, woken;
		struct lab_word *sleeps_on;
	} threads[LAB_SCENE_THREADS + 1];
	const char *violation;
	bool too_big;				/* more words or stores than the checker holds */
};

int lab_world__init(struct lab_check *c, const struct lab_scene *scene, struct pby_err *err);
void lab_world__free(struct lab_check *c);
/* Back to the beginning: each thread stands before its first step. */
void lab_world__reset(struct lab_check *c);
/* How many ways the thread's next step can go now; 0: it must wait, or has ended. */
int lab_world__choices(struct lab_check *c, int thread);
/* One of them happens, and the thread runs to its next step. */
void lab_world__step(struct lab_check *c, int thread, int choice);
bool lab_world__all_done(const struct lab_check *c);
/* Runs finish() alone. */
void lab_world__finish(struct lab_check *c);
uint64_t lab_world__hash(const struct lab_check *c);
/* Neither step changes what the other does. */
bool lab_world__independent(const struct lab_check *c, int a, int b);
/* The thread's next step in words; after it happened, what it returned is c->threads[].result. */
void lab_world__describe(struct lab_check *c, int thread, char *text, size_t size);

#endif

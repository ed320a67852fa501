// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * ender_work.c: which work each worker runs, and who waits for it.
 *
 * Who flushes a work puts a barrier (struct wq_barrier, on its own stack) behind it: into the list of the
 * worker that runs the work. Who flushes a whole queue waits for the workers that run works of it.
 */
#include "source/live/ender.h"

enum { PF_WQ_WORKER = 0x20, MAX_SCHEDULED = 256, MAX_NAME = 32 };

/* struct kthread, from its member that the task points at; then kthread.data, the worker, who points back. */
static uint64_t worker_of(const struct pby_kview *view, const struct pby_ktask *t)
{
	const struct pby_layout *l = &view->layout;
	uint64_t worker;

	if (!(t->flags & PF_WQ_WORKER) || !(t->flags & PBY_PF_KTHREAD) || !t->vfork_done || !l->kthread_exited.there ||
	    !l->worker_task.there)
		return 0;
	worker = pby_kview__word(view, t->vfork_done - l->kthread_exited.offset, &l->kthread_data);
	return worker && pby_kview__word(view, worker, &l->worker_task) == t->addr ? worker : 0;
}

/* "events kprobe_optimizer", as the kernel's own reports say it. */
static void note_work(struct pby_endings *e, uint64_t worker, const struct pby_ktask *t, uint64_t wq)
{
	const struct pby_layout *l = &e->view->layout;
	struct pby_live_task *to = pby_live_memory__task(e->memory, e->view, t);
	const struct pby_symbol *func;
	char name[MAX_NAME + 1] = "";

	func = pby_kview__symbol_at(e->view, pby_kview__word(e->view, worker, &l->worker_func));
	if (!to || !func || l->wq_name.size > MAX_NAME ||
	    !pby_kmem__string(&e->view->mem, wq + l->wq_name.offset, name, l->wq_name.size))
		return;
	to->workqueue = pby_arena__printf(e->arena, "%s %.*s", name, (int)func->len, func->text);
}

static void flushers_of_work(struct pby_endings *e, uint64_t worker, const struct pby_ktask *t, uint64_t barrier_func)
{
	const struct pby_layout *l = &e->view->layout;
	uint64_t head = worker + l->worker_scheduled.offset, node = 0;

	if (!l->worker_scheduled.there || !l->barrier_task.there || !pby_kview__sound_list(e->view, head))
		return;
	pby_kmem__u64(&e->view->mem, head, &node);
	for (int nr = 0; node && node != head && nr < MAX_SCHEDULED; nr++) {
		uint64_t work = node - l->work_entry.offset;

		/* wq_barrier.work is its first member. */
		if (pby_kview__word(e->view, work, &l->work_func) == barrier_func)
			pby_endings__add(e, pby_ktasks__at(&e->view->tasks,
							  pby_kview__word(e->view, work, &l->barrier_task)),
					t, "runs the work that it flushes");
		if (!pby_kmem__u64(&e->view->mem, node, &node))
			return;
	}
}

/* struct wq_flusher on the flusher's stack; the first of them is who waits for the running works. */
static void flusher_of_queue(struct pby_endings *e, uint64_t wq, const struct pby_ktask *t)
{
	const struct pby_layout *l = &e->view->layout;
	uint64_t flusher = l->flusher_done.there ? pby_kview__word(e->view, wq, &l->wq_first_flusher) : 0;

	if (flusher)
		pby_endings__add_completion(e, flusher + l->flusher_done.offset, t,
					   "runs a work of the queue that it flushes");
}

void pby_ender__works(struct pby_endings *e)
{
	const struct pby_layout *l = &e->view->layout;
	uint64_t barrier_func = pby_kview__symbol(e->view, "wq_barrier_func");

	for (uint32_t i = 0; i < e->view->tasks.nr; i++) {
		const struct pby_ktask *t = &e->view->tasks.items[i];
		uint64_t worker = worker_of(e->view, t), pwq, wq;

		if (!worker || !pby_kview__word(e->view, worker, &l->worker_work))
			continue;
		pwq = pby_kview__word(e->view, worker, &l->worker_pwq);
		wq = pwq ? pby_kview__word(e->view, pwq, &l->pwq_wq) : 0;
		if (!wq)
			continue;
		note_work(e, worker, t, wq);
		if (barrier_func)
			flushers_of_work(e, worker, t, barrier_func);
		flusher_of_queue(e, wq, t);
	}
}

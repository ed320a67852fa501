// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* io_lost.c: a disk that does not complete its I/O. */
#include "rules/hang/look.h"

static bool is_io(enum pby_wait_class cls)
{
	return cls == PBY_WAIT_IO || cls == PBY_WAIT_BUFFER_LOCK || cls == PBY_WAIT_WRITEBACK || cls == PBY_WAIT_REQUEST_TAG ||
	       cls == PBY_WAIT_WB_THROTTLE || cls == PBY_WAIT_FOLIO_LOCK;
}

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	const struct pby_note *note = pby_look__note(g, PBY_NOTE_IO_ERROR);
	const struct pby_root *root = NULL;
	uint32_t nr = 0;

	for (uint32_t i = 0; i < g->roots.nr; i++) {
		const struct pby_root *r = &g->roots.items[i];

		if (r->wait < 0 || !is_io(g->waits.items.items[r->wait].cls))
			continue;
		root = root ? root : r;
		nr += 1 + r->nr_behind;
		if (nr <= 4)
			pby_diagnosis__evidence(d, "%s: %s", pby_look__words(g, d, r->task), g->waits.items.items[r->wait].what);
	}
	if (!root)
		return false;
	d->circle = PBY_CIRCLE_NONE;
	d->root = root->task;
	d->nr_tasks = nr;
	pby_diagnosis__summary(d, "No lock problem: the chains of %u task%s end at I/O that is not completed; storage is slow or silent.",
			       PBY_TASKS(nr));
	if (note && note->text)
		pby_diagnosis__evidence(d, "the device complains: %s", note->text);
	else
		pby_diagnosis__missing(d, "whether requests are in flight, and since when",
				       "cat /sys/block/*/inflight; grep . /sys/kernel/debug/block/*/hctx*/busy");
	return true;
}

const struct pby_hang_rule pby_hang_rule_io_lost = {
	.id = "io-lost",
	.title = "Tasks wait for I/O that is not completed",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "The chains end at the block layer: tags, buffers, writeback or bios that the device has not "
	       "completed. The cause lies below: the disk, its cable, the controller, the path, the "
	       "hypervisor, or simply too much load.",
	.advice = "Look for timeouts and resets of the device in the log, at iostat -x, and on a virtual "
	          "machine at the host. Nothing in this dump needs to be unlocked.",
	.judge = judge,
};

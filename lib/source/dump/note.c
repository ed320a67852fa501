// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* note.c: what a text says beside its tasks: notes, and which kernel wrote it. */
#include <string.h>

#include "source/dump/parser.h"

enum { NOTES_MAX = 10000, NOTE_TEXT_MAX = 300 };

struct pby_note *pby_parser__note(struct pby_parser *p, enum pby_note_kind kind, struct pby_text text)
{
	struct pby_note *n;

	/* A flood of one message (I/O errors) must not fill the memory. */
	if (p->dump->notes.nr >= NOTES_MAX)
		return NULL;
	n = PBY_PUSH(&p->dump->arena, &p->dump->notes);
	if (!n) {
		p->no_memory = true;
		return NULL;
	}
	if (pby_text__len(&text) > NOTE_TEXT_MAX)
		text.end = text.p + NOTE_TEXT_MAX;
	*n = (struct pby_note){ .kind = kind, .task = -1, .cpu = -1, .value = -1,
				.time_s = p->line.time_s, .line = p->line.nr };
	n->text = pby_stacks__string(&p->stacks, pby_text__trim(text));
	return n;
}

/* The word before "#12" ("6.1.0-rc5 #1", "4.19.0 #1 SMP ..."): a release begins with a digit. */
void pby_parser__release(struct pby_parser *p, struct pby_text text)
{
	struct pby_text word, before = { 0 };

	if (p->dump->kernel)
		return;
	while (pby_text__word(&text, &word)) {
		if (*word.p == '#' && !pby_text__empty(&before) && *before.p >= '0' && *before.p <= '9' &&
		    memchr(before.p, '.', pby_text__len(&before))) {
			p->dump->kernel = pby_stacks__string(&p->stacks, before);
			return;
		}
		before = word;
	}
}

static bool linux_version(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_text word;

	(void)s;
	if (!pby_text__word(&rest, &word) || *word.p < '0' || *word.p > '9')
		return false;
	p->dump->kernel = pby_stacks__string(&p->stacks, word);
	/* "[    0.000000] Linux version", "Jun  6 19:31:35 host kernel: Linux version": others quote /proc/version. */
	if (p->line.time_s < 1 && p->line.stamped)
		pby_merge__new_boot(p);
	return true;
}

static bool tainted(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)s;
	pby_parser__release(p, rest);
	return true;
}

/* Whole lines that become notes as they are. */
static bool note_whole(struct pby_parser *p, enum pby_note_kind kind)
{
	pby_parser__note(p, kind, p->line.text);
	return true;
}

static bool suppressed(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)s;
	(void)rest;
	return note_whole(p, PBY_NOTE_HUNG_SUPPRESSED);
}

static bool panic(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	pby_draft__close(p, s);
	/* The CPU that comes next is the one that does not get on. */
	s->visible_next = pby_text__find(rest, "Hard LOCKUP") != NULL;
	if (s->visible_next) {
		s->seen_next |= PBY_SEEN_HARD_LOCKUP;
		pby_parser__note(p, PBY_NOTE_HARD_LOCKUP, p->line.text);
	}
	return note_whole(p, pby_text__find(rest, "hung_task") ? PBY_NOTE_PANIC_HUNG : PBY_NOTE_PANIC);
}

static bool oops(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)rest;
	pby_draft__close(p, s);
	return note_whole(p, PBY_NOTE_OOPS);
}

static bool lockdep_off(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)s;
	(void)rest;
	return note_whole(p, PBY_NOTE_LOCKDEP_OFF);
}

static bool lost(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)s;
	return pby_text__find(rest, "dropped") && note_whole(p, PBY_NOTE_LOST);
}

/* "unregister_netdevice: waiting for lo to become free. Usage count = 2" */
static bool netdev(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_note *n = pby_parser__note(p, PBY_NOTE_UNREGISTER_NETDEV, p->line.text);
	const char *count = pby_text__find(rest, "count = ");
	struct pby_text name, nr = { count ? count + 8 : rest.end, rest.end };

	(void)s;
	if (!n || !pby_text__word(&rest, &name))
		return true;
	n->what = pby_stacks__string(&p->stacks, name);
	pby_text__i64(&nr, &n->value);
	return true;
}

/* "nfs: server X not responding, still trying", "server X OK" is the end of it */
static bool nfs(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_text name;
	struct pby_note *n;

	(void)s;
	if (!pby_text__word(&rest, &name) || !pby_text__starts(rest, " not responding"))
		return false;
	n = pby_parser__note(p, PBY_NOTE_SERVER_SILENT, p->line.text);
	if (n)
		n->what = pby_stacks__string(&p->stacks, name);
	return true;
}

/* Messages of block drivers: a device that stopped answering is a cause, not a victim. */
static bool io_error(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)s;
	if (!pby_text__find(rest, "timeout") && !pby_text__find(rest, "timed out") &&
	    !pby_text__find(rest, "error") && !pby_text__find(rest, "reset") &&
	    !pby_text__find(rest, "hung") && !pby_text__find(rest, "frozen"))
		return false;
	return note_whole(p, PBY_NOTE_IO_ERROR);
}

const struct pby_cue pby_cues__note[] = {
	{ "Linux version ", linux_version },
	{ "Not tainted ", tainted },
	{ "Tainted: ", tainted },
	{ "Future hung task reports are suppressed", suppressed },
	{ "Kernel panic - not syncing", panic },
	{ "BUG: unable to handle", oops },
	{ "BUG: kernel NULL pointer", oops },
	{ "general protection fault", oops },
	{ "Oops: ", oops },
	{ "Internal error: Oops", oops },
	{ "kernel BUG at ", oops },
	{ "Unable to handle kernel", oops },
	{ "INFO: lockdep is turned off", lockdep_off },
	{ "** ", lost },		/* "** 128 printk messages dropped **" */
	{ "unregister_netdevice: waiting for ", netdev },
	{ "nfs: server ", nfs },
	{ "blk_update_request: ", io_error },
	{ "I/O error, dev ", io_error },
	{ "Buffer I/O error", io_error },
	{ "nvme ", io_error },
	{ "nvme", io_error },
	{ "ata", io_error },
	{ "sd ", io_error },
	{ "scsi ", io_error },
	{ "virtio_blk ", io_error },
	{ "mmc", io_error },
	{ NULL, NULL },
};

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * parser.h: the inside of the dump reader: what is known while a text is being read.
 *
 * Lines arrive without their decorations (see unwrap.h). A frame goes to the draft that is open;
 * other lines are compared with the cues of several small files, one per kind of report (hung.c,
 * stall.c, locks.c, ...), which open and close drafts. A closed draft is merged into the dump.
 */
#ifndef PBY_DUMP_PARSER_H
#define PBY_DUMP_PARSER_H

#include "base/buf.h"
#include "model/dump.h"
#include "source/dump/line.h"
#include "source/dump/stacks.h"

enum pby_draft_kind {
	PBY_DRAFT_NONE,
	PBY_DRAFT_TASK,
	PBY_DRAFT_LINK,		/* stack of a link of lockdep's chain */
	PBY_DRAFT_ORPHAN,	/* a trace whose header the text does not have */
};

/* A section being read. Zero bits: nothing known yet. */
struct pby_draft {
	enum pby_draft_kind kind;
	struct pby_task task;	/* identity and facts; its frames are those below */
	uint32_t *frames;	/* numbers of pby_stacks; the room is used again and again */
	uint32_t nr;
	uint32_t cap;
	int32_t lockdep;	/* of a link: the report and its place in the chain */
	int32_t link;
	struct pby_stack same_as;	/* "<Same stack as pid 2294>" */
	uint8_t interrupt;	/* inside <IRQ>, <NMI>, ... (nesting) */
	bool header;		/* a task header or a "CPU:" line was seen */
	bool trace;		/* "Call Trace:" was seen */
	bool closed;		/* </TASK>, or something else ended the stack */
	bool ended;		/* the stack came to its natural end */
	bool visible;		/* false: bookkeeping */
	bool overfull;
	bool mixed;		/* its frames had to be told from another's: nothing to learn from */
};

/* A table of ps: what its columns are. */
enum pby_ps_column {
	PBY_PS_OTHER, PBY_PS_PID, PBY_PS_TID, PBY_PS_PPID, PBY_PS_STATE, PBY_PS_WCHAN, PBY_PS_COMM, PBY_PS_NR,
};

enum { PBY_PS_COLUMNS = 24 };

struct pby_ps {
	uint32_t nr;	/* 0: not inside a table */
	enum pby_ps_column columns[PBY_PS_COLUMNS];
};

/* What the next lock line is. */
enum pby_lock_slot { PBY_LOCK_NONE, PBY_LOCK_HELD, PBY_LOCK_WANTED, PBY_LOCK_HOLDING };

/*
 * The lines of one caller ("[T41]"); texts without callers have one stream. Interleaved reports
 * come apart here.
 */
struct pby_stream {
	char id[12];
	struct pby_draft draft;
	struct pby_draft other;		/* a stack that another one interrupted, see interleave.c */
	bool mixed;			/* lines of both really alternate */
	bool turn_old;			/* the next frame is rather of the older one */
	struct pby_buf partial;		/* a line that a byte of the task's name broke */
	uint32_t nr_pieces;
	uint32_t seen_next;		/* enum pby_seen for the next draft */
	bool visible_next;		/* the next "CPU:" line belongs to a report of a stall */
	int32_t cpu_next;		/* "Task dump for CPU 3:", else -1 */
	enum pby_lock_slot slot;
	int32_t lock_task;		/* index, of "2 locks held by" */
	int32_t lock_nr;		/* #n of the last line of that list */
	int32_t lockdep;		/* index of the report being read, or -1 */
	struct pby_ps ps;
	char proc_file[8];		/* "comm", "wchan": what the next line is the content of */
	const char *workqueue;		/* of "workqueue events: flags=0x0" */
	uint64_t used;			/* for reuse of the oldest */
};

enum { PBY_STREAMS = 64, PBY_FRAMES_MAX = 2048, PBY_STALLED_MAX = 256 };

struct pby_merge;
struct pby_cue_entry;

struct pby_parser {
	struct pby_dump *dump;
	struct pby_stacks stacks;
	struct pby_merge *merge;
	struct pby_cue_entry *cues;	/* all cues, by first byte */
	uint32_t first_cue[257];
	struct pby_stream streams[PBY_STREAMS];
	uint32_t nr_streams;
	struct pby_stream *last;	/* stream of the last line */
	uint64_t clock;
	const char *source;		/* name of the input being read */
	int32_t source_pid;		/* of ".../PID/stack", or PBY_PID_UNKNOWN */
	const char *source_file;	/* "stack", "comm", ... when the pid is known, else "" */
	struct pby_line line;		/* being read */
	struct pby_text said;		/* its text from the cue on, without who speaks */
	char hint[128];			/* last line that meant nothing: may name the next stack */
	uint32_t hint_line;
	int32_t dir_pid;		/* "/proc/12" in a prompt or a cd, on line dir_line */
	uint32_t dir_line;
	int32_t stalled_cpus[PBY_STALLED_MAX];
	int32_t stalled_pids[PBY_STALLED_MAX];
	uint32_t nr_stalled_cpus;
	uint32_t nr_stalled_pids;
	uint32_t orphan_line;		/* where frames without a header began, 0 nowhere */
	bool any_section;		/* a header was seen: later orphans are no cut beginning */
	bool all_locks;			/* inside "Showing all locks held" */
	bool no_memory;
};

/*
 * A cue is the beginning of a line that means something. take() gets what follows the cue and
 * says whether it was really meant; false lets other cues look.
 */
struct pby_cue {
	const char *text;
	bool (*take)(struct pby_parser *p, struct pby_stream *s, struct pby_text rest);
};

/* Tables of cues end with a NULL text. */
extern const struct pby_cue pby_cues__hung[], pby_cues__header[], pby_cues__stall[],
	pby_cues__locks[], pby_cues__lockdep[], pby_cues__work[], pby_cues__proc[],
	pby_cues__trace[], pby_cues__note[];

/* One line; p->line is set. */
void pby_parser__line(struct pby_parser *p);
/*
 * The same for a line whose text is a frame that was seen before, without looking at anything else; false: p->line is for
 * pby_parser__line().
 */
bool pby_parser__known_frame(struct pby_parser *p);
/* The input ends: closes all drafts. eof: the whole text ends, what is open was cut. */
void pby_parser__end(struct pby_parser *p, bool eof);
int pby_parser__init(struct pby_parser *p, struct pby_dump *dump);
void pby_parser__free(struct pby_parser *p);

/* draft.c */
/* Closes what is open and starts a new section at the current line. */
struct pby_draft *pby_draft__open(struct pby_parser *p, struct pby_stream *s,
				  enum pby_draft_kind kind, uint32_t seen);
/* Merges the open section into the dump; returns the index of its task, or -1. */
int32_t pby_draft__close(struct pby_parser *p, struct pby_stream *s);
/* A frame in the middle of the open stack, whatever its kind. */
void pby_draft__push(struct pby_parser *p, struct pby_stream *s, uint32_t frame);
/* A line that was read as a frame before, with the same text; false: it was not. */
bool pby_draft__known_line(struct pby_parser *p, struct pby_stream *s, struct pby_text text);
/* A line that may be a frame; leading blanks are off. False: it is none. */
bool pby_draft__frame_line(struct pby_parser *p, struct pby_stream *s, struct pby_text text);

/* merge.c */
int pby_merge__init(struct pby_parser *p);
void pby_merge__free(struct pby_parser *p);
/* The task's index in the dump: the one that is there already, updated, or a new one. */
int32_t pby_merge__task(struct pby_parser *p, const struct pby_draft *d);
/* The index of a task known by name and pid only; added with this reason when it is new. */
int32_t pby_merge__named(struct pby_parser *p, const char *comm, int32_t pid, uint32_t seen);
/* Gives a stack to a task that has none. */
void pby_merge__lend_stack(struct pby_parser *p, int32_t i, const struct pby_stack *stack);
/* At the end: hides stacks of nobody. */
void pby_merge__hide_nameless(struct pby_parser *p);
/* A kernel starts: what comes next is of another boot than the tasks so far. */
void pby_merge__new_boot(struct pby_parser *p);
/* The index of a task, -1 when the dump does not have it. */
int32_t pby_merge__find(const struct pby_parser *p, int32_t pid);

/* note.c */
struct pby_note *pby_parser__note(struct pby_parser *p, enum pby_note_kind kind, struct pby_text text);
/* Keeps the release of "Not tainted 6.1.0-rc5 #1"-like text when none is known yet. */
void pby_parser__release(struct pby_parser *p, struct pby_text text);

/* identity.c: names and numbers of tasks */
struct pby_identity {
	struct pby_text comm;
	int32_t pid;
};
/* "comm:123" at the start of text: the number is behind the LAST colon before stop. */
bool pby_identity__colon(struct pby_text *t, const char *stop, struct pby_identity *id);
/* "comm/123" up to the end of text; the number is behind the last slash. */
bool pby_identity__slash(struct pby_text t, struct pby_identity *id);
/* "-?[0-9]+" as a pid; PBY_PID_UNKNOWN (and true) for numbers that cannot be one. */
bool pby_pid__eat(struct pby_text *t, int32_t *pid);
/* Whether two names can be the same name, one of them cut by a narrow column. */
bool pby_comm__same(const char *a, const char *b);

#endif

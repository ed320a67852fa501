/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* memory.h: what memory.bpf.c and its caller agree on. */
#ifndef PBY_BPF_MEMORY_H
#define PBY_BPF_MEMORY_H

/* The most that one call reads, in bytes; a task_struct fits in. */
enum { PBY_MEMORY_WINDOW = 16384 };

#endif

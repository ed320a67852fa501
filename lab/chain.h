// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * chain.h: the locks of a uprobe registration and who piles up behind them: event_mutex,
 * register_rwsem, dup_mmap_sem (a percpu rwsem), and the mmap_lock of one process after the other.
 */
#ifndef LAB_CHAIN_H
#define LAB_CHAIN_H

#include "lab/rwsem.h"

enum lab_chain_role {
	LAB_CHAIN_REGISTER,	/* event_mutex, register_rwsem, dup_mmap_sem, each mmap_lock, all for writing */
	LAB_CHAIN_SLOW,		/* holds its process's mmap_lock for reading: a page fault that waits for the disk */
	LAB_CHAIN_TRACEFS,	/* reads uprobe_events: event_mutex */
	LAB_CHAIN_FORK,		/* dup_mmap_sem for reading, its own mmap_lock for writing */
	LAB_NR_CHAIN_ROLES,
};

enum { LAB_CHAIN_PROCESSES = 8 };

/* A load's kind is its enum lab_chain_role; role is not looked at. */
extern const struct lab_rw_alg lab_chain__native, lab_chain__sim, lab_chain__check;

#endif

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* veth.h: two network namespaces of our own with a cable between them. */
#ifndef PBY_BENCH_VETH_H
#define PBY_BENCH_VETH_H

#include <stdint.h>
#include <sys/types.h>

struct pby_bench_refusal;

/* Addresses that are kept for documentation; nothing outside the two namespaces ever sees them. */
enum { PBY_VETH_NEAR = 0xc0000201 /* 192.0.2.1 */, PBY_VETH_FAR = 0xc0000202 /* 192.0.2.2 */ };

/* The far end: a process in its own namespace. It dies with the one that started it, and both namespaces with them. */
struct pby_veth {
	pid_t far;
};

/*
 * Moves the calling process, which must be a child made for this, into a new network namespace, starts another in a
 * second one, and connects them. There, when the cable is up, live(arg) is called, which never returns. 0, or -1 with
 * the refusal. Free in both cases.
 */
int pby_veth__open(struct pby_veth *v, void (*live)(void *arg), void *arg, struct pby_bench_refusal *refusal);
void pby_veth__close(struct pby_veth *v);
/* A socket of the far namespace, made by make(protocol), for its near side's use; or -errno. */
int pby_veth__far_socket(const struct pby_veth *v, int (*make)(int protocol), int protocol);

#endif

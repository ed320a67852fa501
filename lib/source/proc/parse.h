// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* parse.h: small texts below /proc, as pure functions of their bytes. */
#ifndef PBY_PROC_PARSE_H
#define PBY_PROC_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "model/sighting.h"

/*
 * What readlink() of /proc/PID/fd/N says: "anon_inode:bpf-prog", "anon_inode:bpf_link",
 * "anon_inode:[perf_event]". false for everything that is neither BPF nor perf.
 */
bool pby_fd_link__parse(struct pby_text link, enum pby_holding *what);

/* The number behind "key:" in a /proc/PID/fdinfo/N ("link_id:\t7"); false when it is not there. */
bool pby_fdinfo__number(struct pby_text fdinfo, const char *key, uint64_t *value);

/* "pid:[4026531836]", what readlink() of /proc/PID/ns/pid says. */
bool pby_ns_link__parse(struct pby_text link, uint64_t *inode);

/*
 * The next mount of this file system type in a /proc/PID/mountinfo:
 *	33 25 0:29 / /sys/fs/bpf rw,nosuid,relatime shared:10 - bpf bpf rw,mode=700
 * dir gets its place with the octal escapes undone. false at the end.
 */
bool pby_mounts__next(struct pby_text *mountinfo, const char *type, char *dir, size_t size);

/*
 * The path in a /proc/PID/cgroup that tells most: one with a container in it, else that of
 * cgroup2 ("0::/system.slice/..."), else the last line's. Empty when there is no line.
 */
struct pby_text pby_cgroup__path(struct pby_text cgroup);

#endif

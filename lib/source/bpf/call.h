// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* call.h: the questions of bpf(2) that only look. Each may block on a sick machine: ask in a child. */
#ifndef PBY_BPF_CALL_H
#define PBY_BPF_CALL_H

#include <stdint.h>

#include "source/bpf/uapi.h"

/* All return 0 or a descriptor, or -errno. Descriptors are O_CLOEXEC. */

/* *id becomes the id after it; -ENOENT at the end. Needs CAP_SYS_ADMIN. */
int pby_bpf__next_id(int command, uint32_t *id);
/* -ENOENT when the object went away meanwhile. */
int pby_bpf__open_id(int command, uint32_t id);
/* *len: size of info, then how much the kernel filled. Zero info first, or fill in its buffers. */
int pby_bpf__info(int fd, void *info, uint32_t *len);
/* Opens what is pinned at path without following it anywhere else. */
int pby_bpf__open_pin(const char *path);
/* What program is on the perf event behind descriptor fd of process pid? name gets its target. */
int pby_bpf__task_fd(uint32_t pid, uint32_t fd, char *name, uint32_t size,
		     union pby_uapi_attr *answer);
/* key NULL: the first one. -ENOENT behind the last one. */
int pby_bpf__next_key(int map_fd, const void *key, void *next);
/* Statistics are on as long as this descriptor is open: it patches kernel text (5.8). */
int pby_bpf__enable_stats(void);

#endif

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* call.c: bpf(2) without a library between: libbpf's own calls retry and probe on their own. */
#define _GNU_SOURCE
#include "source/bpf/call.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The kernel wants the unused rest zero, and accepts any size that it knows or that is zero. */
static int call(int command, union pby_uapi_attr *attr)
{
	long rc = syscall(SYS_bpf, command, attr, sizeof(*attr));

	return rc < 0 ? -errno : (int)rc;
}

int pby_bpf__next_id(int command, uint32_t *id)
{
	union pby_uapi_attr attr = { .by_id.id = *id };
	int rc = call(command, &attr);

	if (!rc)
		*id = attr.by_id.next_id;
	return rc;
}

int pby_bpf__open_id(int command, uint32_t id)
{
	union pby_uapi_attr attr = { .by_id.id = id };

	/* A map asked for reading only cannot be changed through this descriptor. */
	if (command == PBY_BPF_MAP_GET_FD_BY_ID)
		attr.by_id.open_flags = PBY_BPF_F_RDONLY;
	return call(command, &attr);
}

int pby_bpf__info(int fd, void *info, uint32_t *len)
{
	union pby_uapi_attr attr = { .info = { (uint32_t)fd, *len, (uintptr_t)info } };
	int rc = call(PBY_BPF_OBJ_GET_INFO_BY_FD, &attr);

	if (!rc)
		*len = attr.info.len;
	return rc;
}

int pby_bpf__open_pin(const char *path)
{
	union pby_uapi_attr attr = { .obj = { (uintptr_t)path, 0, PBY_BPF_F_RDONLY } };
	int fd = call(PBY_BPF_OBJ_GET, &attr);

	if (fd != -EINVAL)
		return fd;
	/* Links can only be opened for writing; the pin keeps them when this one is closed. */
	attr = (union pby_uapi_attr){ .obj = { (uintptr_t)path, 0, 0 } };
	return call(PBY_BPF_OBJ_GET, &attr);
}

int pby_bpf__task_fd(uint32_t pid, uint32_t fd, char *name, uint32_t size,
		     union pby_uapi_attr *answer)
{
	int rc;

	name[0] = '\0';
	*answer = (union pby_uapi_attr){ .task_fd_query = { .pid = pid, .fd = fd, .buf_len = size,
							     .buf = (uintptr_t)name } };
	rc = call(PBY_BPF_TASK_FD_QUERY, answer);
	name[size - 1] = '\0';
	/* A name that does not fit is cut and said so: everything else of the answer is good. */
	return rc == -ENOSPC ? 0 : rc;
}

int pby_bpf__next_key(int map_fd, const void *key, void *next)
{
	union pby_uapi_attr attr = { .elem = { .map_fd = (uint32_t)map_fd, .key = (uintptr_t)key,
						.next_key = (uintptr_t)next } };

	return call(PBY_BPF_MAP_GET_NEXT_KEY, &attr);
}

int pby_bpf__enable_stats(void)
{
	union pby_uapi_attr attr = { .enable_stats.type = PBY_BPF_STATS_RUN_TIME };

	return call(PBY_BPF_ENABLE_STATS, &attr);
}

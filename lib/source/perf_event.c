// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* perf_event.c: opens perf events of the kprobe and uprobe devices and of tracepoints. */
#define _GNU_SOURCE
#include "source/perf_event.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/root.h"
#include "base/text.h"

static int read_number(const char *path, const char *prefix, uint64_t *number)
{
	PBY_AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC);
	PBY_AUTO_BUF text = { 0 };
	struct pby_text t;
	int rc;

	if (fd < 0)
		return -errno;
	rc = pby_fd__read_all(fd, path, 4096, &text, NULL);
	if (rc)
		return rc;
	t = pby_text__of(text.data, text.len);
	return pby_text__eat(&t, prefix) && pby_text__u64(&t, number) ? 0 : -EBADMSG;
}

static int device_type(const char *device, struct perf_event_attr *attr)
{
	char path[96];
	uint64_t type;
	int rc;

	snprintf(path, sizeof(path), "/sys/bus/event_source/devices/%s/type", device);
	rc = read_number(path, "", &type);
	if (!rc)
		attr->type = (uint32_t)type;
	return rc;
}

/* Which bit of config says "at return": "config:0". */
static int return_bit(const char *device, struct perf_event_attr *attr)
{
	char path[96];
	uint64_t bit;
	int rc;

	snprintf(path, sizeof(path), "/sys/bus/event_source/devices/%s/format/retprobe", device);
	rc = read_number(path, "config:", &bit);
	if (!rc)
		attr->config |= 1ull << (bit & 63);
	return rc;
}

/* Opens the event and puts the program on it. */
static int open_with(struct perf_event_attr *attr, int pid, int cpu, int prog_fd,
		     const char **step)
{
	int fd, rc = 0;

	attr->size = sizeof(*attr);
	*step = "open the perf event";
	fd = (int)syscall(SYS_perf_event_open, attr, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC);
	if (fd < 0)
		return -errno;
	*step = "attach";
	if (ioctl(fd, PERF_EVENT_IOC_SET_BPF, prog_fd) || ioctl(fd, PERF_EVENT_IOC_ENABLE, 0))
		rc = -errno;
	if (!rc)
		return fd;
	close(fd);
	return rc;
}

int pby_perf__kprobe(int prog_fd, const char *function, uint64_t offset, bool at_return,
		     const char **step)
{
	struct perf_event_attr attr = { .config1 = (uintptr_t)function, .config2 = offset };
	int rc;

	*step = "find the kprobe device of perf in sysfs";
	rc = device_type("kprobe", &attr);
	if (!rc && at_return)
		rc = return_bit("kprobe", &attr);
	/* The program runs on every CPU, whichever the event is opened on. */
	return rc ? rc : open_with(&attr, -1, 0, prog_fd, step);
}

int pby_perf__uprobe(int prog_fd, const struct pby_perf_place *place, bool at_return,
		     const char **step)
{
	struct perf_event_attr attr = { .config1 = (uintptr_t)place->path,
					.config2 = place->offset };
	int rc;

	*step = "find the uprobe device of perf in sysfs";
	rc = device_type("uprobe", &attr);
	if (!rc && at_return)
		rc = return_bit("uprobe", &attr);
	/* format/ref_ctr_offset is "config:32-63" since it exists (4.20). */
	attr.config |= place->semaphore_offset << 32;
	return rc ? rc : open_with(&attr, place->pid, place->pid < 0 ? 0 : -1, prog_fd, step);
}

int pby_perf__tracepoint(int prog_fd, const char *event, const char **step)
{
	static const char *const mounts[] = { "/sys/kernel/tracing", "/sys/kernel/debug/tracing" };
	struct perf_event_attr attr = { .type = PERF_TYPE_TRACEPOINT, .sample_period = 1 };
	int rc = -ENOENT;

	*step = "find the event's number in tracefs";
	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]) && rc; i++) {
		char path[160];
		uint64_t number;

		snprintf(path, sizeof(path), "%s/events/%s/id", mounts[i], event);
		rc = read_number(path, "", &number);
		if (!rc)
			attr.config = number;
	}
	return rc ? rc : open_with(&attr, -1, 0, prog_fd, step);
}

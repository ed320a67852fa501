// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kmem_bpf.c: a program that is run once for each read. */
#define _GNU_SOURCE
#include "source/kmem_bpf.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/root.h"
#include "base/text.h"
#include "bpf/memory.h"
#include "source/bpf/objects.h"

/* Image and modules of x86-64: Documentation/arch/x86/x86_64/mm.rst. Elsewhere only the direct map is read. */
static const uint64_t image_start = 0xffffffff80000000ULL, image_end = 0xffffffffff000000ULL;

enum { GIB = 1 << 30, READ_SIZE = 16 << 10 };

struct reader {
	struct bpf_object *object;
	int peek, self;		/* program descriptors */
	const char *window;	/* mapped, read only */
};

/* 0, or -errno: -EFAULT when the program says that there is nothing. */
static int run(int prog, uint64_t addr, uint64_t size)
{
	uint64_t args[2] = { addr, size };
	LIBBPF_OPTS(bpf_test_run_opts, o, .ctx_in = args, .ctx_size_in = sizeof(args));

	if (bpf_prog_test_run_opts(prog, &o))
		return -errno;
	return o.retval ? -EFAULT : 0;
}

static bool read_by(void *by, uint64_t addr, void *to, size_t size)
{
	struct reader *r = by;

	for (char *p = to; size;) {
		size_t part = size < PBY_MEMORY_WINDOW ? size : PBY_MEMORY_WINDOW;

		if (run(r->peek, addr, part))
			return false;
		memcpy(p, r->window, part);
		p += part;
		addr += part;
		size -= part;
	}
	return true;
}

static void close_by(void *by)
{
	struct reader *r = by;

	if (!r)
		return;
	if (r->window)
		munmap((void *)(uintptr_t)r->window, PBY_MEMORY_WINDOW);
	if (r->object)
		bpf_object__close(r->object);
	free(r);
}

static int load(struct reader *r, struct pby_err *err)
{
	struct pby_bpf_bytes b = pby_bpf_bytes__find("memory");
	LIBBPF_OPTS(bpf_object_open_opts, o, .object_name = "probity_memory");
	void *window;
	int rc;

	r->object = bpf_object__open_mem(b.bytes, b.size, &o);
	rc = (int)libbpf_get_error(r->object);
	if (rc) {
		r->object = NULL;
		return pby_err__set(err, -rc, "the BPF program that reads memory: %s", strerror(-rc));
	}
	rc = bpf_object__load(r->object);
	if (rc)
		return pby_err__set(err, -rc, "loading the BPF program that reads memory: %s", strerror(-rc));
	r->peek = bpf_program__fd(bpf_object__find_program_by_name(r->object, "peek"));
	r->self = bpf_program__fd(bpf_object__find_program_by_name(r->object, "self"));
	window = mmap(NULL, PBY_MEMORY_WINDOW, PROT_READ, MAP_SHARED,
		      bpf_object__find_map_fd_by_name(r->object, "window"), 0);
	if (window == MAP_FAILED)
		return pby_err__set(err, errno, "the BPF map of what was read: %s", strerror(errno));
	r->window = window;
	return 0;
}

/* The end of physical memory: the last zone's first page and how many it spans. 0 when it is not told. */
static uint64_t memory_end(void)
{
	PBY_AUTO_FD fd = open("/proc/zoneinfo", O_RDONLY | O_CLOEXEC);
	uint64_t end = 0, spanned = 0;
	struct pby_text all, line;
	PBY_AUTO_BUF buf = { 0 };
	ssize_t n = 1;

	while (fd >= 0 && n > 0 && pby_buf__reserve(&buf, READ_SIZE)) {
		n = read(fd, buf.data + buf.len, READ_SIZE);
		buf.len += n > 0 ? (size_t)n : 0;
	}
	all = pby_text__of(buf.data, buf.len);
	while (pby_text__line(&all, &line)) {
		uint64_t value;

		pby_text__skip_blanks(&line);
		if (pby_text__eat(&line, "spanned")) {
			pby_text__skip_blanks(&line);
			spanned = pby_text__u64(&line, &value) ? value : 0;
		} else if (pby_text__eat(&line, "start_pfn:")) {
			pby_text__skip_blanks(&line);
			if (pby_text__u64(&line, &value) && spanned && value + spanned > end)
				end = value + spanned;
		}
	}
	return end * (uint64_t)sysconf(_SC_PAGESIZE);
}

static int by_start(const void *a, const void *b)
{
	const struct pby_kmem_range *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

bool pby_kmem_bpf__allow(struct pby_kmem *mem, uint64_t start, uint64_t size)
{
	struct pby_kmem_range *r;

	if (start + size < start)
		return false;
	r = PBY_PUSH(&mem->arena, &mem->ranges);
	if (r)
		*r = (struct pby_kmem_range){ start, start + size, start };
	return r;
}

void pby_kmem_bpf__allowed(struct pby_kmem *mem)
{
	uint32_t kept = 0;

	qsort(mem->ranges.items, mem->ranges.nr, sizeof(*mem->ranges.items), by_start);
	/* What overlaps becomes one. */
	for (uint32_t i = 0; i < mem->ranges.nr; i++) {
		struct pby_kmem_range *last = kept ? &mem->ranges.items[kept - 1] : NULL, *r = &mem->ranges.items[i];

		if (last && r->start <= last->end)
			last->end = r->end > last->end ? r->end : last->end;
		else
			mem->ranges.items[kept++] = *r;
	}
	mem->ranges.nr = kept;
}

/* The direct map holds every task_struct, and is as long as physical memory. */
static int look_around(struct pby_kmem *mem, struct reader *r, size_t task_size, struct pby_err *err)
{
	uint64_t self = 0, end = memory_end(), low, high;
	char *copy = pby_arena__alloc(&mem->arena, task_size);
	int rc = run(r->self, 0, 0);

	if (!rc)
		memcpy(&self, r->window, sizeof(self));
	if (rc || !(self >> 63))
		return pby_err__set(err, rc ? -rc : ENODATA, "running the BPF program that reads memory: %s",
				    rc ? strerror(-rc) : "it does not know its own task");
	if (!end || !copy)
		return pby_err__set(err, ENODATA, "/proc/zoneinfo does not tell how much memory there is");
	if (task_size > PBY_MEMORY_WINDOW || !read_by(r, self, copy, task_size))
		return pby_err__set(err, EPERM, "BPF may not read kernel memory (lockdown=confidentiality?)");
	low = self > end ? self - end : 0;
	high = self + end < image_start && self + end > self ? self + end : image_start;
	pby_kmem_bpf__allow(mem, low & ~(uint64_t)(GIB - 1), high - (low & ~(uint64_t)(GIB - 1)));
	pby_kmem_bpf__allow(mem, image_start, image_end - image_start);
	pby_kmem_bpf__allowed(mem);
	mem->self_task = copy;
	mem->self_task_size = task_size;
	return 0;
}

int pby_kmem_bpf__open(struct pby_kmem *mem, size_t task_size, struct pby_err *err)
{
	struct reader *r = calloc(1, sizeof(*r));
	int rc;

	*mem = (struct pby_kmem){ .fd = -1, .x86_64 = true, .read = read_by, .close = close_by, .by = r };
	if (!r)
		return pby_err__set(err, ENOMEM, "no memory");
	rc = load(r, err);
	if (!rc)
		rc = look_around(mem, r, task_size, err);
	if (rc)
		pby_kmem__close(mem);
	return rc;
}

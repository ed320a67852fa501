// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kmem.c: bounded reads of kernel memory from a core, by the addresses that the kernel uses. */
#define _GNU_SOURCE
#include "source/kmem.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/root.h"
#include "source/core/elf_core.h"
#include "source/core/page_cache.h"

bool pby_kmem__read_file(const struct pby_kmem *mem, uint64_t offset, void *to, size_t size)
{
	size_t done = 0;

	if (mem->read)
		return mem->read(mem->by, offset, to, size);
	if (mem->cache && pby_page_cache__read(mem->cache, mem->fd, offset, to, size))
		return true;
	while (done < size) {
		ssize_t n = pread(mem->fd, (char *)to + done, size - done, (off_t)(offset + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		done += (size_t)n;
	}
	return true;
}

int pby_kmem__open(struct pby_kmem *mem, int fd, const char *name, struct pby_err *err)
{
	int rc;

	*mem = (struct pby_kmem){ .fd = fd };
	rc = pby_elf_core__read(mem, name, err);
	if (rc)
		pby_kmem__close(mem);
	return rc;
}

int pby_kmem__open_live(struct pby_kmem *mem, struct pby_err *err)
{
	static const char path[] = "/proc/kcore";
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*mem = (struct pby_kmem){ .fd = -1 };
	if (fd < 0)
		return pby_err__set(err, errno, "%s: %s", path, strerror(errno));
	return pby_kmem__open(mem, fd, path, err);
}

void pby_kmem__close(struct pby_kmem *mem)
{
	pby_fd__close(&mem->fd);
	if (mem->close)
		mem->close(mem->by);
	pby_arena__free(&mem->arena);
	*mem = (struct pby_kmem){ .fd = -1 };
}

/* The range that holds addr; they do not overlap. */
static const struct pby_kmem_range *find(const struct pby_kmem_range *ranges, uint32_t nr, uint64_t addr)
{
	uint32_t low = 0, high = nr;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (addr < ranges[mid].start)
			high = mid;
		else if (addr >= ranges[mid].end)
			low = mid + 1;
		else
			return &ranges[mid];
	}
	return NULL;
}

static bool in_range(const struct pby_kmem_range *r, uint64_t addr, uint64_t *offset, uint64_t *left)
{
	if (!r)
		return false;
	*offset = r->offset + (addr - r->start);
	*left = r->end - addr;
	return true;
}

/* Where physical memory lies in the file, and how much of it in one piece. */
static bool locate_physical(const struct pby_kmem *mem, uint64_t addr, uint64_t *offset, uint64_t *left)
{
	return in_range(find(mem->physical.items, mem->physical.nr, addr), addr, offset, left);
}

/* How far the next range is from an address that lies in none. */
static uint64_t to_next_range(const struct pby_kmem *mem, uint64_t addr)
{
	uint32_t low = 0, high = mem->ranges.nr;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (mem->ranges.items[mid].start <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	return low < mem->ranges.nr ? mem->ranges.items[low].start - addr : UINT64_MAX;
}

/* The segments say it, or else the page tables do. *left as in pby_kmem__piece(). */
static bool locate(const struct pby_kmem *mem, uint64_t addr, uint64_t *offset, uint64_t *left)
{
	uint64_t hole;
	struct pby_page page;
	bool found;

	if (in_range(find(mem->ranges.items, mem->ranges.nr, addr), addr, offset, left))
		return true;
	hole = to_next_range(mem, addr);
	*left = hole;
	if (!mem->paging.levels)
		return false;
	found = pby_paging__find(mem, addr, &page) && locate_physical(mem, page.phys, offset, left);
	if (!found || *left > page.left)
		*left = page.left;
	if (*left > hole)
		*left = hole;
	return found;
}

bool pby_kmem__piece(const struct pby_kmem *mem, uint64_t addr, uint64_t *left)
{
	uint64_t offset;

	return locate(mem, addr, &offset, left);
}

bool pby_kmem__covers(const struct pby_kmem *mem, uint64_t addr, size_t size)
{
	uint64_t offset, left;

	for (; size; addr += left, size -= left) {
		if (!locate(mem, addr, &offset, &left))
			return false;
		if (left >= size)
			return addr + (size - 1) >= addr;
	}
	return false;
}

bool pby_kmem__read(const struct pby_kmem *mem, uint64_t addr, void *to, size_t size)
{
	uint64_t offset, left;

	for (char *p = to; size; addr += left, p += left, size -= left) {
		if (!locate(mem, addr, &offset, &left))
			return false;
		if (left > size)
			left = size;
		if (!pby_kmem__read_file(mem, offset, p, left))
			return false;
	}
	return true;
}

bool pby_kmem__read_physical(const struct pby_kmem *mem, uint64_t addr, void *to, size_t size)
{
	uint64_t offset, left;

	return locate_physical(mem, addr, &offset, &left) && size <= left &&
	       pby_kmem__read_file(mem, offset, to, size);
}

bool pby_kmem__u64(const struct pby_kmem *mem, uint64_t addr, uint64_t *value)
{
	return pby_kmem__read(mem, addr, value, sizeof(*value));
}

bool pby_kmem__u32(const struct pby_kmem *mem, uint64_t addr, uint32_t *value)
{
	return pby_kmem__read(mem, addr, value, sizeof(*value));
}

bool pby_kmem__string(const struct pby_kmem *mem, uint64_t addr, char *to, size_t size)
{
	to[size] = '\0';
	return pby_kmem__read(mem, addr, to, size);
}

bool pby_kmem__word(const struct pby_kmem *mem, uint64_t addr, size_t size, uint64_t *value)
{
	unsigned char raw[8] = { 0 };

	if (size > sizeof(raw) || !pby_kmem__read(mem, addr, raw, size))
		return false;
	*value = 0;
	/* Little-endian machines only: what probity runs on. */
	for (size_t i = 0; i < size; i++)
		*value |= (uint64_t)raw[i] << (8 * i);
	return true;
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kmem.c: the segments and notes of a kernel core, and bounded reads from it. */
#define _GNU_SOURCE
#include "source/kmem.h"

#include <elf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/root.h"

/* linux/elf.h and kernel/vmcore_info.c: not in every libc's elf.h. */
enum { NOTE_TASKSTRUCT = 4, MAX_SEGMENTS = 65536, MAX_NOTES = 1 << 20 };

static bool read_at(int fd, void *to, size_t size, uint64_t offset)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = pread(fd, (char *)to + done, size - done, (off_t)(offset + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		done += (size_t)n;
	}
	return true;
}

/* Walks the ELF notes in [p, p + size): a header, the padded name, the padded content. */
static void take_notes(struct pby_kmem *mem, const char *p, size_t size)
{
	while (size >= sizeof(Elf64_Nhdr)) {
		Elf64_Nhdr n;
		size_t name, desc;

		memcpy(&n, p, sizeof(n));
		name = ((size_t)n.n_namesz + 3) & ~(size_t)3;
		desc = ((size_t)n.n_descsz + 3) & ~(size_t)3;
		if (size - sizeof(n) < name || size - sizeof(n) - name < desc)
			return;
		p += sizeof(n);
		if (n.n_type == NOTE_TASKSTRUCT && n.n_namesz == 5 && !memcmp(p, "CORE", 5)) {
			mem->self_task = p + name;
			mem->self_task_size = n.n_descsz;
		}
		if (n.n_namesz == sizeof("VMCOREINFO") && !memcmp(p, "VMCOREINFO", n.n_namesz))
			mem->vmcoreinfo = pby_text__of(p + name, n.n_descsz);
		p += name + desc;
		size -= sizeof(n) + name + desc;
	}
}

static int by_start(const void *a, const void *b)
{
	const struct pby_kmem_range *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

static int take_segment(struct pby_kmem *mem, const Elf64_Phdr *ph)
{
	struct pby_kmem_range *r;
	char *notes;

	if (ph->p_type == PT_NOTE && !mem->self_task && ph->p_filesz <= MAX_NOTES) {
		notes = pby_arena__alloc(&mem->arena, ph->p_filesz);
		if (notes && read_at(mem->fd, notes, ph->p_filesz, ph->p_offset))
			take_notes(mem, notes, ph->p_filesz);
		return 0;
	}
	if (ph->p_type != PT_LOAD || !ph->p_filesz || ph->p_vaddr + ph->p_filesz < ph->p_vaddr)
		return 0;
	r = PBY_PUSH(&mem->arena, &mem->ranges);
	if (!r)
		return -ENOMEM;
	*r = (struct pby_kmem_range){ ph->p_vaddr, ph->p_vaddr + ph->p_filesz, ph->p_offset };
	return 0;
}

static int load(struct pby_kmem *mem, const char *name, struct pby_err *err)
{
	Elf64_Ehdr eh;

	if (!read_at(mem->fd, &eh, sizeof(eh), 0))
		return pby_err__set(err, EBADMSG, "%s: shorter than an ELF header", name);
	if (memcmp(eh.e_ident, ELFMAG, SELFMAG) || eh.e_ident[EI_CLASS] != ELFCLASS64 ||
	    eh.e_type != ET_CORE || eh.e_phentsize != sizeof(Elf64_Phdr))
		return pby_err__set(err, EBADMSG, "%s: not a 64-bit ELF core", name);
	for (uint32_t i = 0; i < eh.e_phnum && i < MAX_SEGMENTS; i++) {
		Elf64_Phdr ph;

		if (!read_at(mem->fd, &ph, sizeof(ph), eh.e_phoff + (uint64_t)i * sizeof(ph)))
			return pby_err__set(err, EBADMSG, "%s: program header %u is cut off", name, i);
		if (take_segment(mem, &ph))
			return pby_err__set(err, ENOMEM, "%s: no memory for its segments", name);
	}
	if (!mem->ranges.nr)
		return pby_err__set(err, EBADMSG, "%s: maps no memory", name);
	qsort(mem->ranges.items, mem->ranges.nr, sizeof(mem->ranges.items[0]), by_start);
	return 0;
}

int pby_kmem__open(struct pby_kmem *mem, int fd, const char *name, struct pby_err *err)
{
	int rc;

	*mem = (struct pby_kmem){ .fd = fd };
	rc = load(mem, name, err);
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
	pby_arena__free(&mem->arena);
	*mem = (struct pby_kmem){ .fd = -1 };
}

static const struct pby_kmem_range *find(const struct pby_kmem *mem, uint64_t addr, size_t size)
{
	uint32_t low = 0, high = mem->ranges.nr;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		const struct pby_kmem_range *r = &mem->ranges.items[mid];

		if (addr < r->start)
			high = mid;
		else if (addr >= r->end)
			low = mid + 1;
		else
			return size <= r->end - addr ? r : NULL;
	}
	return NULL;
}

bool pby_kmem__covers(const struct pby_kmem *mem, uint64_t addr, size_t size)
{
	return find(mem, addr, size) != NULL;
}

bool pby_kmem__read(const struct pby_kmem *mem, uint64_t addr, void *to, size_t size)
{
	const struct pby_kmem_range *r = find(mem, addr, size);

	return r && read_at(mem->fd, to, size, r->offset + (addr - r->start));
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

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* recorder.c: records in shared memory, appended by several processes at once. */
#include "base/recorder.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

enum { MAX_RECORDS = 4096 };

/* A record as it lies in the region; path, why and content follow it, each string with its NUL. */
struct stored {
	uint32_t path_size, why_size;
	uint64_t content_size;
	int code;
	bool absent;
	char bytes[];
};

/*
 * Concurrency: used and nr only grow, by atomic addition. Whoever got a place in the region fills it,
 * and then publishes its offset in a slot of its own with release order; a reader loads a slot with
 * acquire order. 0 is no offset: a record that is still being filled is not seen.
 */
struct pby_recorder {
	size_t size;
	uint64_t used;
	uint32_t nr;
	uint64_t slots[MAX_RECORDS];
	_Alignas(16) char region[];
};

struct pby_recorder *pby_recorder__new(size_t max)
{
	size_t size = sizeof(struct pby_recorder) + max;
	struct pby_recorder *r = mmap(NULL, size, PROT_READ | PROT_WRITE,
				      MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (r == MAP_FAILED)
		return NULL;
	r->size = size;
	r->used = 16;
	return r;
}

void pby_recorder__free(struct pby_recorder *r)
{
	if (r)
		munmap(r, r->size);
}

/* Room for size bytes, or NULL; a piece that did not fit stays unused. */
static struct stored *take(struct pby_recorder *r, uint64_t size)
{
	uint64_t room = r->size - sizeof(*r), at;

	size = (size + 15) & ~15ULL;
	if (size > room || __atomic_load_n(&r->used, __ATOMIC_RELAXED) > room - size)
		return NULL;
	at = __atomic_fetch_add(&r->used, size, __ATOMIC_RELAXED);
	return at > room - size ? NULL : (struct stored *)(r->region + at);
}

static bool store(struct pby_recorder *r, const struct pby_record *record)
{
	struct stored head = {
		.path_size = (uint32_t)strlen(record->path) + 1,
		.why_size = (uint32_t)strlen(record->why) + 1,
		.content_size = pby_text__len(&record->content),
		.code = record->code,
		.absent = record->absent,
	};
	struct stored *s = take(r, sizeof(*s) + head.path_size + head.why_size + head.content_size);
	uint32_t slot;

	if (!s)
		return false;
	*s = head;
	memcpy(s->bytes, record->path, head.path_size);
	memcpy(s->bytes + head.path_size, record->why, head.why_size);
	if (head.content_size)
		memcpy(s->bytes + head.path_size + head.why_size, record->content.p, head.content_size);
	slot = __atomic_fetch_add(&r->nr, 1, __ATOMIC_RELAXED);
	if (slot < MAX_RECORDS)
		__atomic_store_n(&r->slots[slot], (uint64_t)((char *)s - r->region), __ATOMIC_RELEASE);
	return true;
}

void pby_recorder__add(struct pby_recorder *r, const struct pby_record *record)
{
	struct pby_record too_large = { .path = record->path, .code = EFBIG,
					.why = "too large for the snapshot" };

	if (!store(r, record))
		store(r, &too_large);
}

bool pby_recorder__get(const struct pby_recorder *r, uint32_t i, struct pby_record *record)
{
	uint32_t nr = __atomic_load_n(&r->nr, __ATOMIC_RELAXED);

	for (uint32_t slot = 0; slot < nr && slot < MAX_RECORDS; slot++) {
		uint64_t at = __atomic_load_n(&r->slots[slot], __ATOMIC_ACQUIRE);
		const struct stored *s = (const struct stored *)(r->region + at);

		if (!at || i--)
			continue;
		*record = (struct pby_record){
			.path = s->bytes,
			.why = s->bytes + s->path_size,
			.content = pby_text__of(s->bytes + s->path_size + s->why_size, s->content_size),
			.code = s->code,
			.absent = s->absent,
		};
		return true;
	}
	return false;
}

bool pby_recorder__counts(const struct pby_recorder *recorder, uint32_t at)
{
	struct pby_record own, other;

	if (!pby_recorder__get(recorder, at, &own))
		return false;
	for (uint32_t i = 0; pby_recorder__get(recorder, i, &other); i++)
		if (i != at && !strcmp(other.path, own.path) &&
		    (other.code ? own.code && i > at : own.code || i > at))
			return false;
	return true;
}

bool pby_recorder__wants(const char *path)
{
	static const char proc[] = "proc/";

	while (*path == '/')
		path++;
	if (strncmp(path, proc, strlen(proc)))
		return true;
	path += strlen(proc);
	return strncmp(path, "self", 4) && strncmp(path, "thread-self", 11) && !(*path >= '0' && *path <= '9');
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* objects.c: finds the bytes that bpf/bytes.S put into the library. */
#include "source/bpf/objects.h"

#include <string.h>

#define OBJECT(name) extern const char pby_bpf_##name##_start[], pby_bpf_##name##_end[];
#include "source/bpf/objects.def"
#undef OBJECT

/* How long an object is, only the linker knows: the rows hold both ends. */
static const struct {
	const char *name, *start, *end;
} objects[] = {
#define OBJECT(name) { #name, pby_bpf_##name##_start, pby_bpf_##name##_end },
#include "source/bpf/objects.def"
#undef OBJECT
};

struct pby_bpf_bytes pby_bpf_bytes__nth(size_t n)
{
	if (n >= sizeof(objects) / sizeof(objects[0]))
		return (struct pby_bpf_bytes){ 0 };
	return (struct pby_bpf_bytes){ objects[n].name, objects[n].start,
				       (size_t)(objects[n].end - objects[n].start) };
}

struct pby_bpf_bytes pby_bpf_bytes__find(const char *name)
{
	struct pby_bpf_bytes b;

	for (size_t i = 0; (b = pby_bpf_bytes__nth(i)).size; i++)
		if (!strcmp(b.name, name))
			return b;
	return b;
}

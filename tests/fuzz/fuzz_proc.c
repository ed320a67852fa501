// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_proc.c: any bytes as the small texts below /proc. */
#include <stddef.h>
#include <stdint.h>

#include "model/container.h"
#include "source/proc/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pby_text text = pby_text__of((const char *)data, size), mounts = text;
	struct pby_container container;
	enum pby_holding what;
	uint64_t number;
	char dir[32];

	pby_fd_link__parse(text, &what);
	pby_fdinfo__number(text, "link_id", &number);
	pby_ns_link__parse(text, &number);
	while (pby_mounts__next(&mounts, "bpf", dir, sizeof(dir)))
		;
	pby_cgroup__path(text);
	pby_container__of(text, &container);
	return 0;
}

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* module_btf.c: a module's own BTF, as a file for its numbers and as an object for the kernel (since 5.11). */
#include "source/bench/module_btf.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "source/bpf/make.h"

static int object_of(const char *module)
{
	uint32_t id = 0;

	while (!bpf_btf_get_next_id(id, &id)) {
		char name[64] = "";
		struct bpf_btf_info info = { .name = (uintptr_t)name, .name_len = sizeof(name) };
		uint32_t size = sizeof(info);
		int fd = bpf_btf_get_fd_by_id(id);

		if (fd < 0)
			continue;
		if (!bpf_obj_get_info_by_fd(fd, &info, &size) && info.kernel_btf && !strcmp(name, module))
			return fd;
		close(fd);
	}
	return -ENOENT;
}

int pby_module_btf__find(struct btf *base, const char *module, const char *function, struct pby_bpf_kind *kind,
			 const char **why)
{
	char path[128];
	struct btf *own;
	int id;

	*why = "the kernel's BTF could not be read";
	if (!base)
		return -1;
	*why = "the function is in a module, and the module has no BTF here";
	snprintf(path, sizeof(path), "/sys/kernel/btf/%s", module);
	own = access(path, R_OK) ? NULL : btf__parse_split(path, base);
	if (!own || libbpf_get_error(own))
		return -1;
	id = btf__find_by_name_kind(own, function, BTF_KIND_FUNC);
	btf__free(own);
	*why = "the module's BTF does not have the function";
	if (id <= 0)
		return -1;
	*why = "the module's BTF object was not found";
	kind->btf_object_fd = object_of(module);
	kind->btf_id = (uint32_t)id;
	return kind->btf_object_fd < 0 ? -1 : 0;
}

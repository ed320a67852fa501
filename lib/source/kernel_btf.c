// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kernel_btf.c: the kernel's types from /sys/kernel/btf/vmlinux. */
#include <bpf/libbpf.h>
#include <string.h>

#include "base/err.h"
#include "base/root.h"
#include "model/kernel.h"
#include "source/kernel_files.h"

/* 7.2's BTF has 7 MB; a distribution with everything built in stays below 64. */
enum { MAX_BTF = 256 << 20 };

static const char btf_path[] = "/sys/kernel/btf/vmlinux";

static int quiet(enum libbpf_print_level level, const char *fmt, va_list ap)
{
	(void)level;
	(void)fmt;
	(void)ap;
	return 0;
}

void pby_source__btf(const struct pby_root *root, struct pby_kernel *k)
{
	PBY_AUTO_BUF raw = { 0 };
	struct pby_err err;
	struct btf *btf;

	libbpf_set_print(quiet);
	if (pby_root__read(root, btf_path, MAX_BTF, &raw, &err)) {
		pby_kernel__domain_failed(k, &k->btf, btf_path, err.text);
		return;
	}
	btf = btf__new(raw.data, (uint32_t)raw.len);
	if (!btf) {
		pby_kernel__domain_failed(k, &k->btf, btf_path, "not valid BTF");
		return;
	}
	pby_kernel__take_btf(k, btf, btf_path);
}

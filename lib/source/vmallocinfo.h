// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* vmallocinfo.h: how much memory the kernel has allocated for compiled BPF programs. */
#ifndef PBY_VMALLOCINFO_H
#define PBY_VMALLOCINFO_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/*
 * Sums the pages of /proc/vmallocinfo whose allocating function is one of the BPF compiler's:
 *
 *	0x0000000022cddd73-0x00000000b425baf0 2101248 bpf_prog_pack_alloc+0x292/0x3b0 pages=512 vmalloc N0=512
 *	0x000000007a58f40f-0x00000000cf8f12b5    8192 bpf_jit_binary_alloc+0x5b/0xe0 pages=1 vmalloc N0=1
 *
 * The first is a pack that many programs share (5.18 on), filled or not: the sum is never less
 * than what the kernel holds against bpf_jit_limit, and may be more. page_size in bytes.
 */
uint64_t pby_vmallocinfo__bpf_jit(struct pby_text text, size_t page_size);

#endif

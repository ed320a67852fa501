/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* bytes.S: a compiled BPF object (FILE) as constant data between two symbols, for mk/bpf.mk. */
#define PASTE(a, b, c) a##b##c
#define SYMBOL(name, edge) PASTE(pby_bpf_, name, edge)

	.section .rodata
	.balign 16
	.global SYMBOL(NAME, _start)
	.hidden SYMBOL(NAME, _start)
SYMBOL(NAME, _start):
	.incbin FILE
	.global SYMBOL(NAME, _end)
	.hidden SYMBOL(NAME, _end)
SYMBOL(NAME, _end):
	.section .note.GNU-stack, "", %progbits

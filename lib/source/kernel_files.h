// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kernel_files.h: fills the kernel model from the files of a machine, a captured tree or a kernel image. */
#ifndef PBY_KERNEL_FILES_H
#define PBY_KERNEL_FILES_H

struct pby_err;
struct pby_kernel;
struct pby_root;

/*
 * Each of these reads one domain below the root; a failure is noted in the
 * model's domain (with the reason) and is no error of the caller.
 */
void pby_source__identity(const struct pby_root *root, struct pby_kernel *k);
void pby_source__btf(const struct pby_root *root, struct pby_kernel *k);
void pby_source__kallsyms(const struct pby_root *root, struct pby_kernel *k);
void pby_source__kconfig(const struct pby_root *root, struct pby_kernel *k);
/* hangs: why settings that wait for a lock are not asked, or NULL. */
void pby_source__settings(const struct pby_root *root, struct pby_kernel *k, const char *hangs);

/* The same from files given by hand: these fail loudly. */
int pby_source__kallsyms_file(const char *path, struct pby_kernel *k, struct pby_err *err);
int pby_source__kconfig_file(const char *path, struct pby_kernel *k, struct pby_err *err);
/*
 * A kernel that does not run: bzImage (vmlinuz), vmlinux with or without symbols, raw BTF, a Debian kernel
 * package, arm64's Image and EFI's zboot form of it, each packed or not. Types, symbols and
 * configuration are read out of the kernel itself where it carries them.
 */
int pby_source__image(const char *path, struct pby_kernel *k, struct pby_err *err);

#endif

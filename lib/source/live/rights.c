// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rights.c: capabilities, lockdown and pid namespace of the process that looks. */
#define _GNU_SOURCE
#include "source/live/rights.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/root.h"

/* Capabilities of include/uapi/linux/capability.h. */
enum { CAP_SYS_RAWIO = 17, CAP_SYS_ADMIN = 21 };

/* PROC_PID_INIT_INO of include/linux/proc_ns.h: the first pid namespace. */
static const uint32_t INIT_PID_NS = 0xeffffffc;

static struct pby_text slurp(const char *path, char *buf, size_t size)
{
	PBY_AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, buf, size);

	return pby_text__of(buf, n > 0 ? (size_t)n : 0);
}

uint64_t pby_rights__caps_of(struct pby_text status)
{
	struct pby_text line, word;
	uint64_t caps = 0;

	while (pby_text__line(&status, &line))
		if (pby_text__eat(&line, "CapEff:") && pby_text__word(&line, &word))
			return pby_text__hex(&word, &caps) ? caps : 0;
	return 0;
}

bool pby_rights__is_first_user_ns(struct pby_text uid_map)
{
	static const uint64_t all[] = { 0, 0, UINT32_MAX };
	struct pby_text word;
	uint64_t n;

	for (int i = 0; i < 3; i++)
		if (!pby_text__word(&uid_map, &word) || !pby_text__u64(&word, &n) || n != all[i])
			return false;
	return true;
}

void pby_rights__read(struct pby_rights *rights)
{
	char text[4096];
	struct stat st;

	*rights = (struct pby_rights){ .root = geteuid() == 0 };
	rights->caps = pby_rights__caps_of(slurp("/proc/self/status", text, sizeof(text)));
	/* Capabilities in a user namespace of one's own are none over the machine. */
	if (!pby_rights__is_first_user_ns(slurp("/proc/self/uid_map", text, sizeof(text))))
		rights->caps = 0;
	/* "none integrity [confidentiality]" */
	rights->confidential = pby_text__find(slurp("/sys/kernel/security/lockdown", text, sizeof(text)),
					      "[confidentiality]") != NULL;
	rights->first_pid_ns = !stat("/proc/self/ns/pid", &st) && st.st_ino == INIT_PID_NS;
}

static bool has(const struct pby_rights *r, int cap)
{
	return r->caps >> cap & 1;
}

const char *pby_rights__for_stacks(const struct pby_rights *r)
{
	if (has(r, CAP_SYS_ADMIN))
		return NULL;
	return r->root ? "give the container CAP_SYS_ADMIN in the machine's own user namespace "
			 "(docker run --privileged --pid=host), or run it on the machine itself"
		       : "run it as root: sudo probity hang --live";
}

const char *pby_rights__for_memory(const struct pby_rights *r, int error)
{
	if (error == ENOENT)
		return "a kernel with CONFIG_PROC_KCORE";
	/* A container's mask over the file is empty: no ELF core. */
	if (error != EPERM && error != EACCES && error != EBADMSG)
		return NULL;
	if (r->confidential)
		return "kernel lockdown is at confidentiality, which hides memory from root as well: boot with "
		       "lockdown=integrity or none";
	if (has(r, CAP_SYS_RAWIO))
		return NULL;
	return r->root ? "give the container CAP_SYS_RAWIO and an unmasked /proc/kcore "
			 "(docker run --privileged --pid=host), or run it on the machine itself"
		       : "run it as root: sudo probity hang --live";
}

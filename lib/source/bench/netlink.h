// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* netlink.h: writes messages to the kernel's network configuration, and hears what it says to them. */
#ifndef PBY_BENCH_NETLINK_H
#define PBY_BENCH_NETLINK_H

#include <stddef.h>
#include <stdint.h>

enum { PBY_NL_SIZE = 4096 };

/*
 * One message: a header, a body of its family, attributes. What does not fit is not written, and sending says EMSGSIZE.
 *
 *	pby_nl__begin(&m, RTM_NEWLINK, NLM_F_CREATE, &ifinfo, sizeof(ifinfo));
 *	link = pby_nl__open(&m, IFLA_LINKINFO);
 *	pby_nl__text(&m, IFLA_INFO_KIND, "veth");
 *	pby_nl__close(&m, link);
 *	rc = pby_nl__send(fd, &m);
 */
struct pby_nl_message {
	_Alignas(4) unsigned char bytes[PBY_NL_SIZE];
	size_t len;
	int full;
};

void pby_nl__begin(struct pby_nl_message *m, uint16_t type, uint16_t flags, const void *body, size_t size);
void pby_nl__add(struct pby_nl_message *m, uint16_t type, const void *data, size_t size);
void pby_nl__text(struct pby_nl_message *m, uint16_t type, const char *text);
void pby_nl__u32(struct pby_nl_message *m, uint16_t type, uint32_t value);
/* Plain bytes where a family wants a struct in a nest (VETH_INFO_PEER). */
void pby_nl__raw(struct pby_nl_message *m, const void *data, size_t size);
/* A nest: what is added until it is closed belongs to it. Returns where it began. */
size_t pby_nl__open(struct pby_nl_message *m, uint16_t type);
void pby_nl__close(struct pby_nl_message *m, size_t where);

/* A socket of this protocol (NETLINK_ROUTE) in the caller's network namespace, or -errno. */
int pby_nl__socket(int protocol);
/* Asks for an answer and waits for it: 0 or the kernel's -errno. */
int pby_nl__send(int fd, struct pby_nl_message *m);
/* No answer is asked for to this one: the edges of a batch. */
void pby_nl__unanswered(struct pby_nl_message *m);
/* At most 8 in one go, as a batch wants it; the first that fails ends it. */
int pby_nl__send_all(int fd, struct pby_nl_message *m, int nr);

#endif

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* netlink.c: messages in the kernel's form: everything aligned to 4 bytes, lengths with their headers. */
#include "source/bench/netlink.h"

#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

enum { ANSWER_S = 10, MOST = 8 };

void pby_nl__raw(struct pby_nl_message *m, const void *data, size_t size)
{
	size_t padded = NLMSG_ALIGN(size);

	if (padded > sizeof(m->bytes) - m->len) {
		m->full = 1;
		return;
	}
	memset(m->bytes + m->len, 0, padded);
	if (size)
		memcpy(m->bytes + m->len, data, size);
	m->len += padded;
}

void pby_nl__begin(struct pby_nl_message *m, uint16_t type, uint16_t flags, const void *body, size_t size)
{
	const struct nlmsghdr h = { .nlmsg_type = type, .nlmsg_flags = (uint16_t)(NLM_F_REQUEST | NLM_F_ACK | flags),
				    .nlmsg_seq = 1 };

	m->len = 0;
	m->full = 0;
	pby_nl__raw(m, &h, sizeof(h));
	pby_nl__raw(m, body, size);
}

void pby_nl__add(struct pby_nl_message *m, uint16_t type, const void *data, size_t size)
{
	const struct nlattr a = { .nla_len = (uint16_t)(NLA_HDRLEN + size), .nla_type = type };

	pby_nl__raw(m, &a, sizeof(a));
	pby_nl__raw(m, data, size);
}

void pby_nl__text(struct pby_nl_message *m, uint16_t type, const char *text)
{
	pby_nl__add(m, type, text, strlen(text) + 1);
}

void pby_nl__u32(struct pby_nl_message *m, uint16_t type, uint32_t value)
{
	pby_nl__add(m, type, &value, sizeof(value));
}

size_t pby_nl__open(struct pby_nl_message *m, uint16_t type)
{
	size_t where = m->len;

	pby_nl__add(m, (uint16_t)(type | NLA_F_NESTED), NULL, 0);
	return where;
}

void pby_nl__close(struct pby_nl_message *m, size_t where)
{
	struct nlattr a;

	if (m->full)
		return;
	memcpy(&a, m->bytes + where, sizeof(a));
	a.nla_len = (uint16_t)(m->len - where);
	memcpy(m->bytes + where, &a, sizeof(a));
}

int pby_nl__socket(int protocol)
{
	const struct timeval limit = { .tv_sec = ANSWER_S };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	return fd;
}

static int answer(int fd)
{
	_Alignas(4) unsigned char bytes[8192];
	const struct nlmsghdr *h = (const void *)bytes;
	const struct nlmsgerr *e = NLMSG_DATA(h);
	ssize_t n = recv(fd, bytes, sizeof(bytes), 0);

	if (n < 0)
		return -errno;
	if ((size_t)n < NLMSG_LENGTH(sizeof(*e)) || h->nlmsg_type != NLMSG_ERROR)
		return -EPROTO;
	return e->error;
}

static struct nlmsghdr header_of(const struct pby_nl_message *m)
{
	struct nlmsghdr h;

	memcpy(&h, m->bytes, sizeof(h));
	return h;
}

void pby_nl__unanswered(struct pby_nl_message *m)
{
	struct nlmsghdr h = header_of(m);

	h.nlmsg_flags &= (uint16_t)~NLM_F_ACK;
	memcpy(m->bytes, &h, sizeof(h));
}

int pby_nl__send_all(int fd, struct pby_nl_message *m, int nr)
{
	struct iovec parts[MOST];
	struct msghdr all = { .msg_iov = parts, .msg_iovlen = (size_t)nr };
	int answers = 0, rc = 0;

	if (nr > MOST)
		return -E2BIG;
	for (int i = 0; i < nr; i++) {
		struct nlmsghdr h = header_of(&m[i]);

		if (m[i].full)
			return -EMSGSIZE;
		h.nlmsg_len = (uint32_t)m[i].len;
		memcpy(m[i].bytes, &h, sizeof(h));
		parts[i] = (struct iovec){ m[i].bytes, m[i].len };
		answers += !!(h.nlmsg_flags & NLM_F_ACK);
	}
	if (sendmsg(fd, &all, 0) < 0)
		return -errno;
	while (!rc && answers--)
		rc = answer(fd);
	return rc;
}

int pby_nl__send(int fd, struct pby_nl_message *m)
{
	return pby_nl__send_all(fd, m, 1);
}
